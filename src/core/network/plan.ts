/**
 * From a network as written to shapes and parameters: what the layer editor shows while one types, and
 * what every engine trains. One-dimensional layers become two-dimensional ones of height 1 here.
 */
import { LoamError } from '../errors';
import type { Activation, LayerSpec, NetworkSpec, Padding, Pair } from './types';

export type ParameterRole =
  'kernel' | 'bias' | 'gamma' | 'beta' | 'mean' | 'variance' | 'embeddings';

export interface Parameter {
  /** Name of the tensor, such as `layers.0.kernel`; the number counts layers that have parameters. */
  name: string;
  role: ParameterRole;
  shape: number[];
  /** First element in the flat vector of all parameters. */
  at: number;
  size: number;
  /** Moving averages are kept with the weights, and never have a gradient. */
  trained: boolean;
  /** L1 and L2 act on kernels and embeddings only. */
  decayed: boolean;
}

/** Where a window slides: shapes are [height, width, channels]. */
export interface Window {
  input: [number, number, number];
  output: [number, number, number];
  size: Pair;
  stride: Pair;
  /** Zeros above and to the left; those below and to the right follow from the shapes. */
  pad: Pair;
}

export type LayerOp =
  | { op: 'dense'; inputs: number; outputs: number; activation: Activation }
  | { op: 'conv2d'; window: Window; activation: Activation }
  | { op: 'depthwise2d'; window: Window; multiplier: number; activation: Activation }
  | { op: 'pool2d'; of: 'max' | 'average'; window: Window }
  | { op: 'flatten' }
  /** `values` per row in groups of `channels`. */
  | { op: 'batch-norm'; values: number; channels: number; momentum: number; epsilon: number }
  | { op: 'layer-norm'; values: number; channels: number; epsilon: number }
  | { op: 'dropout'; values: number; rate: number }
  | { op: 'embedding'; length: number; vocabulary: number; size: number };

export type PlannedLayer = LayerOp & {
  /** Shape of one row before and after. */
  input: number[];
  output: number[];
  parameters: Parameter[];
};

export interface NetworkPlan {
  /** The written layers, then the one that answers. */
  layers: PlannedLayer[];
  /** Length of the flat vector of all parameters. */
  parameters: number;
}

export type PlanStep = { ok: true; layer: PlannedLayer } | { ok: false; reason: string };

export function sizeOf(shape: number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** @throws LoamError `recipe-invalid` naming the first layer that does not fit */
export function planNetwork(spec: NetworkSpec): NetworkPlan {
  const { steps, parameters } = planSteps(spec);
  const layers = steps.map((step, i) => {
    if (step.ok) return step.layer;
    throw new LoamError('recipe-invalid', { field: `model.layers.${i}`, reason: step.reason });
  });
  return { layers, parameters };
}

/**
 * Layer by layer, up to the first that does not fit; the last step is the layer that answers.
 * For editors: it never throws.
 */
export function planSteps({ input, layers, outputs }: NetworkSpec): {
  steps: PlanStep[];
  parameters: number;
} {
  const head: LayerSpec = { layer: 'dense', units: outputs, activation: 'linear' };
  const steps: PlanStep[] = [];
  let shape = input;
  let at = 0;
  let named = 0;
  for (const [i, spec] of [...layers, head].entries()) {
    const planned = opOf(spec, shape);
    if (typeof planned === 'string') {
      const reason = i === layers.length ? `the answers ${planned}` : planned;
      steps.push({ ok: false, reason });
      break;
    }
    const parameters = parametersOf(planned.op, named, at);
    at += parameters.reduce((sum, { size }) => sum + size, 0);
    if (parameters.length > 0) named++;
    steps.push({
      ok: true,
      layer: { ...planned.op, input: shape, output: planned.output, parameters },
    });
    shape = planned.output;
  }
  return { steps, parameters: at };
}

type Planned = { op: LayerOp; output: number[] } | string;

function opOf(spec: LayerSpec, input: number[]): Planned {
  const values = sizeOf(input);
  const channels = input.at(-1)!;
  switch (spec.layer) {
    case 'dense':
      if (input.length !== 1) return 'need one value after another: put a flatten layer before';
      return {
        op: { op: 'dense', inputs: values, outputs: spec.units, activation: spec.activation },
        output: [spec.units],
      };
    case 'conv1d':
    case 'conv2d': {
      const window = windowOf(spec, input, spec.filters);
      if (typeof window === 'string') return window;
      return {
        op: { op: 'conv2d', window, activation: spec.activation },
        output: outputShape(window, input),
      };
    }
    case 'depthwise2d': {
      const window = windowOf(spec, input, channels * spec.multiplier);
      if (typeof window === 'string') return window;
      const { multiplier, activation } = spec;
      return {
        op: { op: 'depthwise2d', window, multiplier, activation },
        output: outputShape(window, input),
      };
    }
    case 'pool1d':
    case 'pool2d': {
      const window = windowOf(spec, input, channels);
      if (typeof window === 'string') return window;
      return { op: { op: 'pool2d', of: spec.of, window }, output: outputShape(window, input) };
    }
    case 'flatten':
      return { op: { op: 'flatten' }, output: [values] };
    case 'batch-norm': {
      const { momentum, epsilon } = spec;
      return { op: { op: 'batch-norm', values, channels, momentum, epsilon }, output: input };
    }
    case 'layer-norm':
      return { op: { op: 'layer-norm', values, channels, epsilon: spec.epsilon }, output: input };
    case 'dropout':
      return { op: { op: 'dropout', values, rate: spec.rate }, output: input };
    case 'embedding': {
      if (input.length !== 1) return 'takes codes, one after another: put it first';
      const { vocabulary, size } = spec;
      return {
        op: { op: 'embedding', length: values, vocabulary, size },
        output: [values, size],
      };
    }
    default:
      throw spec satisfies never;
  }
}

type Sliding = { size: number | Pair; stride: number | Pair; padding: Padding };

function windowOf(
  { size, stride, padding }: Sliding,
  input: number[],
  filters: number,
): Window | string {
  const flat = typeof size === 'number';
  if (input.length !== (flat ? 2 : 3)) {
    return flat
      ? 'slides over [length, channels], which this is not'
      : 'slides over [height, width, channels], which this is not';
  }
  const [height, width, channels] = (flat ? [1, ...input] : input) as [number, number, number];
  const sizes: Pair = typeof size === 'number' ? [1, size] : size;
  const strides: Pair = typeof stride === 'number' ? [1, stride] : stride;
  const vertical = span(height, sizes[0], strides[0], padding);
  const horizontal = span(width, sizes[1], strides[1], padding);
  if (vertical.count < 1 || horizontal.count < 1) {
    return `has a window of ${sizes.join(' x ')}, larger than ${height} x ${width}`;
  }
  return {
    input: [height, width, channels],
    output: [vertical.count, horizontal.count, filters],
    size: sizes,
    stride: strides,
    pad: [vertical.before, horizontal.before],
  };
}

/** Places of a window along one axis, and zeros before the first value. */
function span(
  length: number,
  size: number,
  stride: number,
  padding: Padding,
): { count: number; before: number } {
  if (padding === 'valid') return { count: Math.floor((length - size) / stride) + 1, before: 0 };
  const count = Math.ceil(length / stride);
  const zeros = Math.max(0, (count - 1) * stride + size - length);
  return { count, before: Math.floor(zeros / 2) };
}

function outputShape({ output }: Window, input: number[]): number[] {
  return input.length === 2 ? output.slice(1) : output;
}

type Wanted = [role: ParameterRole, shape: number[]];

function parametersOf(op: LayerOp, index: number, start: number): Parameter[] {
  let at = start;
  return wantedBy(op).map(([role, shape]) => {
    const parameter: Parameter = {
      name: `layers.${index}.${role}`,
      role,
      shape,
      at,
      size: sizeOf(shape),
      trained: role !== 'mean' && role !== 'variance',
      decayed: role === 'kernel' || role === 'embeddings',
    };
    at += parameter.size;
    return parameter;
  });
}

function wantedBy(op: LayerOp): Wanted[] {
  switch (op.op) {
    case 'dense':
      return [
        ['kernel', [op.inputs, op.outputs]],
        ['bias', [op.outputs]],
      ];
    case 'conv2d': {
      const { size, input, output } = op.window;
      return [
        ['kernel', [...size, input[2], output[2]]],
        ['bias', [output[2]]],
      ];
    }
    case 'depthwise2d': {
      const { size, input, output } = op.window;
      return [
        ['kernel', [...size, input[2], op.multiplier]],
        ['bias', [output[2]]],
      ];
    }
    case 'batch-norm':
      return [
        ['gamma', [op.channels]],
        ['beta', [op.channels]],
        ['mean', [op.channels]],
        ['variance', [op.channels]],
      ];
    case 'layer-norm':
      return [
        ['gamma', [op.channels]],
        ['beta', [op.channels]],
      ];
    case 'embedding':
      return [['embeddings', [op.vocabulary + 1, op.size]]];
    case 'pool2d':
    case 'flatten':
    case 'dropout':
      return [];
    default:
      throw op satisfies never;
  }
}
