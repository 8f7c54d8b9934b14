/** Two makings of one recipe, side by side. */
import type { Digest } from '../hash/digest';
import { differ, type Device } from '../log/device';
import type { ComparedNumber, Level, Proof } from './types';

/** What one making of a recipe gave. */
export interface Making {
  /** The weights; of a model without weights, its manifest. */
  bits: Digest;
  /** Of the epoch that was kept. */
  losses: { train: number | null; validation: number | null };
  /** On validation; a metric that has no value has null. */
  metrics: readonly { name: string; value: number | null }[];
  device: Device;
}

/** Of losses and metrics alike: a share of the larger of the two. */
export const TOLERANCE = 1e-3;

function within(first: number | null, again: number | null, tolerance: number): boolean {
  if (first === null || again === null) return first === again;
  return Math.abs(first - again) <= tolerance * Math.max(Math.abs(first), Math.abs(again));
}

/** Losses, then the metrics of either in the order of the first. */
export function compareMakings(first: Making, again: Making, tolerance = TOLERANCE): Proof {
  const number = (what: string, a: number | null, b: number | null): ComparedNumber => ({
    what,
    first: a,
    again: b,
    same: within(a, b, tolerance),
  });
  const valueIn = ({ metrics }: Making, name: string) =>
    metrics.find((metric) => metric.name === name)?.value ?? null;
  const names = new Set([...first.metrics, ...again.metrics].map(({ name }) => name));
  const numbers = [
    number('train loss', first.losses.train, again.losses.train),
    number('validation loss', first.losses.validation, again.losses.validation),
    ...[...names].map((name) => number(name, valueIn(first, name), valueIn(again, name))),
  ];
  return {
    level: levelOf(first, again, numbers),
    tolerance,
    bits: { first: first.bits, again: again.bits },
    numbers,
    devices: { first: first.device, again: again.device },
  };
}

function levelOf(first: Making, again: Making, numbers: readonly ComparedNumber[]): Level {
  if (first.bits === again.bits) return differ(first.device, again.device) ? 3 : 2;
  // A making without a single number to compare proves nothing.
  const known = numbers.some((each) => each.first !== null);
  return known && numbers.every(({ same }) => same) ? 1 : 0;
}
