/** Operators over constants alone: shapes that exporters compute, weights that they turn around. */
import { sizeOfShape, type Constant } from '../read-tensor';
import { unreadable } from '../unreadable';
import type { Call } from './call';

const MOST_FOLDED = 1 << 24;

export function constantOf(shape: number[], values: Float64Array | string[]): Constant {
  return { is: 'constant', shape, values };
}

/** Values numbered so. */
function pickedConstant(from: Constant, which: ArrayLike<number>, shape: number[]): Constant {
  const { values } = from;
  const texts = !(values instanceof Float64Array);
  const list = Array.from(which, (i) => values[i]!);
  return constantOf(shape, texts ? (list as string[]) : Float64Array.from(list as number[]));
}

/** Row-major numbers of the elements of a tensor whose axis `i` is axis `order[i]` of one of `shape`. */
export function transposition(shape: readonly number[], order: readonly number[]): Int32Array {
  const isOrder = [...order].sort((a, b) => a - b).every((axis, i) => axis === i);
  if (!isOrder || order.length !== shape.length) throw unreadable('axes in no order');
  if (sizeOfShape(shape) > MOST_FOLDED) throw unreadable('a tensor too large to be turned around');
  const strides = shape.map((_, axis) => sizeOfShape(shape.slice(axis + 1)));
  return enumerated(
    order.map((axis) => shape[axis]!),
    order.map((axis) => strides[axis]!),
    0,
  );
}

/** The numbers `start + sum of index * stride`, row-major over `shape`. */
export function enumerated(
  shape: readonly number[],
  strides: readonly number[],
  start: number,
): Int32Array {
  let numbers = Int32Array.of(start);
  shape.forEach((size, axis) => {
    if (numbers.length * size > MOST_FOLDED)
      throw unreadable('a tensor too large to be taken apart');
    const next = new Int32Array(numbers.length * size);
    numbers.forEach((number, i) => {
      for (let k = 0; k < size; k++) next[i * size + k] = number + k * strides[axis]!;
    });
    numbers = next;
  });
  return numbers;
}

/** Numbers of the elements that an axis keeps, when it is narrowed to `indices`. */
export function alongAxis(
  shape: readonly number[],
  axis: number,
  indices: ArrayLike<number>,
): Int32Array {
  const inner = sizeOfShape(shape.slice(axis + 1));
  const outer = sizeOfShape(shape.slice(0, axis));
  const size = shape[axis]!;
  const count = outer * indices.length * inner;
  if (count > MOST_FOLDED) throw unreadable('a tensor too large to be taken apart');
  const result = new Int32Array(count);
  let to = 0;
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < indices.length; k++) {
      const index = indices[k]! < 0 ? indices[k]! + size : indices[k]!;
      if (!Number.isInteger(index) || index < 0 || index >= size) {
        throw unreadable('an index out of range');
      }
      for (let i = 0; i < inner; i++) result[to++] = (o * size + index) * inner + i;
    }
  }
  return result;
}

export function turnedConstant(from: Constant, order: readonly number[]): Constant {
  const shape = order.map((axis) => from.shape[axis] ?? 0);
  return pickedConstant(from, transposition(from.shape, order), shape);
}

export function narrowedConstant(
  from: Constant,
  axis: number,
  indices: ArrayLike<number>,
  kept: readonly number[],
): Constant {
  const shape = [...from.shape.slice(0, axis), ...kept, ...from.shape.slice(axis + 1)];
  return pickedConstant(from, alongAxis(from.shape, axis, indices), shape);
}

/** Start, end and step of ONNX's Slice, as indices of an axis of `size`. */
export function sliceIndices(size: number, start: number, end: number, step: number): number[] {
  if (!Number.isInteger(step) || step === 0) throw unreadable('a slice without a step');
  const bound = (at: number) => (at < 0 ? at + size : at);
  const from = Math.min(Math.max(bound(start), 0), step > 0 ? size : size - 1);
  const to = Math.min(Math.max(bound(end), -1), size);
  const indices: number[] = [];
  for (let at = from; step > 0 ? at < to : at > to; at += step) indices.push(at);
  return indices;
}

/** @param parts of numbers or of texts alone */
export function joinedConstants(call: Call, parts: readonly Constant[], axis: number): Constant {
  const [first] = parts;
  if (!first) throw call.refused('of nothing');
  const at = axis < 0 ? axis + first.shape.length : axis;
  const outer = sizeOfShape(first.shape.slice(0, at));
  const list: (number | string)[] = [];
  for (let o = 0; o < outer; o++) {
    for (const { shape, values } of parts) {
      const run = sizeOfShape(shape.slice(at));
      for (let i = 0; i < run; i++) list.push(values[o * run + i]!);
    }
  }
  const shape = first.shape.map((size, i) =>
    i === at ? parts.reduce((sum, part) => sum + (part.shape[at] ?? 0), 0) : size,
  );
  if (list.length !== sizeOfShape(shape)) throw call.refused('of tensors that do not fit');
  const texts = typeof list[0] === 'string';
  return constantOf(shape, texts ? (list as string[]) : Float64Array.from(list as number[]));
}

/** Of each value; shapes are equal, or one is a scalar. */
export function pairedConstants(
  call: Call,
  a: Constant,
  b: Constant,
  f: (x: number, y: number) => number,
): Constant {
  if (!(a.values instanceof Float64Array && b.values instanceof Float64Array)) {
    throw call.refused('of texts');
  }
  const [x, y] = [a.values, b.values];
  const same = a.shape.join() === b.shape.join();
  if (!same && x.length !== 1 && y.length !== 1) throw call.refused('of constants that do not fit');
  const { shape } = y.length > x.length ? b : a;
  const length = Math.max(x.length, y.length);
  const at = (values: Float64Array, i: number) => values[values.length === 1 ? 0 : i]!;
  return constantOf(
    shape,
    Float64Array.from({ length }, (_, i) => f(at(x, i), at(y, i))),
  );
}
