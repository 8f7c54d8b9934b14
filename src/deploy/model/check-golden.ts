import { makePredictor } from '../../ml/predict/predictor';
import { damaged } from './damage';
import { goldenMismatch } from './golden-examples';
import type { ModelContents } from './types';

/** Predicts every golden example again. @throws LoamError `page-damaged` */
export function checkGolden({ model, golden }: Pick<ModelContents, 'model' | 'golden'>): void {
  let mismatch: string | null;
  try {
    const predictor = makePredictor(model.manifest, model.preprocessing, model.weights);
    mismatch = goldenMismatch(golden, model.manifest, predictor);
  } catch (cause) {
    throw damaged('its model cannot predict', cause);
  }
  if (mismatch) throw damaged(mismatch);
}
