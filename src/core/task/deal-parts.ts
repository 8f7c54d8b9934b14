/** Deals rows to train, validation and test. PARTS.md section 4 says exactly how. */
import { LoamError } from '../errors';
import { dealStrata } from './parts/deal-strata';
import { strataOf } from './parts/strata';
import { partsBefore, unitsOf, type Units } from './parts/units';
import type { Lanes } from './parts/word-hash';
import type { Target } from './target';
import { NO_PART, PART_CODE, type Part, type PartRule } from './types';

export interface DealInput {
  target: Target;
  rule: PartRule;
  /** Keys of the rows by the rule's key and seed; not read by time without `previous`. */
  keys: Lanes;
  /** Milliseconds UTC per row, NaN where missing; needed by time. */
  times?: Float64Array;
  /** An earlier deal, keyed in the same way: rows with a key that it knows keep their part. */
  previous?: { keys: Lanes; parts: Uint8Array };
}

export interface Deal {
  /** PART_CODE or NO_PART per row. */
  parts: Uint8Array;
  counts: Record<Part, number> & { none: number };
  /** Classes of exactly one row; stratified deals keep them in train. */
  singleRowClasses: string[];
}

function hasTarget(target: Target): Uint8Array {
  return target.type === 'classes'
    ? Uint8Array.from(target.codes, (code) => (code < 0 ? 0 : 1))
    : Uint8Array.from(target.values, (value) => (Number.isNaN(value) ? 0 : 1));
}

function byHash(keys: Lanes, rule: { validation: number; test: number }): (row: number) => number {
  return (row) => {
    const u = (keys.high[row]! * 2097152 + (keys.low[row]! >>> 11)) / 9007199254740992;
    if (u < rule.test) return PART_CODE.test;
    return u < rule.test + rule.validation ? PART_CODE.validation : PART_CODE.train;
  };
}

function byTime(
  times: Float64Array,
  cuts: { validationFrom: number; testFrom: number },
): (row: number) => number {
  return (row) => {
    const t = times[row]!;
    if (t >= cuts.testFrom) return PART_CODE.test;
    return t >= cuts.validationFrom ? PART_CODE.validation : PART_CODE.train;
  };
}

function unitPartsBefore(units: Units, previous: DealInput['previous']): Int16Array {
  if (!previous) return new Int16Array(units.count).fill(-1);
  const dealt = Uint8Array.from(previous.parts, (part) => (part === NO_PART ? 0 : 1));
  return partsBefore(units, { units: unitsOf(previous.keys, dealt), parts: previous.parts });
}

function give(parts: Uint8Array, units: Units, unitParts: Int16Array): void {
  for (let u = 0; u < units.count; u++) {
    if (unitParts[u]! < 0) continue;
    for (let i = units.start[u]!; i < units.start[u + 1]!; i++) {
      parts[units.order[i]!] = unitParts[u]!;
    }
  }
}

function count(parts: Uint8Array): Deal['counts'] {
  const counts = { train: 0, validation: 0, test: 0, none: 0 };
  for (const part of parts) {
    if (part === PART_CODE.train) counts.train++;
    else if (part === PART_CODE.validation) counts.validation++;
    else if (part === PART_CODE.test) counts.test++;
    else counts.none++;
  }
  return counts;
}

function singleRowClasses(target: Target): string[] {
  if (target.type === 'number') return [];
  const rows = new Uint32Array(target.classes.length);
  for (const code of target.codes) if (code >= 0) rows[code]!++;
  return target.classes.filter((_, i) => rows[i] === 1);
}

/** Equal input gives equal parts; see `checkParts` for parts that cannot be used. */
export function dealParts(input: DealInput): Deal {
  const { target, rule, keys, previous } = input;
  const include = hasTarget(target);
  const parts = new Uint8Array(include.length).fill(NO_PART);
  if (rule.by === 'stratified') {
    const units = unitsOf(keys, include);
    const before = unitPartsBefore(units, previous);
    give(parts, units, dealStrata(units, strataOf(units, target), rule, before));
  } else {
    if (rule.by === 'time' && !input.times)
      throw new LoamError('internal', { message: 'a deal by time needs times' });
    const part = rule.by === 'time' ? byTime(input.times!, rule) : byHash(keys, rule);
    for (let i = 0; i < parts.length; i++) if (include[i]) parts[i] = part(i);
    if (previous) {
      const units = unitsOf(keys, include);
      give(parts, units, unitPartsBefore(units, previous));
    }
  }
  return { parts, counts: count(parts), singleRowClasses: singleRowClasses(target) };
}
