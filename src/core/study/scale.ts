/**
 * Where searching takes place: a range of numbers as it is or by its logarithm. A whole number stands for the interval
 * of half a unit to both of its sides, so that each is as likely as its neighbours.
 */
import { exp, log } from '../math';
import type { Dimension } from './types';

export type Range = Extract<Dimension, { type: 'number' | 'integer' }>;

export interface Scale {
  low: number;
  high: number;
  /** Of a value of the dimension. */
  to(value: number): number;
  /** The value of the dimension at a place from low to high. */
  from(place: number): number;
  /** The places that stand for the value of a whole number. */
  around(value: number): [number, number];
}

export function scaleOf({ type, low, high, log: logarithmic }: Range): Scale {
  const half = type === 'integer' ? 0.5 : 0;
  const to = (value: number) => (logarithmic ? log(value) : value);
  const back = (place: number) => (logarithmic ? exp(place) : place);
  const clamp = (value: number) => Math.min(high, Math.max(low, value));
  return {
    low: to(low - half),
    high: to(high + half),
    to,
    from: (place) => clamp(type === 'integer' ? Math.round(back(place)) : back(place)),
    around: (value) => [to(value - half), to(value + half)],
  };
}
