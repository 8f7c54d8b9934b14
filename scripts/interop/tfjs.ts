/** TensorFlow.js itself, in this process: the answers of a layers model beside the app's. */
import { rowOf } from '../../src/deploy/model/golden-examples';
import { alignRow } from '../../src/ml/predict/align';
import { makePredictor } from '../../src/ml/predict/predictor';
import { transform } from '../../src/ml/preprocess/transform';
import { runTfjs } from '../../tests/support/tfjs-layers-model';
import { askedRows, type InteropModel } from './make-models';

/** The largest, of the scale of the answers. */
export async function tfjsDifference(
  asked: InteropModel,
  files: Map<string, Uint8Array>,
): Promise<number> {
  const { manifest, preprocessing, weights } = asked.input.model;
  const predictor = makePredictor(manifest, preprocessing, weights);
  const cells = askedRows(asked, 200).map((row) => rowOf(manifest.inputs, row));
  const inputs = cells.flatMap((row) =>
    Array.from(transform(preprocessing, alignRow(manifest.inputs, row).table, null)),
  );
  const theirs = await runTfjs(files, Float32Array.from(inputs), preprocessing.width);
  const ours = cells.flatMap((row) => {
    const { answer, probabilities } = predictor.predictCells(row);
    if (!probabilities) return [Number(answer)];
    return manifest.kind === 'binary' ? [probabilities[1]!] : probabilities;
  });
  if (ours.length !== theirs.length) return Infinity;
  const size = manifest.kind === 'regression' ? Math.abs(manifest.targetTransform.scale) : 1;
  const off = ours.map((x, i) => Math.abs(x - theirs[i]!) / Math.max(1, size, Math.abs(x)));
  return Math.max(...off);
}
