/** A model version ready to predict in a page. */
import type { FittedPreprocessing, ModelManifest } from '../core/model/types';
import type { LaterPredictor } from '../ml/predict/later-predictor';
import { modelPredictor } from '../../workers/onnx/model-predictor';
import type { OpenOnnx } from '../../workers/onnx/open-onnx';
import type { AppEffects } from './effects';

const openInWorker: OpenOnnx = async (model) => {
  const { openOnnx } = await import('./onnx-runtime');
  return openOnnx(model);
};

/** What ONNX Runtime has opened for it is let go of when it has not been asked for a while. */
export async function readyPredictor(
  manifest: ModelManifest,
  preprocessing: FittedPreprocessing,
  weights: Uint8Array | null,
  { openOnnx = openInWorker }: Pick<AppEffects, 'openOnnx'>,
): Promise<LaterPredictor> {
  return (await modelPredictor(manifest, preprocessing, weights, openOnnx)).predictor;
}
