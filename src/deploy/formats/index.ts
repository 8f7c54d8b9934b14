/** The formats of other tools that a model version can leave in. */
import { writeHuggingFace } from './huggingface';
import { writeMlflow } from './mlflow/write-mlflow';
import { writeOnnxFile } from './onnx-file';
import { writeSafetensorsFolder } from './safetensors-folder';
import { writeTfjs } from './tfjs/write-tfjs';
import type { WriteFormat } from './types';

export type FormatName = 'onnx' | 'safetensors' | 'tfjs' | 'mlflow' | 'huggingface';

export const ECOSYSTEM_FORMATS: Readonly<Record<FormatName, WriteFormat>> = {
  onnx: writeOnnxFile,
  safetensors: writeSafetensorsFolder,
  tfjs: writeTfjs,
  mlflow: writeMlflow,
  huggingface: writeHuggingFace,
};

export { readTfjsLayers, type ImportedLayers } from './read-tfjs-layers';
export type { FormatFiles, WriteFormat } from './types';
export { yamlText, type YamlValue } from './yaml';
