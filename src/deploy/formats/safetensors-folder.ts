/** `weights.safetensors` and `config.json`: for whoever computes the rest. */
import { refused } from '../onnx/refused';
import { addModelJson, checkedParts, jsonFile } from './describe-model';
import type { FormatFiles, WriteFormat } from './types';

export const writeSafetensorsFolder: WriteFormat = (input) =>
  Promise.resolve().then(() => {
    const { manifest, weights } = input.model;
    const parts = checkedParts(input);
    if (!weights) throw refused('safetensors', 'a baseline has no weights');
    const files: FormatFiles = new Map();
    files.set('weights.safetensors', weights);
    files.set(
      'config.json',
      jsonFile({
        format: 'loam.safetensors-folder/1',
        name: input.name,
        version: input.version,
        kind: manifest.kind,
        target: manifest.target,
        classes: manifest.classes,
        threshold: manifest.threshold,
        target_transform: manifest.targetTransform,
        network: manifest.network,
        ...(manifest.calibrator && { calibrator: manifest.calibrator }),
        ...(manifest.conformal && { conformal: manifest.conformal }),
      }),
    );
    addModelJson(files, input, parts);
    return files;
  });
