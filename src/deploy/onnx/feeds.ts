/** Rows as the inputs of the file, for whoever runs it. */
import type { Cell } from '../../core/dataset/types';
import type { ModelManifest } from '../../core/model/types';
import { isNumericInput, readNumber, readText } from '../../ml/predict/read-cell';
import { modelPorts } from './ports';

/** [rows, 1]; NaN and '' are missing. */
export type OnnxFeed =
  | { name: string; type: 'double'; values: Float64Array }
  | { name: string; type: 'string'; values: string[] };

/** @param rows cells in the order of the signature */
export function onnxFeeds(
  manifest: Pick<ModelManifest, 'inputs'>,
  rows: readonly (readonly Cell[])[],
): OnnxFeed[] {
  const ports = modelPorts(manifest);
  return manifest.inputs.map((input, i) => {
    const { name } = ports.inputs[i]!;
    return isNumericInput(input)
      ? {
          name,
          type: 'double',
          values: Float64Array.from(rows, (row) => readNumber(input, row[i]).value),
        }
      : { name, type: 'string', values: rows.map((row) => readText(input, row[i]).value ?? '') };
  });
}
