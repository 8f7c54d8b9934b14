import { makePredictor } from '../../ml/predict/predictor';
import { damaged } from './damage';
import { goldenMismatch, outputWidth } from './golden-examples';
import type { ModelContents } from './types';

/** Whether each example has an input per column and a number per answer; what they say is not looked at. */
function isWhole({
  model: { manifest },
  golden,
}: Pick<ModelContents, 'model' | 'golden'>): boolean {
  const answers = outputWidth(manifest);
  return (
    golden.examples.length > 0 &&
    golden.examples.every(
      ({ input, output }) =>
        input.length === manifest.inputs.length &&
        output.length === answers &&
        output.every((bits) => /^[0-9a-f]{16}$/.test(bits)),
    )
  );
}

/**
 * Predicts every golden example again. Those of a model that ONNX Runtime computes are for who has that runtime to
 * compare (see `onnx/kept/kept-difference.ts`); here they only must be whole.
 * @throws LoamError `page-damaged`
 */
export function checkGolden({ model, golden }: Pick<ModelContents, 'model' | 'golden'>): void {
  let mismatch: string | null;
  if (model.manifest.network.type === 'onnx') {
    if (!isWhole({ model, golden }))
      throw damaged('its golden examples are not those of its model');
    return;
  }
  try {
    const predictor = makePredictor(model.manifest, model.preprocessing, model.weights);
    mismatch = goldenMismatch(golden, model.manifest, predictor);
  } catch (cause) {
    throw damaged('its model cannot predict', cause);
  }
  if (mismatch) throw damaged(mismatch);
}
