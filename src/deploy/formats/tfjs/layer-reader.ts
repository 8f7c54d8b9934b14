/** Keras' layers to Loam's, one after another, with their weights. */
import { planSteps, sizeOf, type Parameter, type PlannedLayer } from '../../../core/network/plan';
import type { Activation, LayerSpec } from '../../../core/network/types';
import type { ForeignLayer } from './read-chain';
import type { ForeignWeight } from './read-weights';
import {
  activationOf,
  flag,
  otherAxis,
  ownActivation,
  sizeSetting,
  slidingOf,
  type ForeignActivation,
} from './layer-settings';
import { isSize, own, unreadable } from './unreadable';

const MOST_VALUES = 1 << 22;

/** Have something to do while training only. */
const IDLE = new Set([
  ...['InputLayer', 'Dropout', 'SpatialDropout1D', 'SpatialDropout2D', 'GaussianNoise'],
  ...['GaussianDropout', 'AlphaDropout', 'ActivityRegularization'],
]);

type Values = Record<string, (parameter: Parameter) => Float32Array>;

export class LayerReader {
  readonly planned: PlannedLayer[] = [];
  /** One per parameter, in their order. */
  readonly pieces: Float32Array[] = [];
  /** Of the last layer, where it is one that only answers have. */
  ending: ForeignActivation = 'linear';
  shape: number[];
  #at = 0;
  readonly #weights: readonly ForeignWeight[];
  readonly #used = new Set<ForeignWeight>();

  constructor(input: number[], weights: readonly ForeignWeight[]) {
    this.shape = input;
    this.#weights = weights;
  }

  get parameters(): number {
    return this.#at;
  }

  #find(layer: ForeignLayer, role: string, shape: number[]): Float32Array {
    const path = `${layer.name}/${role}`;
    const found = this.#weights.filter((weight) => {
      const name = weight.name.replace(/:\d+$/, '');
      return !this.#used.has(weight) && (name === path || name.endsWith(`/${path}`));
    });
    const [weight] = found;
    if (found.length !== 1 || !weight) throw unreadable(`${found.length} weights named ${path}`);
    if (weight.shape.join() !== shape.join()) {
      throw unreadable(`${path} is [${weight.shape.join(', ')}] instead of [${shape.join(', ')}]`);
    }
    this.#used.add(weight);
    return weight.values;
  }

  /** Plans one layer from the shape at hand. */
  #push(spec: LayerSpec, values: Values, type: string): void {
    const [step] = planSteps({ input: this.shape, layers: [spec], outputs: 1 }).steps;
    if (!step?.ok) throw unreadable(`${type} ${step?.reason ?? ''}`);
    const index = this.planned.filter(({ parameters }) => parameters.length > 0).length;
    const parameters = step.layer.parameters.map((parameter) => {
      const name = `layers.${index}.${parameter.role}`;
      const placed = { ...parameter, name, at: this.#at };
      this.#at += parameter.size;
      if (this.#at > 1 << 26) throw unreadable('more weights than fit');
      this.pieces.push(values[parameter.role]!(parameter));
      return placed;
    });
    this.planned.push({ ...step.layer, parameters });
    this.shape = step.layer.output;
    if (sizeOf(this.shape) > MOST_VALUES) throw unreadable(`${type} gives more values than fit`);
  }

  #bias(layer: ForeignLayer): Values['bias'] {
    return ({ size }) =>
      flag(layer, 'use_bias') ? this.#find(layer, 'bias', [size]) : new Float32Array(size);
  }

  /** A layer of its own for an activation: each value times 1. */
  #activation(activation: Activation, type: string): void {
    if (activation === 'linear') return;
    const before = this.shape;
    this.shape = [1, 1, sizeOf(before)];
    this.#push(
      {
        layer: 'depthwise2d',
        multiplier: 1,
        size: [1, 1],
        stride: [1, 1],
        padding: 'valid',
        activation,
      },
      {
        kernel: ({ size }) => new Float32Array(size).fill(1),
        bias: ({ size }) => new Float32Array(size),
      },
      type,
    );
    this.shape = before;
  }

  /** What a layer does at its end; softmax is left to the answers. */
  #own(layer: ForeignLayer): Activation {
    const activation = activationOf(layer);
    if (activation !== 'softmax') return activation;
    this.ending = 'softmax';
    return 'linear';
  }

  #dense(layer: ForeignLayer): void {
    const units = sizeSetting(layer, 'units');
    const inputs = this.shape.at(-1)!;
    const activation = this.#own(layer);
    const values: Values = {
      kernel: () => this.#find(layer, 'kernel', [inputs, units]),
      bias: this.#bias(layer)!,
    };
    const places = this.shape.slice(0, -1);
    if (places.length === 0) {
      this.#push({ layer: 'dense', units, activation }, values, layer.type);
      return;
    }
    // At each place on its own: a window of one place.
    this.shape = [1, sizeOf(places), inputs];
    const window = { size: [1, 1], stride: [1, 1], padding: 'valid' } as const;
    this.#push(
      { layer: 'conv2d', filters: units, activation, ...window, size: [1, 1], stride: [1, 1] },
      values,
      layer.type,
    );
    this.shape = [...places, units];
  }

  /** Windows along one axis slide over an image of height 1. */
  #asImage(layer: ForeignLayer, flat: boolean): void {
    const axes = flat ? 2 : 3;
    if (this.shape.length !== axes) {
      throw unreadable(`${layer.type} over a shape of ${this.shape.length} axes`);
    }
    if (flat) this.shape = [1, ...this.shape];
  }

  #asLine(flat: boolean): void {
    if (flat) this.shape = this.shape.slice(1);
  }

  #convolution(layer: ForeignLayer, flat: boolean): void {
    this.#asImage(layer, flat);
    const window = slidingOf(layer, { size: 'kernel_size' }, flat);
    const channels = this.shape[2]!;
    const size = flat ? window.size.slice(1) : window.size;
    if (layer.type === 'DepthwiseConv2D') {
      const multiplier = sizeSetting(
        { ...layer, config: { depth_multiplier: 1, ...layer.config } },
        'depth_multiplier',
      );
      const kernel = () => this.#find(layer, 'depthwise_kernel', [...size, channels, multiplier]);
      const spec = { layer: 'depthwise2d', multiplier, ...window } as const;
      const values = { kernel, bias: this.#bias(layer)! };
      this.#push({ ...spec, activation: this.#own(layer) }, values, layer.type);
    } else {
      const filters = sizeSetting(layer, 'filters');
      const kernel = () => this.#find(layer, 'kernel', [...size, channels, filters]);
      const spec = { layer: 'conv2d', filters, ...window } as const;
      const values = { kernel, bias: this.#bias(layer)! };
      this.#push({ ...spec, activation: this.#own(layer) }, values, layer.type);
    }
    this.#asLine(flat);
  }

  #pool(layer: ForeignLayer, of: 'max' | 'average', flat: boolean): void {
    this.#asImage(layer, flat);
    const window = slidingOf(layer, { size: 'pool_size', otherwise: 2 }, flat);
    this.#push({ layer: 'pool2d', of, ...window }, {}, layer.type);
    this.#asLine(flat);
  }

  #globalPool(layer: ForeignLayer, of: 'max' | 'average', flat: boolean): void {
    this.#asImage(layer, flat);
    const size = [this.shape[0]!, this.shape[1]!] as [number, number];
    this.#push({ layer: 'pool2d', of, size, stride: [1, 1], padding: 'valid' }, {}, layer.type);
    this.shape = [this.shape[2]!];
  }

  #normalisation(layer: ForeignLayer): void {
    const last = this.shape.length;
    const axis = own(layer.config, 'axis') ?? -1;
    const axes = Array.isArray(axis) ? axis : [axis];
    if (axes.length !== 1 || (axes[0] !== -1 && axes[0] !== last)) throw otherAxis(layer);
    const epsilon = own(layer.config, 'epsilon') ?? 1e-3;
    if (typeof epsilon !== 'number' || !(epsilon > 0 && epsilon < 1)) {
      throw unreadable(`epsilon of ${layer.type}`);
    }
    const read = (role: string) => (parameter: Parameter) =>
      this.#find(layer, role, parameter.shape);
    const values: Values = {
      gamma: flag(layer, 'scale') ? read('gamma') : ({ size }) => new Float32Array(size).fill(1),
      beta: flag(layer, 'center') ? read('beta') : ({ size }) => new Float32Array(size),
      mean: read('moving_mean'),
      variance: read('moving_variance'),
    };
    const spec: LayerSpec =
      layer.type === 'BatchNormalization'
        ? { layer: 'batch-norm', momentum: 0.99, epsilon }
        : { layer: 'layer-norm', epsilon };
    this.#push(spec, values, layer.type);
  }

  #embedding(layer: ForeignLayer): void {
    const vocabulary = sizeSetting(layer, 'input_dim');
    const size = sizeSetting(layer, 'output_dim');
    // Loam has one vector more, for what is no code; elsewhere there is none.
    const embeddings = ({ size: length }: Parameter) => {
      const table = new Float32Array(length);
      table.set(this.#find(layer, 'embeddings', [vocabulary, size]));
      return table;
    };
    this.#push({ layer: 'embedding', vocabulary, size }, { embeddings }, layer.type);
  }

  #reshape(layer: ForeignLayer): void {
    const wanted = own(layer.config, 'target_shape');
    const values = sizeOf(this.shape);
    const list: unknown[] = Array.isArray(wanted) ? wanted : [];
    const known = list.filter((n) => n !== -1 && n !== null);
    const rest = values / sizeOf(known as number[]);
    const shape = list.map((n) => (n === -1 || n === null ? rest : n));
    const fits =
      shape.length > 0 &&
      shape.length <= 3 &&
      list.length - known.length <= 1 &&
      shape.every(isSize) &&
      sizeOf(shape as number[]) === values;
    if (!fits) throw unreadable('a Reshape that does not fit');
    this.shape = shape as number[];
  }

  add(layer: ForeignLayer): void {
    if (this.ending === 'softmax') throw unreadable(`${layer.type} after softmax`);
    if (IDLE.has(layer.type)) return;
    const activation = ownActivation(layer);
    if (activation === 'softmax') {
      this.ending = 'softmax';
      return;
    }
    if (activation !== null) return this.#activation(activation, layer.type);
    switch (layer.type) {
      case 'Dense':
        return this.#dense(layer);
      case 'Conv1D':
        return this.#convolution(layer, true);
      case 'Conv2D':
      case 'DepthwiseConv2D':
        return this.#convolution(layer, false);
      case 'MaxPooling1D':
        return this.#pool(layer, 'max', true);
      case 'MaxPooling2D':
        return this.#pool(layer, 'max', false);
      case 'AveragePooling1D':
        return this.#pool(layer, 'average', true);
      case 'AveragePooling2D':
        return this.#pool(layer, 'average', false);
      case 'GlobalMaxPooling1D':
        return this.#globalPool(layer, 'max', true);
      case 'GlobalMaxPooling2D':
        return this.#globalPool(layer, 'max', false);
      case 'GlobalAveragePooling1D':
        return this.#globalPool(layer, 'average', true);
      case 'GlobalAveragePooling2D':
        return this.#globalPool(layer, 'average', false);
      case 'BatchNormalization':
      case 'LayerNormalization':
        return this.#normalisation(layer);
      case 'Embedding':
        return this.#embedding(layer);
      case 'Flatten':
        this.shape = [sizeOf(this.shape)];
        return;
      case 'Reshape':
        return this.#reshape(layer);
      default:
        throw unreadable(`its layer “${layer.type.slice(0, 100)}”`);
    }
  }
}
