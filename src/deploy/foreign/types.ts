/** Files of a model that another tool made, and what they are in Loam's words. */
import type { ForeignFormat } from '../../core/recipe/types';
import type { KeptFile } from '../onnx/kept';
import type { ForeignModel } from '../onnx/read/types';

export interface ForeignFile {
  /** Without folders. */
  name: string;
  bytes: Uint8Array;
}

/** In Loam's own words. */
export interface OpenedForeign {
  by: 'loam';
  format: ForeignFormat;
  /** Of the file that says what the model is. */
  name: string;
  model: ForeignModel;
}

/** What Loam has no words for, and ONNX Runtime may compute. */
export interface OpenedKept {
  by: 'onnx';
  format: 'onnx';
  name: string;
  file: KeptFile;
  bytes: Uint8Array;
  /** What Loam has no words for, as a clause. */
  why: string;
}
