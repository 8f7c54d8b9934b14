/** The formats of other tools that a model version can leave in. */
import { writeHuggingFace } from './huggingface';
import { writeMlflow } from './mlflow/write-mlflow';
import { writeOnnxFile } from './onnx-file';
import { writeSafetensorsFolder } from './safetensors-folder';
import { writeTfjs } from './tfjs/write-tfjs';
import type { WriteFormat } from './types';

export type FormatName = 'onnx' | 'safetensors' | 'tfjs' | 'mlflow' | 'huggingface';

export interface EcosystemFormat {
  /** As a person reads it. */
  label: string;
  /** One plain sentence. */
  about: string;
  write: WriteFormat;
}

export const ECOSYSTEM_FORMATS: Readonly<Record<FormatName, EcosystemFormat>> = {
  onnx: {
    label: 'ONNX',
    about: 'One file that takes raw rows, for ONNX Runtime and whatever reads ONNX.',
    write: writeOnnxFile,
  },
  safetensors: {
    label: 'safetensors',
    about: 'The weights with their description, for code of your own.',
    write: writeSafetensorsFolder,
  },
  tfjs: {
    label: 'TensorFlow.js',
    about: 'A layers model for TensorFlow.js; networks only, rows are prepared outside of it.',
    write: writeTfjs,
  },
  mlflow: {
    label: 'MLflow',
    about: 'A model directory for MLflow: raw rows in a DataFrame, answers in another.',
    write: writeMlflow,
  },
  huggingface: {
    label: 'Hugging Face',
    about: 'A repository folder with a model card, the weights and the ONNX file.',
    write: writeHuggingFace,
  },
};

export { readTfjsLayers, type ImportedLayers } from './read-tfjs-layers';
export type { FormatFiles, WriteFormat } from './types';
export { yamlText, type YamlValue } from './yaml';
