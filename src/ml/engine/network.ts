/** How the flat vector of all parameters begins, and what a model manifest calls its pieces. */
import { LoamError } from '../../core/errors';
import type { ModelLayer } from '../../core/model/types';
import type { NetworkPlan, Parameter, ParameterRole, PlannedLayer } from '../../core/network/plan';
import { stream } from '../../core/random/philox';
import type { NamedTensor } from '../formats/safetensors';

/** Half the width of the range that embeddings begin in, as in Keras. */
const EMBEDDING_LIMIT = 0.05;

/**
 * Kernels are uniform in +-sqrt(6 / fan in) before relu and its kin (He et al. 2015), in
 * +-sqrt(6 / (fan in + fan out)) otherwise (Glorot and Bengio 2010), from the stream `initialise/<n>` in the
 * order of the tensor, n counting layers that have parameters. Biases and means begin at 0, scales at 1.
 */
export function initialWeights(plan: NetworkPlan, seed: number): Float32Array {
  const flat = new Float32Array(plan.parameters);
  let index = 0;
  for (const layer of plan.layers) {
    if (layer.parameters.length === 0) continue;
    for (const { role, at, size } of layer.parameters) {
      const limit = limitOf(layer, role);
      if (role === 'gamma' || role === 'variance') flat.fill(1, at, at + size);
      if (limit === 0) continue;
      const random = stream(seed, `initialise/${index}`);
      for (let i = 0; i < size; i++) flat[at + i] = (random.uniform(i) * 2 - 1) * limit;
    }
    index++;
  }
  return flat;
}

const RECTIFIERS: readonly string[] = ['relu', 'leaky-relu', 'elu', 'gelu', 'silu'];

function limitOf(layer: PlannedLayer, role: ParameterRole): number {
  if (role === 'embeddings') return EMBEDDING_LIMIT;
  if (role !== 'kernel') return 0;
  const { from, to, activation } = fansOf(layer);
  const fan = RECTIFIERS.includes(activation) ? from : from + to;
  return fan === 0 ? 0 : Math.sqrt(6 / fan);
}

function fansOf(layer: PlannedLayer): { from: number; to: number; activation: string } {
  switch (layer.op) {
    case 'dense':
      return { from: layer.inputs, to: layer.outputs, activation: layer.activation };
    case 'conv2d': {
      const { size, input, output } = layer.window;
      const area = size[0] * size[1];
      return { from: area * input[2], to: area * output[2], activation: layer.activation };
    }
    case 'depthwise2d': {
      const area = layer.window.size[0] * layer.window.size[1];
      return { from: area, to: area * layer.multiplier, activation: layer.activation };
    }
    default:
      throw new LoamError('internal', { message: `${layer.op} has no kernel` });
  }
}

/** The layers as a model manifest names them, and their tensors (views of `flat`). */
export function namedLayers(
  plan: NetworkPlan,
  flat: Float32Array,
): { layers: ModelLayer[]; tensors: NamedTensor[] } {
  const layers = plan.layers.map(modelLayer).filter((layer) => layer !== null);
  const tensors = plan.layers
    .flatMap(({ parameters }) => parameters)
    .map(({ name, shape, at, size }) => ({ name, shape, values: flat.subarray(at, at + size) }));
  return { layers, tensors };
}

/** Null for what does nothing at prediction. */
function modelLayer(layer: PlannedLayer): ModelLayer | null {
  const named = (role: ParameterRole) => nameOf(layer.parameters, role);
  switch (layer.op) {
    case 'dense': {
      const { inputs, outputs, activation } = layer;
      const kernel = named('kernel');
      return { layer: 'dense', kernel, bias: named('bias'), inputs, outputs, activation };
    }
    case 'conv2d':
    case 'depthwise2d': {
      const { op, window, activation } = layer;
      return { layer: op, kernel: named('kernel'), bias: named('bias'), window, activation };
    }
    case 'pool2d':
      return { layer: 'pool2d', of: layer.of, window: layer.window };
    case 'batch-norm': {
      const { values, channels, epsilon } = layer;
      const [gamma, beta] = [named('gamma'), named('beta')];
      const [mean, variance] = [named('mean'), named('variance')];
      return { layer: 'batch-norm', gamma, beta, mean, variance, values, channels, epsilon };
    }
    case 'layer-norm': {
      const { values, channels, epsilon } = layer;
      const [gamma, beta] = [named('gamma'), named('beta')];
      return { layer: 'layer-norm', gamma, beta, values, channels, epsilon };
    }
    case 'embedding': {
      const { length, vocabulary, size } = layer;
      return { layer: 'embedding', embeddings: named('embeddings'), length, vocabulary, size };
    }
    case 'flatten':
    case 'dropout':
      return null;
    default:
      throw layer satisfies never;
  }
}

function nameOf(parameters: Parameter[], role: ParameterRole): string {
  const found = parameters.find((parameter) => parameter.role === role);
  if (!found) throw new LoamError('internal', { message: `no ${role}` });
  return found.name;
}
