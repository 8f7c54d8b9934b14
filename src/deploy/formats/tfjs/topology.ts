/** A network as a Sequential model of TensorFlow.js layers (Keras' own form), its answers included. */
import type { Calibrator, ModelLayer, ModelManifest } from '../../../core/model/types';
import { sizeOf, type Window } from '../../../core/network/plan';
import type { Activation } from '../../../core/network/types';
import type { NamedTensor } from '../../../ml/formats/safetensors';
import { endsOf, tensorFinder } from '../../../ml/predict/forward';
import { refused } from '../../onnx/refused';
import { geluModel } from './gelu';
import type { KerasLayer } from './keras-layer';

const FORMAT = 'TensorFlow.js';

/** What becomes of the outputs of a network; no calibrator where none is named. */
export type Answered = Pick<ModelManifest, 'kind' | 'targetTransform'> & {
  calibrator?: Calibrator | null;
};

export interface Topology {
  layers: KerasLayer[];
  /** In the order in which the layers take them. */
  weights: NamedTensor[];
}

/** By the names that TensorFlow.js gives them; of the two others, one is a layer of its own and one a small model (gelu.ts). */
const ACTIVATION: Record<Exclude<Activation, 'leaky-relu' | 'gelu'>, string> = {
  linear: 'linear',
  relu: 'relu',
  elu: 'elu',
  silu: 'swish',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softplus: 'softplus',
};

/** What lies below and to the right, and whether it is as Keras would pad. */
function paddingOf({ input, output, size, stride, pad }: Window): 'valid' | 'same' {
  const axes = ([0, 1] as const).map((axis) => {
    const needed = (output[axis] - 1) * stride[axis] + size[axis] - input[axis];
    const total = Math.max(0, needed);
    return {
      valid: pad[axis] === 0 && total === 0,
      same:
        output[axis] === Math.ceil(input[axis] / stride[axis]) &&
        pad[axis] === Math.floor(total / 2),
    };
  });
  if (axes.every(({ valid }) => valid)) return 'valid';
  if (axes.every(({ same }) => same)) return 'same';
  throw refused(FORMAT, 'a window whose padding is neither “valid” nor “same”');
}

class TopologyWriter {
  readonly layers: KerasLayer[] = [];
  readonly weights: NamedTensor[] = [];
  /** Shape of a row, as the next layer finds it. */
  #shape: readonly number[];
  readonly #find: ReturnType<typeof tensorFinder>;

  constructor(tensors: Map<string, NamedTensor>, inputs: number) {
    this.#find = tensorFinder(tensors);
    this.#shape = [inputs];
  }

  #add(className: string, config: Record<string, unknown>, tensors: [string, NamedTensor][] = []) {
    const first = this.layers.length === 0;
    const name = `layer_${this.layers.length}`;
    const input = first ? { batch_input_shape: [null, ...this.#shape], dtype: 'float32' } : {};
    this.layers.push({
      class_name: className,
      config: { name, trainable: true, ...input, ...config },
    });
    for (const [role, tensor] of tensors) this.weights.push({ ...tensor, name: `${name}/${role}` });
  }

  #tensor(name: string, shape: number[]): NamedTensor {
    return { name, shape, values: this.#find(name, shape) };
  }

  #become(shape: readonly number[]): void {
    if (this.#shape.join() === shape.join()) return;
    this.#add(
      shape.length === 1 ? 'Flatten' : 'Reshape',
      shape.length === 1 ? {} : { target_shape: [...shape] },
    );
    this.#shape = shape;
  }

  /** After a layer that cannot say its activation itself. */
  #activate(activation: Activation): void {
    if (activation === 'leaky-relu') this.#add('LeakyReLU', { alpha: 0.2 });
    if (activation === 'gelu')
      this.layers.push(geluModel(`layer_${this.layers.length}`, this.#shape));
  }

  #activation(activation: Activation): { activation: string } {
    const isApart = activation === 'leaky-relu' || activation === 'gelu';
    return { activation: isApart ? 'linear' : ACTIVATION[activation] };
  }

  #windowConfig({ stride }: Window, padding: 'valid' | 'same') {
    return { strides: [...stride], padding, data_format: 'channels_last' };
  }

  dense(kernel: NamedTensor, bias: NamedTensor, activation: Activation | 'softmax'): void {
    const [inputs, outputs] = kernel.shape as [number, number];
    this.#become([inputs]);
    const own = activation === 'softmax' ? { activation } : this.#activation(activation);
    this.#add('Dense', { units: outputs, use_bias: true, ...own }, [
      ['kernel', kernel],
      ['bias', bias],
    ]);
    this.#shape = [outputs];
    if (activation !== 'softmax') this.#activate(activation);
  }

  #convolution(layer: Extract<ModelLayer, { layer: 'conv2d' | 'depthwise2d' }>): void {
    const { window, activation } = layer;
    const filters = window.output[2];
    const channels = window.input[2];
    this.#become(window.input);
    const shared = {
      ...this.#windowConfig(window, paddingOf(window)),
      kernel_size: [...window.size],
      use_bias: true,
      ...this.#activation(activation),
    };
    const bias = this.#tensor(layer.bias, [filters]);
    if (layer.layer === 'conv2d') {
      const kernel = this.#tensor(layer.kernel, [...window.size, channels, filters]);
      this.#add('Conv2D', { filters, ...shared }, [
        ['kernel', kernel],
        ['bias', bias],
      ]);
    } else {
      const multiplier = filters / channels;
      const kernel = this.#tensor(layer.kernel, [...window.size, channels, multiplier]);
      this.#add('DepthwiseConv2D', { depth_multiplier: multiplier, ...shared }, [
        ['depthwise_kernel', kernel],
        ['bias', bias],
      ]);
    }
    this.#shape = window.output;
    this.#activate(activation);
  }

  #normalisation(layer: Extract<ModelLayer, { layer: 'batch-norm' | 'layer-norm' }>): void {
    const { channels, values, epsilon } = layer;
    if (this.#shape.at(-1) !== channels || sizeOf([...this.#shape]) !== values) {
      this.#become(channels === values ? [values] : [values / channels, channels]);
    }
    const named = (role: string, name: string) =>
      [role, this.#tensor(name, [channels])] as [string, NamedTensor];
    const scale = [named('gamma', layer.gamma), named('beta', layer.beta)];
    if (layer.layer === 'layer-norm') {
      this.#add('LayerNormalization', { axis: [-1], epsilon, center: true, scale: true }, scale);
      return;
    }
    this.#add('BatchNormalization', { axis: -1, epsilon, center: true, scale: true }, [
      ...scale,
      named('moving_mean', layer.mean),
      named('moving_variance', layer.variance),
    ]);
  }

  add(layer: ModelLayer): void {
    switch (layer.layer) {
      case 'dense':
        this.dense(
          this.#tensor(layer.kernel, [layer.inputs, layer.outputs]),
          this.#tensor(layer.bias, [layer.outputs]),
          layer.activation,
        );
        return;
      case 'conv2d':
      case 'depthwise2d':
        return this.#convolution(layer);
      case 'pool2d': {
        const { window } = layer;
        this.#become(window.input);
        this.#add(layer.of === 'max' ? 'MaxPooling2D' : 'AveragePooling2D', {
          pool_size: [...window.size],
          ...this.#windowConfig(window, paddingOf(window)),
        });
        this.#shape = window.output;
        return;
      }
      case 'batch-norm':
      case 'layer-norm':
        return this.#normalisation(layer);
      case 'embedding': {
        const { vocabulary, size, length } = layer;
        this.#become([length]);
        const table = this.#tensor(layer.embeddings, [vocabulary + 1, size]);
        this.#add(
          'Embedding',
          { input_dim: vocabulary + 1, output_dim: size, input_length: length },
          [['embeddings', table]],
        );
        this.#shape = [length, size];
        return;
      }
      default:
        throw refused(FORMAT, unknownLayer(layer satisfies never));
    }
  }

  finish({ kind, targetTransform, calibrator = null }: Answered): void {
    this.#become([sizeOf([...this.#shape])]);
    if (kind === 'regression') {
      this.#line(targetTransform.scale, targetTransform.offset);
      return;
    }
    this.#calibrate(calibrator);
    this.#add('Activation', { activation: kind === 'binary' ? 'sigmoid' : 'softmax' });
  }

  /** x -> slope x + intercept, of one value. */
  #line(slope: number, intercept: number): void {
    const kernel = { name: '', shape: [1, 1], values: Float32Array.of(slope) };
    this.dense(kernel, { name: '', shape: [1], values: Float32Array.of(intercept) }, 'linear');
  }

  #calibrate(calibrator: Calibrator | null): void {
    switch (calibrator?.type) {
      case undefined:
        return;
      case 'platt':
        return this.#line(calibrator.slope, calibrator.intercept);
      case 'temperature':
        return this.#divide(calibrator.temperature);
      case 'isotonic':
        throw refused(FORMAT, 'its calibration by a curve (isotonic regression)');
      default:
        throw calibrator satisfies never;
    }
  }

  /** Normalisation by a mean of 0 and a variance of 1 leaves only its factor. */
  #divide(by: number): void {
    const count = sizeOf([...this.#shape]);
    const all = (value: number) => ({
      name: '',
      shape: [count],
      values: new Float32Array(count).fill(value),
    });
    this.#add('BatchNormalization', { axis: -1, epsilon: 0, center: true, scale: true }, [
      ['gamma', all(1 / by)],
      ['beta', all(0)],
      ['moving_mean', all(0)],
      ['moving_variance', all(1)],
    ]);
  }
}

function unknownLayer(layer: { layer?: unknown }): string {
  return `its layer “${String(layer.layer)}”`;
}

/** @throws LoamError `export-refused`, or `object-damaged` where layers or tensors do not fit together */
export function topologyOf(
  manifest: Answered,
  layers: ModelLayer[],
  tensors: Map<string, NamedTensor>,
): Topology {
  const writer = new TopologyWriter(tensors, endsOf(layers).inputs);
  for (const layer of layers) writer.add(layer);
  writer.finish(manifest);
  return { layers: writer.layers, weights: writer.weights };
}
