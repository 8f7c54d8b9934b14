/** Operators that move values and compute nothing. */
import { sizeOfShape, type Constant } from '../read-tensor';
import { laneSignal, picked, reshaped, type Signal } from '../signal';
import type { Value } from '../value';
import { axisOf, type Call, type Operators } from './call';
import {
  alongAxis,
  constantOf,
  joinedConstants,
  narrowedConstant,
  sliceIndices,
  transposition,
  turnedConstant,
} from './constants';
import { complements } from './answers';
import { lookedUp } from './lookup';

/** What stands for the number of rows in a shape that a graph computes. */
const ROWS = NaN;

function resolved(call: Call, wanted: readonly number[], size: number): number[] {
  const open = wanted.filter((n) => n === -1).length;
  const known = wanted.filter((n) => n !== -1).reduce((product, n) => product * n, 1);
  const shape = wanted.map((n) => (n === -1 ? size / known : n));
  const fits = open <= 1 && shape.every((n) => Number.isInteger(n) && n >= 0);
  if (!fits || sizeOfShape(shape) !== size) throw call.refused('to a shape that does not fit');
  return shape;
}

/** The first axis is that of the rows, however it is written: 0, -1, their number or a computed one. */
function reshape(call: Call): Value {
  const value = call.value(0);
  const wanted = call.has('shape') ? call.ints('shape')! : Array.from(call.numbers(1));
  if (value.is === 'constant') {
    return constantOf(
      resolved(
        call,
        wanted.map((n, i) => (n === 0 ? (value.shape[i] ?? 0) : n)),
        value.values.length,
      ),
      value.values,
    );
  }
  if (value.is !== 'signal') return value;
  const { shape } = value;
  const flat = value.place.length === 1 && wanted.length === 1;
  if (flat) return reshaped(value, []);
  const inner = wanted.slice(1).map((n, i) => (n === 0 ? (shape[i] ?? 0) : n));
  return reshaped(value, resolved(call, inner, value.place.length));
}

function flatten(call: Call): Value {
  const signal = call.signal();
  // Behind the last axis it is one of its own, so that one value a row is a row of one.
  const axis = call.int('axis', 1);
  if ((axis < 0 ? axis + signal.shape.length + 1 : axis) !== 1) {
    throw call.refused('over another axis than the first');
  }
  return reshaped(signal, [signal.place.length]);
}

function squeeze(call: Call): Value {
  const value = call.value(0);
  const axes = call.axes(1);
  if (value.is === 'constant') {
    const gone = axes?.map((axis) => (axis < 0 ? axis + value.shape.length : axis));
    const shape = value.shape.filter((n, i) => (gone ? !gone.includes(i) : n !== 1));
    return constantOf(resolved(call, shape, value.values.length), value.values);
  }
  if (value.is !== 'signal') return value;
  const gone = axes?.map((axis) => axisOf(call, axis, value.shape));
  const shape = value.shape.filter((n, i) => (gone ? !gone.includes(i + 1) : n !== 1));
  return reshaped(value, shape);
}

function unsqueeze(call: Call): Value {
  const value = call.value(0);
  const axes = call.axes(1) ?? [];
  if (value.is !== 'signal' && value.is !== 'constant') return value;
  const ofSignal = value.is === 'signal';
  const shape = ofSignal ? [ROWS, ...value.shape] : [...value.shape];
  const rank = shape.length + axes.length;
  for (const axis of axes.map((n) => (n < 0 ? n + rank : n)).sort((a, b) => a - b)) {
    if (axis > shape.length || (ofSignal && axis === 0)) throw call.refused('before the rows');
    shape.splice(axis, 0, 1);
  }
  return ofSignal ? reshaped(value, shape.slice(1)) : constantOf(shape, value.values);
}

function transpose(call: Call): Value {
  const value = call.value(0);
  const perm = call.ints('perm');
  if (value.is === 'constant') {
    return turnedConstant(value, perm ?? value.shape.map((_, i) => value.shape.length - 1 - i));
  }
  const signal = call.signal();
  const order = perm ?? [...signal.shape, ROWS].map((_, i) => signal.shape.length - i);
  if (order[0] !== 0) throw call.refused('that moves the rows');
  const inner = order.slice(1).map((axis) => axis - 1);
  const which = transposition(signal.shape, inner);
  return picked(
    signal,
    which,
    inner.map((axis) => signal.shape[axis]!),
  );
}

/** Of parts of one chain, or of model inputs. */
function joinedSignals(call: Call, parts: readonly Signal[], axis: number): Signal {
  const [first] = parts;
  if (!first) throw call.refused('of nothing');
  const at = axisOf(call, axis, first.shape) - 1;
  if (at < 0) throw call.refused('that adds rows');
  if (parts.some(({ chain }) => chain !== first.chain)) {
    throw call.refused('of two computed values: branches that join again');
  }
  const inner = sizeOfShape(first.shape.slice(at + 1));
  const outer = sizeOfShape(first.shape.slice(0, at));
  const shape = first.shape.map((size, i) =>
    i === at ? parts.reduce((sum, part) => sum + (part.shape[at] ?? 0), 0) : size,
  );
  const fits = parts.every((part) => part.shape.every((n, i) => i === at || n === first.shape[i]));
  if (!fits) throw call.refused('of tensors that do not fit');
  const lanes = [];
  const place: number[] = [];
  for (let o = 0; o < outer; o++) {
    for (const part of parts) {
      const run = part.shape[at]! * inner;
      for (let i = o * run; i < (o + 1) * run; i++) {
        if (first.chain) place.push(part.place[i]!);
        else lanes.push(part.lanes[i]!);
      }
    }
  }
  return first.chain
    ? { ...first, shape, place: Int32Array.from(place) }
    : laneSignal(lanes, shape);
}

function concat(call: Call): Value {
  const { inputs } = call;
  const axis = call.int('axis', 1);
  if (inputs.every((value): value is Constant => value.is === 'constant')) {
    return joinedConstants(call, inputs, axis);
  }
  const shares = complements(inputs);
  if (shares) return shares;
  return joinedSignals(
    call,
    inputs.map((_, i) => call.signal(i)),
    axis,
  );
}

function gather(call: Call): Value {
  const value = call.value(0);
  const index = call.value(1);
  if (value.is === 'constant' && index.is === 'signal') return lookedUp(call, value, index);
  const indices = call.constant(1);
  const at = call.numbers(1);
  const axis = call.int('axis', 0);
  if (value.is === 'constant') {
    return narrowedConstant(value, axis < 0 ? axis + value.shape.length : axis, at, indices.shape);
  }
  const signal = call.signal();
  const inner = axisOf(call, axis, signal.shape) - 1;
  if (inner < 0) throw call.refused('of rows');
  const shape = [
    ...signal.shape.slice(0, inner),
    ...indices.shape,
    ...signal.shape.slice(inner + 1),
  ];
  return picked(signal, alongAxis(signal.shape, inner, at), shape);
}

function slice(call: Call): Value {
  const old = call.has('starts');
  const starts = old ? call.ints('starts')! : Array.from(call.numbers(1));
  const ends = old ? (call.ints('ends') ?? []) : Array.from(call.numbers(2));
  const axes = (old ? call.ints('axes') : call.maybe(3) && Array.from(call.numbers(3))) ?? [
    ...starts.keys(),
  ];
  const steps = !old && call.maybe(4) ? Array.from(call.numbers(4)) : starts.map(() => 1);
  let value = call.value(0);
  axes.forEach((axis, i) => {
    const range = [starts[i] ?? 0, ends[i] ?? 0, steps[i] ?? 1] as const;
    if (value.is === 'constant') {
      const at = axis < 0 ? axis + value.shape.length : axis;
      const kept = sliceIndices(value.shape[at] ?? 0, ...range);
      value = narrowedConstant(value, at, kept, [kept.length]);
      return;
    }
    if (value.is !== 'signal') throw call.refused('of the answers');
    const inner = axisOf(call, axis, value.shape) - 1;
    if (inner < 0) throw call.refused('of rows');
    const kept = sliceIndices(value.shape[inner]!, ...range);
    const shape = value.shape.map((n, k) => (k === inner ? kept.length : n));
    value = picked(value, alongAxis(value.shape, inner, kept), shape);
  });
  return value;
}

function shape(call: Call): Value {
  const value = call.value(0);
  if (value.is === 'constant')
    return constantOf([value.shape.length], Float64Array.from(value.shape));
  const whole = [ROWS, ...call.signal().shape];
  const kept = whole.slice(call.int('start', 0), call.int('end', whole.length));
  return constantOf([kept.length], Float64Array.from(kept));
}

/** As exporters write it before a pool, by nothing. */
function pad(call: Call): Value {
  const pads = call.ints('pads') ?? Array.from(call.numbers(1));
  if (pads.some((n) => n !== 0)) throw call.refused('by more than nothing');
  return call.value(0);
}

export const SHAPE_OPERATORS: Operators = {
  Pad: pad,
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Concat: concat,
  Gather: gather,
  Slice: slice,
  Shape: shape,
};
