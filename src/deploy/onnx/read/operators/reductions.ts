/** Axes of a row that become one value: pools over all that they hold. */
import { picked, reshaped } from '../signal';
import { sizeOfShape } from '../read-tensor';
import { axisOf, type Call, type Operator, type Operators } from './call';
import { transposition } from './constants';
import { wholePool } from './windows';

/** Axes of a row, counted from 0 without that of the rows. */
function goneAxes(call: Call, shape: readonly number[]): Set<number> {
  const axes = call.axes(1) ?? [];
  if (axes.length === 0) throw call.refused('over all rows');
  const gone = new Set(axes.map((axis) => axisOf(call, axis, shape) - 1));
  if (gone.has(-1)) throw call.refused('over the rows');
  return gone;
}

function reduction(of: 'max' | 'average'): Operator {
  return (call) => {
    const signal = call.signal();
    const { shape } = signal;
    const gone = goneAxes(call, shape);
    const kept = [...shape.keys()].filter((axis) => !gone.has(axis));
    const channels = sizeOfShape(kept.map((axis) => shape[axis]!));
    const which = transposition(shape, [...kept, ...[...gone].sort((a, b) => a - b)]);
    const line = picked(signal, which, [channels, signal.place.length / channels]);
    const left = shape.map((n, axis) => (gone.has(axis) ? 1 : n));
    const wanted = call.int('keepdims', 1) === 1 ? left : kept.map((axis) => shape[axis]!);
    return reshaped(wholePool(call, line, of), wanted);
  };
}

export const REDUCING_OPERATORS: Operators = {
  ReduceMean: reduction('average'),
  ReduceMax: reduction('max'),
};
