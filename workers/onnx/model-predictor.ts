/** A model version ready to predict, whoever computes it. */
import { LoamError } from '../../src/core/errors';
import type { FittedPreprocessing, ModelManifest } from '../../src/core/model/types';
import { fusedPredictor } from '../../src/ml/engine/fused/predict/fused-predictor';
import { later, laterPredictor, type LaterPredictor } from '../../src/ml/predict/later-predictor';
import { idleGraph } from './idle-graph';
import type { OpenOnnx } from './open-onnx';

export interface ModelPredictor {
  predictor: LaterPredictor;
  /** Lets go of what answers have taken outside of this thread; it may be asked again. */
  release(): void;
}

/**
 * @param weights what the manifest's link names; null for a baseline
 * @param open only asked for what ONNX Runtime computes
 * @throws LoamError `object-damaged`, `model-unreadable`; later, where ONNX Runtime computes, also `timed-out` and `worker-died`
 */
export async function modelPredictor(
  manifest: ModelManifest,
  preprocessing: FittedPreprocessing,
  weights: Uint8Array | null,
  open: OpenOnnx,
): Promise<ModelPredictor> {
  const { network } = manifest;
  if (network.type !== 'onnx') {
    const predictor = await fusedPredictor(manifest, preprocessing, weights);
    return { predictor: later(predictor), release: () => undefined };
  }
  if (!weights) throw new LoamError('object-damaged', { what: 'model', reason: 'weights' });
  const { keptPass, withOutput } = await import('../../src/deploy/onnx/kept');
  const { run, release } = idleGraph(withOutput(weights, network.answer.output), open);
  return { predictor: laterPredictor(manifest, preprocessing, keptPass(network, run)), release };
}
