/** Files of a model that another tool made, and what they are in Loam's words. */
import type { ForeignFormat } from '../../core/recipe/types';
import type { ForeignModel } from '../onnx/read/types';

export interface ForeignFile {
  /** Without folders. */
  name: string;
  bytes: Uint8Array;
}

export interface OpenedForeign {
  format: ForeignFormat;
  /** Of the file that says what the model is. */
  name: string;
  model: ForeignModel;
}
