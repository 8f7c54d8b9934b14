/** Operators on each value by itself. */
import type { Activation } from '../../../../core/network/types';
import type { Hinge } from '../chain';
import { affine, eachValue, type Signal } from '../signal';
import type { Constant } from '../read-tensor';
import type { Value } from '../value';
import type { Call, Operator, Operators } from './call';
import { enumerated, pairedConstants } from './constants';
import { together } from './same-values';

/** Of each value of a row: which value of a constant it meets. */
function met(call: Call, { shape }: Signal, constant: Constant): Int32Array {
  const sizes = constant.shape.slice(-shape.length || constant.shape.length);
  const isOne = constant.shape.slice(0, -shape.length || constant.shape.length);
  if (isOne.some((n) => n !== 1) || (shape.length === 0 && constant.values.length !== 1)) {
    throw call.refused('with a constant that does not fit');
  }
  const full = shape.map((_, i) => sizes[i - (shape.length - sizes.length)] ?? 1);
  if (full.some((n, i) => n !== 1 && n !== shape[i])) {
    throw call.refused('with a constant that does not fit');
  }
  const strides = full.map((n, i) =>
    n === 1 ? 0 : full.slice(i + 1).reduce((product, k) => product * k, 1),
  );
  return enumerated(shape, strides, 0);
}

type Line = (k: number) => [factor: number, addend: number];

/** signal * factor + addend, both from a constant. */
function byConstant(call: Call, signal: Signal, constant: Constant, line: Line): Signal {
  const { values } = constant;
  if (!(values instanceof Float64Array)) throw call.refused('of texts');
  const lines = Array.from(met(call, signal, constant), (i) => line(values[i]!));
  return affine(
    signal,
    Float64Array.from(lines, ([factor]) => factor),
    Float64Array.from(lines, ([, addend]) => addend),
  );
}

interface Pairwise {
  f: (x: number, y: number) => number;
  /** Signal first, and constant first; null where that is no line. */
  first: Line;
  second: Line | null;
}

const PAIRWISE: Record<string, Pairwise> = {
  Add: { f: (x, y) => x + y, first: (k) => [1, k], second: (k) => [1, k] },
  Sub: { f: (x, y) => x - y, first: (k) => [1, -k], second: (k) => [-1, k] },
  Mul: { f: (x, y) => x * y, first: (k) => [k, 0], second: (k) => [k, 0] },
  Div: { f: (x, y) => x / y, first: (k) => [1 / k, 0], second: null },
};

function pairwise({ f, first, second }: Pairwise): Operator {
  return (call): Value => {
    const [a, b] = [call.value(0), call.value(1)];
    if (a.is === 'constant' && b.is === 'constant') return pairedConstants(call, a, b, f);
    if (b.is === 'constant') return byConstant(call, call.signal(0), b, first);
    if (a.is === 'constant') {
      if (second) return byConstant(call, call.signal(1), a, second);
      throw call.refused('by computed values');
    }
    return together(call, [a, b], { f: (x, y) => f(x!, y!), whole: false });
  };
}

function activation(name: Activation): Operator {
  return (call) => eachValue(call.signal(), { op: 'activation', activation: name });
}

interface Lines {
  base: number;
  hinges: Hinge[];
  curved?: boolean;
}

function lines(
  call: Call,
  { base, hinges, curved = false }: Lines,
  signal: Signal = call.signal(),
): Signal {
  return eachValue(signal, { op: 'hinges', name: call.name, base, hinges, curved });
}

/** @returns the operator of a sum of rectified lines */
function hinged(describe: (call: Call) => Lines): Operator {
  return (call) => lines(call, describe(call));
}

const up = (factor: number, addend: number, weight: number): Hinge => ({ factor, addend, weight });

/** relu(x) - alpha * relu(-x) */
function leaky(call: Call, alpha: number): Value {
  const signal = call.signal();
  if (Math.fround(alpha) === Math.fround(0.2)) {
    return eachValue(signal, { op: 'activation', activation: 'leaky-relu' });
  }
  return lines(call, { base: 0, hinges: [up(1, 0, 1), up(-1, 0, -alpha)] });
}

function onlyNumber(call: Call, index: number, attribute: string, otherwise: number): number {
  if (call.has(attribute)) return call.float(attribute, otherwise);
  if (!call.maybe(index)) return otherwise;
  const values = call.numbers(index);
  if (values.length !== 1) throw call.refused('with more than one limit');
  return values[0]!;
}

/** low + relu(x - low) - relu(x - high), without the limits that are none */
function limited(call: Call, signal: Signal, low: number, high: number): Value {
  const most = 3e38;
  if (low > high) throw call.refused('between limits that cross');
  if (low <= -most && high >= most) return signal;
  if (low === 0 && high >= most) return eachValue(signal, { op: 'activation', activation: 'relu' });
  const of = (base: number, hinges: Hinge[]) => lines(call, { base, hinges }, signal);
  if (high >= most) return of(low, [up(1, -low, 1)]);
  if (low <= -most) return of(high, [up(-1, high, -1)]);
  return of(low, [up(1, -low, 1), up(1, -high, -1)]);
}

function clip(call: Call): Value {
  const low = onlyNumber(call, 1, 'min', -Infinity);
  const high = onlyNumber(call, 2, 'max', Infinity);
  return limited(call, call.signal(), low, high);
}

/** The larger or the smaller of a signal and one number. */
function bounded(by: 'low' | 'high'): Operator {
  return (call) => {
    if (call.inputs.length !== 2) throw call.refused('of other than two values');
    const at = call.value(0).is === 'constant' ? 0 : 1;
    const [limit, ...others] = call.numbers(at);
    if (limit === undefined || others.some((other) => other !== limit)) {
      throw call.refused('with more than one limit');
    }
    const signal = call.signal(1 - at);
    return by === 'low'
      ? limited(call, signal, limit, Infinity)
      : limited(call, signal, -Infinity, limit);
  };
}

/** gamma * x above 0, gamma * alpha * (exp(x) - 1) below: gamma * relu(x) + gamma * alpha * elu(-relu(-x)) */
function curve(call: Call, alpha: number, gamma: number): Value {
  const hinges = [up(1, 0, gamma), up(-1, 0, gamma * alpha)];
  return lines(call, { base: 0, hinges, curved: true });
}

function elu(call: Call): Value {
  const alpha = call.float('alpha', 1);
  if (alpha !== 1) return curve(call, alpha, 1);
  return eachValue(call.signal(), { op: 'activation', activation: 'elu' });
}

/** x above 0, alpha * (exp(x / alpha) - 1) below: relu(x) + alpha * elu(-s * relu(-s * x)) where s * s is 1 / alpha */
function celu(call: Call): Value {
  const alpha = call.float('alpha', 1);
  if (!(alpha > 0)) throw call.refused('with an alpha that is not above 0');
  const s = 1 / Math.sqrt(alpha);
  return lines(call, { base: 0, hinges: [up(1, 0, 1), up(-s, 0, alpha)], curved: true });
}

function gelu(call: Call): Value {
  if (call.text('approximate', 'none') !== 'tanh') {
    throw call.refused('by the error function; the one of Loam is by tanh');
  }
  return eachValue(call.signal(), { op: 'activation', activation: 'gelu' });
}

function formula(f: (x: number, call: Call) => number): Operator {
  return (call) =>
    eachValue(call.signal(), {
      op: 'formula',
      name: call.name,
      whole: false,
      f: (x) => f(x, call),
    });
}

function power(call: Call): Value {
  const [exponent, ...others] = call.numbers(1);
  const whole = Number.isInteger(exponent) && exponent! >= 1 && exponent! <= 8;
  if (!whole || others.length > 0) throw call.refused('with another exponent than 1 to 8');
  const f = (x: number) => {
    let product = x;
    for (let i = 1; i < exponent!; i++) product *= x;
    return product;
  };
  return eachValue(call.signal(), { op: 'formula', name: call.name, whole: false, f });
}

function exponential(call: Call): Value {
  const signal = call.signal();
  let at = signal.chain;
  while (at?.op.op === 'affine') at = at.before;
  if (at?.op.op !== 'trees') throw call.refused('of other than trees');
  return eachValue(signal, { op: 'link', link: 'exp' });
}

export const ARITHMETIC_OPERATORS: Operators = {
  ...Object.fromEntries(Object.entries(PAIRWISE).map(([name, of]) => [name, pairwise(of)])),
  Neg: (call) => {
    const signal = call.signal();
    const count = signal.place.length;
    return affine(signal, new Float64Array(count).fill(-1), new Float64Array(count));
  },
  Relu: activation('relu'),
  Sigmoid: activation('sigmoid'),
  Tanh: activation('tanh'),
  Softplus: activation('softplus'),
  Elu: elu,
  Selu: (call) =>
    curve(
      call,
      call.float('alpha', 1.67326319217681884765625),
      call.float('gamma', 1.05070102214813232421875),
    ),
  Celu: celu,
  Gelu: gelu,
  LeakyRelu: (call) => leaky(call, call.float('alpha', 0.01)),
  PRelu: (call) => leaky(call, onlyNumber(call, 1, 'slope', 0)),
  Clip: clip,
  Max: bounded('low'),
  Min: bounded('high'),
  Abs: hinged(() => ({ base: 0, hinges: [up(1, 0, 1), up(-1, 0, 1)] })),
  HardSigmoid: hinged((call) => {
    const [alpha, beta] = [call.float('alpha', 0.2), call.float('beta', 0.5)];
    return { base: 0, hinges: [up(alpha, beta, 1), up(alpha, beta - 1, -1)] };
  }),
  Pow: power,
  Exp: exponential,
  Erf: formula((_, call) => {
    throw call.refused('(the error function), which Loam has not');
  }),
};
