/**
 * Networks in float64, value by value and without any trick: what fast engines are compared with, and smooth
 * enough for finite differences. Dropout is left out; batch normalisation takes the statistics of the batch.
 */
import type { PlannedLayer, NetworkPlan, Window } from '../../src/core/network/plan';
import type { Activation } from '../../src/core/network/types';
import type { LossKind } from '../../src/ml/engine/engine';

type Op<Name extends PlannedLayer['op']> = Extract<PlannedLayer, { op: Name }>;

/** Each row's values after the last layer. */
export function plainOutputs(
  plan: NetworkPlan,
  weights: ArrayLike<number>,
  rows: number[][],
): number[][] {
  return plan.layers.reduce((values, layer) => layerOutputs(layer, weights, values), rows);
}

/** Mean over rows, as the engines count it: half of the square for `squared`. */
export function plainLoss(loss: LossKind, outputs: number[][], targets: ArrayLike<number>): number {
  const losses = outputs.map((row, i) => rowLoss(loss, row, targets[i]!));
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

function rowLoss(loss: LossKind, row: number[], target: number): number {
  const off = row[0]! - target;
  switch (loss) {
    case 'softmax': {
      const most = Math.max(...row);
      return Math.log(row.reduce((sum, z) => sum + Math.exp(z - most), 0)) + most - row[target]!;
    }
    case 'logistic':
      return Math.log1p(Math.exp(row[0]!)) - target * row[0]!;
    case 'squared':
      return (off * off) / 2;
    case 'absolute':
      return Math.abs(off);
    case 'huber':
      return Math.abs(off) <= 1 ? (off * off) / 2 : Math.abs(off) - 0.5;
    default:
      throw loss satisfies never;
  }
}

function layerOutputs(
  layer: PlannedLayer,
  weights: ArrayLike<number>,
  rows: number[][],
): number[][] {
  const [first = 0, second = 0] = layer.parameters.map(({ at }) => at);
  switch (layer.op) {
    case 'dense':
      return rows.map((row) =>
        fill(layer.outputs, (j) => {
          const products = row.map((x, i) => x * weights[first + i * layer.outputs + j]!);
          return activate(layer.activation, sum(products) + weights[second + j]!);
        }),
      );
    case 'conv2d':
      return rows.map((row) => convolved(layer, weights, row));
    case 'depthwise2d':
      return rows.map((row) => convolvedByChannel(layer, weights, row));
    case 'pool2d':
      return rows.map((row) => pooled(layer, row));
    case 'batch-norm':
      return batchNormed(layer, weights, rows);
    case 'layer-norm':
      return rows.map((row) => layerNormed(layer, weights, row));
    case 'embedding':
      return rows.map((row) =>
        row.flatMap((x) => {
          const code = Number.isInteger(x) && x >= 0 && x < layer.vocabulary ? x : layer.vocabulary;
          return fill(layer.size, (i) => weights[first + code * layer.size + i]!);
        }),
      );
    case 'flatten':
    case 'dropout':
      return rows;
    default:
      throw layer satisfies never;
  }
}

function convolved(
  { window, activation, parameters }: Op<'conv2d'>,
  weights: ArrayLike<number>,
  row: number[],
): number[] {
  const [kernel, bias] = parameters.map(({ at }) => at) as [number, number];
  const [channels, filters] = [window.input[2], window.output[2]];
  return atPlaces(window, (taps) =>
    fill(filters, (f) => {
      const products = taps.flatMap(({ tap, place }) =>
        fill(channels, (c) => {
          const w = weights[kernel + (tap * channels + c) * filters + f]!;
          return row[place * channels + c]! * w;
        }),
      );
      return activate(activation, sum(products) + weights[bias + f]!);
    }),
  );
}

function convolvedByChannel(
  { window, multiplier, activation, parameters }: Op<'depthwise2d'>,
  weights: ArrayLike<number>,
  row: number[],
): number[] {
  const [kernel, bias] = parameters.map(({ at }) => at) as [number, number];
  const [channels, filters] = [window.input[2], window.output[2]];
  return atPlaces(window, (taps) =>
    fill(filters, (f) => {
      const c = Math.floor(f / multiplier);
      const products = taps.map(
        ({ tap, place }) => row[place * channels + c]! * weights[kernel + tap * filters + f]!,
      );
      return activate(activation, sum(products) + weights[bias + f]!);
    }),
  );
}

function pooled({ window, of }: Op<'pool2d'>, row: number[]): number[] {
  const channels = window.input[2];
  return atPlaces(window, (taps) =>
    fill(channels, (c) => {
      const values = taps.map(({ place }) => row[place * channels + c]!);
      return of === 'max' ? Math.max(...values) : sum(values) / values.length;
    }),
  );
}

interface Tap {
  /** Which value of the window, line by line. */
  tap: number;
  /** Which place of the input, line by line. */
  place: number;
}

/** What `at` makes of the taps that lie inside, for every place of the window. */
function atPlaces(window: Window, at: (taps: Tap[]) => number[]): number[] {
  const { input, output, size, stride, pad } = window;
  const values: number[] = [];
  for (let oy = 0; oy < output[0]; oy++) {
    for (let ox = 0; ox < output[1]; ox++) {
      const taps: Tap[] = [];
      for (let ky = 0; ky < size[0]; ky++) {
        for (let kx = 0; kx < size[1]; kx++) {
          const y = oy * stride[0] + ky - pad[0];
          const x = ox * stride[1] + kx - pad[1];
          const inside = y >= 0 && y < input[0] && x >= 0 && x < input[1];
          if (inside) taps.push({ tap: ky * size[1] + kx, place: y * input[1] + x });
        }
      }
      values.push(...at(taps));
    }
  }
  return values;
}

function batchNormed(
  { channels, epsilon, parameters }: Op<'batch-norm'>,
  weights: ArrayLike<number>,
  rows: number[][],
): number[][] {
  const [gamma, beta] = parameters.map(({ at }) => at) as [number, number];
  const moments = fill(channels, (c) =>
    momentsOf(rows.flatMap((row) => row.filter((_, i) => i % channels === c))),
  );
  return rows.map((row) =>
    row.map((x, i) => {
      const c = i % channels;
      const { mean, variance } = moments[c]!;
      const normal = (x - mean) / Math.sqrt(variance + epsilon);
      return normal * weights[gamma + c]! + weights[beta + c]!;
    }),
  );
}

function layerNormed(
  { channels, epsilon, parameters }: Op<'layer-norm'>,
  weights: ArrayLike<number>,
  row: number[],
): number[] {
  const [gamma, beta] = parameters.map(({ at }) => at) as [number, number];
  return fill(row.length / channels, (place) => place * channels).flatMap((from) => {
    const values = row.slice(from, from + channels);
    const { mean, variance } = momentsOf(values);
    return values.map(
      (x, c) =>
        ((x - mean) / Math.sqrt(variance + epsilon)) * weights[gamma + c]! + weights[beta + c]!,
    );
  });
}

export function momentsOf(values: number[]): { mean: number; variance: number } {
  const mean = sum(values) / values.length;
  return { mean, variance: sum(values.map((x) => (x - mean) ** 2)) / values.length };
}

function activate(activation: Activation, x: number): number {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return Math.max(0, x);
    case 'leaky-relu':
      return x > 0 ? x : 0.2 * x;
    case 'elu':
      return x > 0 ? x : Math.expm1(x);
    case 'gelu':
      return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
    case 'silu':
      return x / (1 + Math.exp(-x));
    case 'sigmoid':
      return 1 / (1 + Math.exp(-x));
    case 'tanh':
      return Math.tanh(x);
    case 'softplus':
      return Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);
    default:
      throw activation satisfies never;
  }
}

function fill<T>(length: number, of: (i: number) => T): T[] {
  return Array.from({ length }, (_, i) => of(i));
}

function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
