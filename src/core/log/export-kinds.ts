/** What a model version leaves as. */
import { oneOf } from '../shape/check';

export type ExportKind =
  /** One HTML file. */
  | 'page'
  /** The page as a folder that installs. */
  | 'page-folder'
  /** An ES module. */
  | 'module'
  /** A batch scorer for Node. */
  | 'scorer'
  /** A server package; it may hold several versions, and each of them is recorded. */
  | 'api'
  | 'onnx'
  | 'tfjs'
  | 'safetensors'
  | 'mlflow'
  | 'huggingface';

/** As part of a sentence: "as one page". */
export const EXPORT_NOUNS: Record<ExportKind, string> = {
  page: 'one page',
  'page-folder': 'a page in a folder',
  module: 'an ES module',
  scorer: 'a batch scorer',
  api: 'an API package',
  onnx: 'an ONNX file',
  tfjs: 'a TensorFlow.js model',
  safetensors: 'safetensors',
  mlflow: 'an MLflow model',
  huggingface: 'a Hugging Face repository',
};

export const EXPORT_KINDS = Object.keys(EXPORT_NOUNS) as ExportKind[];

export const exportKind = oneOf<ExportKind>(EXPORT_NOUNS);
