/** To what a column may be changed: the values that the signature says are usual. */
import { dateText } from '../../core/dataset/cell';
import type { Cell } from '../../core/dataset/types';
import type { InputSignature } from '../../core/model/types';

const MOST_CATEGORIES = 12;
const DAY = 86_400_000;

export interface UsualValue {
  cell: Cell;
  /** How far it is from the row's own: quantiles passed, over all of them; 1 for another category. */
  way: number;
}

export function isNumeric({ type }: InputSignature): boolean {
  return type === 'number' || type === 'integer' || type === 'datetime';
}

/** A number as a cell of the input's type. */
export function numberCell({ type }: InputSignature, value: number): Cell {
  if (type === 'datetime') return dateText(Math.round(value / DAY) * DAY, 'day');
  return type === 'integer' ? Math.round(value) : value;
}

/** @param own the row's value as a number, NaN where missing; or as text, null where missing */
export function usualValues(input: InputSignature, own: number | string | null): UsualValue[] {
  if (isNumeric(input)) {
    const quantiles = [...new Set(input.quantiles ?? [])];
    const place = quantiles.filter((each) => each < Number(own)).length;
    return quantiles
      .filter((each) => each !== own)
      .map((each) => ({
        cell: numberCell(input, each),
        way: own !== own ? 1 : (Math.abs(quantiles.indexOf(each) - place) + 1) / quantiles.length,
      }));
  }
  const known = input.labels ?? input.categories?.slice(0, MOST_CATEGORIES) ?? [];
  return known.filter((each) => each !== own).map((cell) => ({ cell, way: 1 }));
}
