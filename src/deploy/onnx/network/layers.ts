/**
 * A network of layers, in float; in doubles where that is asked for, of those that are dense only. Loam keeps an image as [height, width, channels] of one row; ONNX's windows want
 * [channels, height, width]. An image stays as the last window left it, until a layer needs it in Loam's order.
 */
import type { ModelLayer } from '../../../core/model/types';
import type { Window } from '../../../core/network/plan';
import type { NamedTensor } from '../../../ml/formats/safetensors';
import { tensorFinder } from '../../../ml/predict/forward';
import type { FindTensor } from '../../../ml/predict/layers/layer';
import { Arithmetic } from '../arithmetic';
import type { Attributes } from '../node';
import type { OnnxGraph, ValueName } from '../graph';
import { refused } from '../refused';
import { activation } from './activation';
import { kernelOfConv2d, kernelOfDepthwise2d } from './kernels';

type Shape = Window['input'];

/** `image`: [rows, channels, height, width]; null: [rows, values] in Loam's order. */
interface Flow {
  value: ValueName;
  image: Shape | null;
}

function unknownLayer(layer: { layer?: unknown }): string {
  return `its layer “${String(layer.layer)}”`;
}

class NetworkWriter {
  constructor(
    readonly graph: OnnxGraph,
    readonly find: FindTensor,
    readonly type: 'float' | 'double',
  ) {}

  get #math(): Arithmetic {
    return new Arithmetic(this.graph, this.type);
  }

  #weights(name: string, shape: number[]): ValueName {
    return this.graph.constant({ type: this.type, shape, values: this.find(name, shape) });
  }

  #asRows({ value, image }: Flow): ValueName {
    if (!image) return value;
    const moved = this.graph.add('Transpose', [value], { perm: { ints: [0, 2, 3, 1] } });
    return this.graph.reshape(moved, [image[0] * image[1] * image[2]]);
  }

  #asImage(flow: Flow, shape: Shape): ValueName {
    if (flow.image?.join() === shape.join()) return flow.value;
    const spread = this.graph.reshape(this.#asRows(flow), shape);
    return this.graph.add('Transpose', [spread], { perm: { ints: [0, 3, 1, 2] } });
  }

  #window(flow: Flow, type: string, window: Window, weights: ValueName[], more: Attributes): Flow {
    const { input, output, size, stride, pad } = window;
    const after = ([0, 1] as const).map((axis) =>
      Math.max(0, (output[axis] - 1) * stride[axis] + size[axis] - input[axis] - pad[axis]),
    );
    const value = this.graph.add(type, [this.#asImage(flow, input), ...weights], {
      kernel_shape: { ints: size },
      strides: { ints: stride },
      pads: { ints: [...pad, ...after] },
      ...more,
    });
    return { value, image: output };
  }

  #convolution(flow: Flow, layer: Extract<ModelLayer, { layer: 'conv2d' | 'depthwise2d' }>): Flow {
    const { window } = layer;
    const kernel =
      layer.layer === 'conv2d'
        ? kernelOfConv2d(window, this.find, layer.kernel)
        : kernelOfDepthwise2d(window, this.find, layer.kernel);
    const weights = [this.graph.constant(kernel), this.#weights(layer.bias, [window.output[2]])];
    const group = layer.layer === 'conv2d' ? 1 : window.input[2];
    const { value, image } = this.#window(flow, 'Conv', window, weights, { group: { int: group } });
    return { value: activation(this.#math, layer.activation, value), image };
  }

  /** Per channel; the places of a row stand one below the other. */
  #byChannel(value: ValueName, channels: number): ValueName {
    return this.graph.reshape(value, [channels]);
  }

  #batchNorm(flow: Flow, layer: Extract<ModelLayer, { layer: 'batch-norm' }>): Flow {
    const { channels, values, epsilon } = layer;
    const tensors = [layer.gamma, layer.beta, layer.mean, layer.variance].map((name) =>
      this.#weights(name, [channels]),
    );
    const normalised = (value: ValueName) =>
      this.graph.add('BatchNormalization', [value, ...tensors], { epsilon: { float: epsilon } });
    if (flow.image?.[2] === channels) {
      return { value: normalised(flow.value), image: flow.image };
    }
    const value = normalised(this.#byChannel(this.#asRows(flow), channels));
    return { value: this.graph.reshape(value, [values]), image: null };
  }

  /**
   * Centred before the operator centres it again: some runtimes take the variance as a difference of squares, which
   * loses everything where the mean is large (off by 0.4 in ONNX Runtime 1.20 for a mean of 5,000).
   */
  #layerNorm(flow: Flow, layer: Extract<ModelLayer, { layer: 'layer-norm' }>): Flow {
    const { channels, values, epsilon } = layer;
    const x = this.#byChannel(this.#asRows(flow), channels);
    const mean = this.graph.add('ReduceMean', [x], { axes: { ints: [1] } });
    const weights = [layer.gamma, layer.beta].map((name) => this.#weights(name, [channels]));
    const value = this.graph.add(
      'LayerNormalization',
      [this.graph.add('Sub', [x, mean]), ...weights],
      { axis: { int: 1 }, epsilon: { float: epsilon } },
    );
    return { value: this.graph.reshape(value, [values]), image: null };
  }

  #embedding(flow: Flow, layer: Extract<ModelLayer, { layer: 'embedding' }>): Flow {
    const { length, vocabulary, size } = layer;
    const math = this.#math;
    const x = this.#asRows(flow);
    const inRange = math.both(math.atLeast(x, 0), math.below(x, vocabulary));
    const isCode = math.both(inRange, math.equal(math.floor(x), x));
    const code = this.graph.cast(math.choose(isCode, x, vocabulary), 'int64');
    const table = this.#weights(layer.embeddings, [vocabulary + 1, size]);
    const value = this.graph.add('Gather', [table, code]);
    return { value: this.graph.reshape(value, [length * size]), image: null };
  }

  layer(flow: Flow, layer: ModelLayer): Flow {
    switch (layer.layer) {
      case 'dense': {
        const kernel = this.#weights(layer.kernel, [layer.inputs, layer.outputs]);
        const bias = this.#weights(layer.bias, [layer.outputs]);
        const value = this.graph.add('Gemm', [this.#asRows(flow), kernel, bias]);
        return { value: activation(this.#math, layer.activation, value), image: null };
      }
      case 'conv2d':
      case 'depthwise2d':
        return this.#convolution(flow, layer);
      case 'pool2d':
        return layer.of === 'max'
          ? this.#window(flow, 'MaxPool', layer.window, [], {})
          : this.#window(flow, 'AveragePool', layer.window, [], { count_include_pad: { int: 0 } });
      case 'batch-norm':
        return this.#batchNorm(flow, layer);
      case 'layer-norm':
        return this.#layerNorm(flow, layer);
      case 'embedding':
        return this.#embedding(flow, layer);
      default:
        // A model of a newer version may hold what the types of this one do not know.
        throw refused('ONNX', unknownLayer(layer satisfies never));
    }
  }

  rows(flow: Flow): ValueName {
    return this.#asRows(flow);
  }
}

/** Layers whose operators every runtime has for doubles too. */
function canBeDouble(layers: readonly ModelLayer[]): boolean {
  return layers.every(({ layer }) => layer === 'dense' || layer === 'embedding');
}

/**
 * @param inputs [rows, inputs] float
 * @param isPrecise computes in doubles where the layers allow it
 * @returns [rows, outputs] double
 * @throws LoamError `export-refused`, or `object-damaged` where a tensor is missing or has another shape
 */
export function networkOutputs(
  graph: OnnxGraph,
  layers: readonly ModelLayer[],
  tensors: Map<string, NamedTensor>,
  inputs: ValueName,
  isPrecise = false,
): ValueName {
  const type = isPrecise && canBeDouble(layers) ? 'double' : 'float';
  const writer = new NetworkWriter(graph, tensorFinder(tensors), type);
  let flow: Flow = { value: type === 'double' ? graph.cast(inputs, type) : inputs, image: null };
  for (const layer of layers) flow = writer.layer(flow, layer);
  return type === 'double' ? writer.rows(flow) : graph.cast(writer.rows(flow), 'double');
}
