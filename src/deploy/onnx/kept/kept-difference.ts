/** Golden examples of a model that ONNX Runtime computes, asked again on another machine. */
import type { ModelManifest } from '../../../core/model/types';
import type { LaterPredictor } from '../../../ml/predict/later-predictor';
import { bitsFloat } from '../../model/float-bits';
import { outputOf, rowOf } from '../../model/golden-examples';
import type { GoldenExample } from '../../model/types';
import { ONNX_TOLERANCE } from '../answer-difference';

/** Null where all are answered within 1e-5 of what they were; else one clause that names the first that is not. */
export async function keptDifference(
  manifest: ModelManifest,
  predictor: LaterPredictor,
  examples: readonly GoldenExample[],
): Promise<string | null> {
  const { inputs, kind, targetTransform } = manifest;
  const least = kind === 'regression' ? Math.max(1, Math.abs(targetTransform.scale)) : 1;
  for (const [i, { input, output }] of examples.entries()) {
    const now = outputOf(manifest, await predictor.predictCells(rowOf(inputs, input)));
    const wanted = output.map(bitsFloat);
    const at = wanted.findIndex((value, c) => {
      const got = now[c] ?? NaN;
      if (Object.is(got, value)) return false;
      return !(Math.abs(got - value) <= ONNX_TOLERANCE * Math.max(least, Math.abs(value)));
    });
    if (at >= 0)
      return `golden example ${i + 1} is answered with ${now[at]} instead of ${wanted[at]}`;
  }
  return null;
}
