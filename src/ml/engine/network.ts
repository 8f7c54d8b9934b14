/** Where each layer's weights lie in the flat vector that engines train, and how they begin. */
import { stream } from '../../core/random/philox';
import type { DenseLayer } from '../../core/model/types';
import type { NamedTensor } from '../formats/safetensors';
import type { NetworkShape } from './engine';

export interface LayerPlan {
  inputs: number;
  outputs: number;
  activation: DenseLayer['activation'];
  /** Start of the kernel [inputs, outputs] and of the bias [outputs] in the flat vector. */
  kernelAt: number;
  biasAt: number;
}

export interface NetworkPlan {
  layers: LayerPlan[];
  parameters: number;
}

export function planNetwork({ inputs, hidden, outputs, activation }: NetworkShape): NetworkPlan {
  const widths = [inputs, ...hidden, outputs];
  const layers: LayerPlan[] = [];
  let at = 0;
  for (let l = 0; l + 1 < widths.length; l++) {
    const from = widths[l]!;
    const to = widths[l + 1]!;
    const last = l + 2 === widths.length;
    const biasAt = at + from * to;
    layers.push({
      inputs: from,
      outputs: to,
      activation: last ? 'linear' : activation,
      kernelAt: at,
      biasAt,
    });
    at = biasAt + to;
  }
  return { layers, parameters: at };
}

/**
 * Uniform in +-sqrt(6 / inputs) before relu (He et al. 2015), +-sqrt(6 / (inputs + outputs)) otherwise
 * (Glorot and Bengio 2010), from the stream `initialise/<layer>` in kernel order. Biases begin at 0.
 */
export function initialWeights(plan: NetworkPlan, seed: number): Float32Array {
  const flat = new Float32Array(plan.parameters);
  plan.layers.forEach(({ inputs, outputs, activation, kernelAt }, l) => {
    const random = stream(seed, `initialise/${l}`);
    const fan = activation === 'relu' ? inputs : inputs + outputs;
    const limit = fan === 0 ? 0 : Math.sqrt(6 / fan);
    for (let i = 0; i < inputs * outputs; i++) {
      flat[kernelAt + i] = (random.uniform(i) * 2 - 1) * limit;
    }
  });
  return flat;
}

/** The layers as a model manifest names them, and their tensors (views of `flat`). */
export function namedLayers(
  plan: NetworkPlan,
  flat: Float32Array,
): { layers: DenseLayer[]; tensors: NamedTensor[] } {
  const layers: DenseLayer[] = [];
  const tensors: NamedTensor[] = [];
  plan.layers.forEach(({ inputs, outputs, activation, kernelAt, biasAt }, l) => {
    const kernel = `layers.${l}.kernel`;
    const bias = `layers.${l}.bias`;
    layers.push({ layer: 'dense', kernel, bias, inputs, outputs, activation });
    tensors.push(
      { name: kernel, shape: [inputs, outputs], values: flat.subarray(kernelAt, biasAt) },
      { name: bias, shape: [outputs], values: flat.subarray(biasAt, biasAt + outputs) },
    );
  });
  return { layers, tensors };
}
