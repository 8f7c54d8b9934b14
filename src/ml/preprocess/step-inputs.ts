/**
 * The arithmetic of preprocessing: how one value of a column becomes model inputs. Fitting, tables and
 * single predictions all call these, so each formula exists once. Results are doubles; they are rounded
 * to float32 when they are stored.
 */
import { log1p } from '../../core/math';
import type { FittedDatePart, FittedStep } from '../../core/model/types';
import { fittedDatePart } from '../../core/calendar/date-part';

/** Signed log(1 + |x|) for long tails, or x itself. */
export function tailTransform(transform: 'none' | 'log', x: number): number {
  if (transform === 'none') return x;
  return x < 0 ? -log1p(-x) : log1p(x);
}

/** NaN and both infinities are missing. */
export function isMissingNumber(x: number): boolean {
  return !(x - x === 0);
}

export type NumericStep = Extract<FittedStep, { step: 'numeric' }>;
export type OneHotStep = Extract<FittedStep, { step: 'one-hot' }>;
export type CodesStep = Extract<FittedStep, { step: 'codes' }>;
export type OrdinalStep = Extract<FittedStep, { step: 'ordinal' }>;
export type TargetEncodeStep = Extract<FittedStep, { step: 'target-encode' }>;
export type HashedTextStep = Extract<FittedStep, { step: 'hashed-text' }>;
export type DatePartsStep = Extract<FittedStep, { step: 'date-parts' }>;

/** Scaled inputs are held within this, so that no finite value becomes infinite as float32. */
const LARGEST_INPUT = 1e30;

export function scaled(x: number, { offset, scale }: { offset: number; scale: number }): number {
  return Math.min(LARGEST_INPUT, Math.max(-LARGEST_INPUT, (x - offset) / scale));
}

/** (t(x ?? fill) - offset) / scale; NaN for a missing value without a fill */
export function numericInput(step: NumericStep, x: number): number {
  const value = isMissingNumber(x) ? step.fill : x;
  return value === null ? NaN : scaled(tailTransform(step.transform, value), step);
}

/** (rank - offset) / scale, where rank is the position in `order`, or `fill` when it has none (-1). */
export function ordinalInput(step: OrdinalStep, rank: number): number {
  return scaled(rank < 0 ? step.fill : rank, step);
}

/** (part - offset) / scale; 0 for a missing date. */
export function datePartInput(
  part: { part: FittedDatePart; offset: number; scale: number },
  ms: number,
): number {
  return isMissingNumber(ms) ? 0 : scaled(fittedDatePart(part.part, ms), part);
}

/** Where a one-hot step puts its 1, from 0; -1 for none (an unseen value without a rest class, say). */
export interface Slots {
  known: Map<string, number>;
  rest: number;
  missing: number;
}

export function oneHotSlots(step: OneHotStep): Slots {
  const known = new Map(step.categories.map((category, slot) => [category, slot]));
  const rest = step.rest ? step.categories.length : -1;
  const missing = step.missing ? step.categories.length + (step.rest ? 1 : 0) : rest;
  return { known, rest, missing };
}

/** Number of each known category, and of all others: `categories.length` with a rest class, else NaN. */
export function categoryCodes(step: CodesStep): { known: Map<string, number>; rest: number } {
  const known = new Map(step.categories.map((category, code) => [category, code]));
  return { known, rest: step.rest ? step.categories.length : NaN };
}

/** The inputs of each known category, and of all others. */
export function encodedInputs({ categories, values, prior }: TargetEncodeStep): {
  known: Map<string, readonly number[]>;
  prior: readonly number[];
} {
  return { known: new Map(categories.map((category, i) => [category, values[i]!])), prior };
}
