/**
 * A predictor whose arithmetic runs in WebAssembly: for apps and workers, which answer whole tables. Its
 * answers have the bits of the plain one, which takes over where the browser has no SIMD, and for nets with
 * layers that are not dense.
 */
import type {
  DenseLayer,
  FittedPreprocessing,
  ModelLayer,
  ModelManifest,
} from '../../../../core/model/types';
import { readSafetensors, readTensors } from '../../../formats/safetensors';
import type { ForwardPass } from '../../../predict/forward';
import { plainPass, type ComputedNetwork, type OutputPass } from '../../../predict/output-pass';
import { makePredictor, needsRuntime, type Predictor } from '../../../predict/predictor';
import { fusedTreesPass } from '../trees/predict-rows';
import { treesModule } from '../trees/trees-module';
import { fusedAnswers } from './bulk-answers';
import { fusedDensePass } from './dense-pass';
import { canPredict } from './predict-module';

/**
 * @param weights the safetensors object, null for a baseline
 * @throws LoamError `object-damaged` as `makePredictor`, `out-of-memory`
 */
export async function fusedPredictor(
  model: ModelManifest,
  preprocessing: FittedPreprocessing,
  weights: Uint8Array | null,
): Promise<Predictor> {
  const { network } = model;
  if (network.type === 'onnx') throw needsRuntime();
  if (network.type === 'constant' || !weights) return makePredictor(model, preprocessing, weights);
  return makePredictor(model, preprocessing, weights, await fusedPass(network, weights));
}

export async function fusedPass(
  network: ComputedNetwork,
  weights: Uint8Array,
): Promise<OutputPass> {
  if (!(await canPredict())) return plainPass(network, weights);
  const pass = await passOf(network, weights);
  return { ...pass, answers: await fusedAnswers() };
}

async function passOf(network: ComputedNetwork, weights: Uint8Array): Promise<ForwardPass> {
  if (network.type === 'trees') {
    return fusedTreesPass(network, readTensors(weights), await treesModule());
  }
  const { layers } = network;
  return isDense(layers)
    ? fusedDensePass(layers, readSafetensors(weights))
    : plainPass(network, weights);
}

function isDense(layers: ModelLayer[]): layers is DenseLayer[] {
  return layers.every(({ layer }) => layer === 'dense');
}
