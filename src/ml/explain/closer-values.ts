/** Values between a row's own and one that changes the answer. */
import type { Cell } from '../../core/dataset/types';
import type { InputSignature } from '../../core/model/types';
import { isNumeric, numberCell, type UsualValue } from './usual-values';

const STEPS = 32;
const DIGITS = 3;

/** Few digits, as a person would say it. */
function short(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** Nearest to the row's own first; none for categories, dates, and where the row has no value. */
export function closerValues(input: InputSignature, own: Cell, usual: UsualValue): UsualValue[] {
  const from = typeof own === 'string' && own.trim() !== '' ? Number(own) : own;
  const to = usual.cell;
  if (!isNumeric(input) || typeof from !== 'number' || typeof to !== 'number') return [];
  if (!Number.isFinite(from)) return [];
  const low = Math.min(from, to);
  const high = Math.max(from, to);
  const values = Array.from({ length: STEPS - 1 }, (_, i) =>
    Number(numberCell(input, short(from + ((to - from) * (i + 1)) / STEPS))),
  );
  return [...new Set(values)]
    .filter((value) => value > low && value < high)
    .map((value) => ({
      cell: value,
      way: usual.way * (Math.abs(value - from) / (high - low)),
    }));
}
