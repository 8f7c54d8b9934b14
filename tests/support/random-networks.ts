/** Small networks around one kind of layer, for fast-check: every shape, stride, padding and remainder. */
import fc from 'fast-check';
import { planNetwork, sizeOf, type NetworkPlan } from '../../src/core/network/plan';
import type { Activation, LayerSpec, NetworkSpec, Pair } from '../../src/core/network/types';
import { seeded } from './seeded';

export const ACTIVATIONS: Activation[] = [
  ...(['linear', 'relu', 'leaky-relu', 'elu', 'gelu'] as const),
  ...(['silu', 'sigmoid', 'tanh', 'softplus'] as const),
];

export const LAYER_KINDS = [
  ...(['conv1d', 'conv2d', 'depthwise2d', 'pool1d', 'pool2d'] as const),
  ...(['batch-norm', 'layer-norm', 'embedding', 'flatten'] as const),
];

export type LayerKind = (typeof LAYER_KINDS)[number];

export interface NetworkCase {
  network: NetworkSpec;
  rows: number;
  seed: number;
}

const activation = fc.constantFrom(...ACTIVATIONS);
const padding = fc.constantFrom('valid' as const, 'same' as const);
const upTo = (max: number) => fc.integer({ min: 1, max });
const pair = (max: number) => fc.tuple(upTo(max), upTo(max));

/** The layer has one with parameters before it in half of the cases, so that its input has a gradient. */
export function networkCases(kind: LayerKind): fc.Arbitrary<NetworkCase> {
  return fc
    .record({
      input: inputOf(kind),
      layer: layerOf(kind),
      fed: fc.boolean(),
      outputs: fc.constantFrom(1, 3),
      rows: upTo(5),
      seed: fc.nat(2 ** 31),
    })
    .map(({ input, layer, fed, outputs, rows, seed }) => {
      const before: LayerSpec[] = fed && kind !== 'embedding' ? [feeder(input)] : [];
      const layers: LayerSpec[] = [...before, layer, { layer: 'flatten' }];
      return { network: { input, layers, outputs }, rows: Math.max(rows, leastRows(kind)), seed };
    })
    .filter(({ network }) => fits(network));
}

/** One row has no variance. */
function leastRows(kind: LayerKind): number {
  return kind === 'batch-norm' ? 2 : 1;
}

function fits(network: NetworkSpec): boolean {
  try {
    planNetwork(network);
    return true;
  } catch {
    return false;
  }
}

function feeder(input: number[]): LayerSpec {
  const wide = { stride: 1, padding: 'valid', activation: 'linear' } as const;
  const channels = input.at(-1)!;
  if (input.length === 1) return { layer: 'dense', units: channels, activation: 'tanh' };
  if (input.length === 2) return { layer: 'conv1d', filters: channels, size: 1, ...wide };
  // Zeros of relu are values that are equal, of which a maximum takes the first.
  const size: Pair = [1, 1];
  return { ...wide, layer: 'conv2d', filters: channels, size, stride: size, activation: 'relu' };
}

function inputOf(kind: LayerKind): fc.Arbitrary<number[]> {
  const vector = fc.tuple(upTo(9));
  const line = fc.tuple(upTo(12), upTo(9));
  const image = fc.tuple(upTo(7), upTo(7), upTo(9));
  switch (kind) {
    case 'conv1d':
    case 'pool1d':
      return line;
    case 'batch-norm':
    case 'layer-norm':
    case 'flatten':
      return fc.oneof(vector, line, image);
    case 'embedding':
      return vector;
    default:
      return image;
  }
}

function layerOf(kind: LayerKind): fc.Arbitrary<LayerSpec> {
  const layer = fc.constant(kind);
  const of = fc.constantFrom('max' as const, 'average' as const);
  const line = { size: upTo(4), stride: upTo(3), padding };
  const image = { size: pair(4), stride: pair(3), padding };
  switch (kind) {
    case 'conv1d':
      return fc.record({
        layer,
        filters: upTo(17),
        ...line,
        activation,
      }) as fc.Arbitrary<LayerSpec>;
    case 'conv2d':
      return fc.record({
        layer,
        filters: upTo(17),
        ...image,
        activation,
      }) as fc.Arbitrary<LayerSpec>;
    case 'depthwise2d':
      return fc.record({
        layer,
        multiplier: upTo(3),
        ...image,
        activation,
      }) as fc.Arbitrary<LayerSpec>;
    case 'pool1d':
      return fc.record({ layer, of, ...line }) as fc.Arbitrary<LayerSpec>;
    case 'pool2d':
      return fc.record({ layer, of, ...image }) as fc.Arbitrary<LayerSpec>;
    case 'batch-norm':
      return fc.constant({ layer: 'batch-norm', momentum: 0.9, epsilon: 1e-3 });
    case 'layer-norm':
      return fc.constant({ layer: 'layer-norm', epsilon: 1e-3 });
    case 'embedding':
      return fc.record({ layer, vocabulary: upTo(7), size: upTo(9) }) as fc.Arbitrary<LayerSpec>;
    case 'flatten':
      return fc.constant({ layer: 'flatten' });
    default:
      throw kind satisfies never;
  }
}

export interface MadeNetwork {
  plan: NetworkPlan;
  weights: Float32Array;
  inputs: Float32Array;
  targets: Float32Array;
}

/** Weights near those that training begins with, but no parameter at a special value; codes for embeddings. */
export function madeNetwork({ network, rows, seed }: NetworkCase): MadeNetwork {
  const plan = planNetwork(network);
  const { uniform, normal } = seeded(seed);
  const weights = new Float32Array(plan.parameters);
  for (const { role, shape, at, size } of plan.layers.flatMap(({ parameters }) => parameters)) {
    const fan = role === 'kernel' ? sizeOf(shape) / shape.at(-1)! : 4;
    const centre = role === 'gamma' || role === 'variance' ? 1 : 0;
    for (let i = 0; i < size; i++) weights[at + i] = centre + normal() / Math.sqrt(fan) / 2;
  }
  const first = plan.layers[0]!;
  const input =
    first.op === 'embedding'
      ? () => [NaN, 0.5, -1, 0, 1, 2, 3, 4, 5, 6, 7][Math.floor(uniform() * 11)]!
      : normal;
  const { outputs } = network;
  return {
    plan,
    weights,
    inputs: Float32Array.from({ length: rows * sizeOf(network.input) }, input),
    targets: Float32Array.from({ length: rows }, () =>
      outputs === 1 ? normal() : Math.floor(uniform() * outputs),
    ),
  };
}
