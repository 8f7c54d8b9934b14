/** A chain of operations as layers of Loam's and their tensors. */
import type { Window } from '../../../core/network/plan';
import type { Activation } from '../../../core/network/types';
import type { ModelLayer } from '../../../core/model/types';
import { writeSafetensors, type NamedTensor } from '../../../ml/formats/safetensors';
import type { Op } from './chain';
import { recognised, valueFunction } from './operators/value-function';
import { MOST_WEIGHTS } from './signal';
import { unreadable } from './unreadable';

type Weighted = Extract<Op, { op: 'dense' | 'conv2d' | 'depthwise2d' }>;

/** A layer whose activation may still be set. */
interface Pending {
  op: Weighted;
  activation: Activation;
}

/** Of each value of a row: [height, width, channels], and [1, 1, values] for one axis. */
type Shape = [number, number, number];

function outputsOf(op: Weighted): number {
  return op.op === 'dense' ? op.outputs : op.window.output[2];
}

/** Numbers that repeat for every place, or null. */
function perChannel(values: Float64Array, channels: number): Float64Array | null {
  return values.every((value, i) => value === values[i % channels])
    ? values.slice(0, channels)
    : null;
}

function scaled(op: Weighted, factor: Float64Array, addend: Float64Array): Weighted {
  const outputs = outputsOf(op);
  return {
    ...op,
    kernel: op.kernel.map((weight, i) => weight * factor[i % outputs]!),
    bias: op.bias.map((value, i) => value * factor[i]! + addend[i]!),
  };
}

/** The window of one value. */
function pointWindow([height, width, channels]: Shape, filters: number): Window {
  return {
    input: [height, width, channels],
    output: [height, width, filters],
    size: [1, 1],
    stride: [1, 1],
    pad: [0, 0],
  };
}

/** Layers under construction. */
class LayerWriter {
  readonly layers: ModelLayer[] = [];
  readonly tensors: NamedTensor[] = [];
  #pending: Pending | null = null;
  #shape: Shape;

  constructor(inputs: number) {
    this.#shape = [1, 1, inputs];
  }

  #tensor(role: string, shape: number[], values: Float64Array): string {
    const name = `layers.${this.layers.length}.${role}`;
    const rounded = Float32Array.from(values);
    if (!rounded.every(Number.isFinite)) throw unreadable('weights that are too large');
    this.tensors.push({ name, shape, values: rounded });
    return name;
  }

  /** Writes the layer that waits for its activation. */
  flush(): void {
    if (!this.#pending) return;
    const { op, activation } = this.#pending;
    this.#pending = null;
    if (op.op === 'dense') {
      const { inputs, outputs } = op;
      const kernel = this.#tensor('kernel', [inputs, outputs], op.kernel);
      const bias = this.#tensor('bias', [outputs], op.bias);
      this.layers.push({ layer: 'dense', kernel, bias, inputs, outputs, activation });
      return;
    }
    const { window } = op;
    const [channels, filters] = [window.input[2], window.output[2]];
    const last = op.op === 'conv2d' ? filters : filters / channels;
    const kernel = this.#tensor('kernel', [...window.size, channels, last], op.kernel);
    const bias = this.#tensor('bias', [filters], op.bias);
    this.layers.push({ layer: op.op, kernel, bias, window, activation });
  }

  weighted(op: Weighted): void {
    this.flush();
    this.#pending = { op, activation: 'linear' };
    this.#shape = op.op === 'dense' ? [1, 1, op.outputs] : op.window.output;
  }

  /** A layer that can be scaled, and take an activation: a filter of one value per channel where there is none. */
  #open(flat = false): Pending {
    if (this.#pending?.activation === 'linear') return this.#pending;
    const [height, width, channels] = this.#shape;
    const shape: Shape = flat ? [1, 1, height * width * channels] : this.#shape;
    this.weighted({
      op: 'depthwise2d',
      window: pointWindow(shape, shape[2]),
      kernel: new Float64Array(shape[2]).fill(1),
      bias: new Float64Array(shape[2]),
    });
    return this.#pending!;
  }

  affine({ factor, addend }: Extract<Op, { op: 'affine' }>): void {
    const pending = this.#pending?.activation === 'linear' ? this.#pending : null;
    const channels = pending ? outputsOf(pending.op) : this.#shape[2];
    const [factors, addends] = [perChannel(factor, channels), perChannel(addend, channels)];
    if (factors && addends) {
      const open = this.#open();
      open.op = scaled(open.op, factors, addends);
      return;
    }
    this.flush();
    const shape = this.#shape;
    const open = this.#open(true);
    open.op = scaled(open.op, factor, addend);
    this.#shape = shape;
  }

  activation(activation: Activation): void {
    this.#open().activation = activation;
  }

  /** One filter per line and channel, rectified, then their sum for each channel. */
  hinges({ base, hinges, curved }: Extract<Op, { op: 'hinges' }>): void {
    const shape = this.#shape;
    const channels = shape[2];
    const count = hinges.length;
    if (channels * channels * count > MOST_WEIGHTS / 4) {
      throw unreadable('an activation of more values than fit');
    }
    const lines = hinges.length * channels;
    this.weighted({
      op: 'depthwise2d',
      window: pointWindow(shape, lines),
      kernel: Float64Array.from({ length: lines }, (_, i) => hinges[i % count]!.factor),
      bias: Float64Array.from({ length: lines }, (_, i) => hinges[i % count]!.addend),
    });
    this.activation('relu');
    if (curved) {
      this.weighted({
        op: 'depthwise2d',
        window: pointWindow([shape[0], shape[1], lines], lines),
        kernel: Float64Array.from({ length: lines }, (_, i) => hinges[i % count]!.factor),
        bias: new Float64Array(lines),
      });
      this.activation('elu');
    }
    const kernel = new Float64Array(lines * channels);
    for (let i = 0; i < lines; i++) {
      kernel[i * channels + Math.floor(i / count)] = hinges[i % count]!.weight;
    }
    this.weighted({
      op: 'conv2d',
      window: pointWindow([shape[0], shape[1], lines], channels),
      kernel,
      bias: new Float64Array(channels).fill(base),
    });
  }

  pool({ of, window }: Extract<Op, { op: 'pool2d' }>): void {
    this.flush();
    this.layers.push({ layer: 'pool2d', of, window });
    this.#shape = window.output;
  }

  layerNorm(op: Extract<Op, { op: 'layer-norm' }>): void {
    this.flush();
    const { values, channels, epsilon } = op;
    const gamma = this.#tensor('gamma', [channels], op.gamma);
    const beta = this.#tensor('beta', [channels], op.beta);
    this.layers.push({ layer: 'layer-norm', gamma, beta, values, channels, epsilon });
    this.#shape = [1, values / channels, channels];
  }

  embedding(op: Extract<Op, { op: 'embedding' }>): void {
    this.flush();
    const { length, vocabulary, size } = op;
    const embeddings = this.#tensor('embeddings', [vocabulary + 1, size], op.rows);
    this.layers.push({ layer: 'embedding', embeddings, length, vocabulary, size });
    this.#shape = [1, length, size];
  }
}

export interface EmittedLayers {
  network: { type: 'layers'; layers: ModelLayer[] };
  weights: Uint8Array;
}

/** The activation that a formula is, alone or with the lines after it; `next` is the first operation that is no part of it. */
function readFormula(ops: readonly Op[], at: number): { activation: Activation; next: number } {
  let f = (x: number) => x;
  for (let next = at; next < ops.length;) {
    const step = valueFunction(ops[next]!);
    if (!step) break;
    const before = f;
    f = (x) => step(before(x));
    next++;
    const activation = recognised(f);
    if (activation) return { activation, next };
  }
  const op = ops[at]!;
  const name = 'name' in op ? op.name : op.op;
  throw unreadable(`the operator ${name} ends a function of each value that Loam has not`);
}

/** @param ops without trees and links */
export function emitLayers(inputs: number, ops: readonly Op[]): EmittedLayers {
  const writer = new LayerWriter(inputs);
  for (let i = 0; i < ops.length; i++) {
    const op = ops[i]!;
    switch (op.op) {
      case 'dense':
      case 'conv2d':
      case 'depthwise2d':
        writer.weighted(op);
        break;
      case 'pool2d':
        writer.pool(op);
        break;
      case 'affine':
        writer.affine(op);
        break;
      case 'layer-norm':
        writer.layerNorm(op);
        break;
      case 'embedding':
        writer.embedding(op);
        break;
      case 'activation':
        writer.activation(op.activation);
        break;
      case 'hinges':
        writer.hinges(op);
        break;
      case 'formula': {
        const { activation, next } = readFormula(ops, i);
        writer.activation(activation);
        i = next - 1;
        break;
      }
      case 'trees':
      case 'link':
        throw unreadable('trees among layers');
      default:
        throw op satisfies never;
    }
  }
  writer.flush();
  const { layers, tensors } = writer;
  return { network: { type: 'layers', layers }, weights: writeSafetensors(tensors) };
}
