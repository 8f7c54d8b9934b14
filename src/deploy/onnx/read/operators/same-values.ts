/** Signals that are each a function of the same values, and what is computed of them together. */
import type { Chain } from '../chain';
import type { Lane } from '../lane';
import { eachValue, type Signal } from '../signal';
import type { Value } from '../value';
import type { Call } from './call';
import { valueFunction } from './value-function';

/** Values of a row before anything was done to each by itself, back to any step on the way. */
function origins({ chain }: Signal): (Chain | null)[] {
  const found: (Chain | null)[] = [chain];
  for (let at = chain; at && valueFunction(at.op); at = at.before) found.push(at.before);
  return found;
}

function functionSince(signal: Signal, origin: Chain | null): (x: number) => number {
  const steps: ((x: number) => number)[] = [];
  for (let at = signal.chain; at !== origin && at; at = at.before) {
    steps.push(valueFunction(at.op)!);
  }
  steps.reverse();
  return (x) => steps.reduce((value, step) => step(value), x);
}

/**
 * The columns that a signal is one function of, each value of its own, as they come; null where it is not. Columns that are scaled each
 * in its own way have no one function.
 */
export function ofColumns(signal: Signal): { lanes: Lane[]; f: (x: number) => number } | null {
  const { lanes, place } = signal;
  const [first] = lanes;
  if (first?.lane !== 'number' || !origins(signal).includes(null)) return null;
  const { offset, scale } = first;
  if (lanes.length !== place.length || !place.every((at, i) => at === i)) return null;
  const raw: Lane[] = [];
  for (const lane of lanes) {
    if (lane.lane !== 'number' || lane.offset !== offset || lane.scale !== scale) return null;
    raw.push({ ...lane, offset: 0, scale: 1 });
  }
  const since = functionSince(signal, null);
  return { lanes: raw, f: (x) => since((x - offset) / scale) };
}

interface Common {
  /** What they are functions of. */
  from: Signal;
  functions: ((x: number) => number)[];
}

function commonOf(signals: readonly Signal[]): Common | null {
  const [first, ...others] = signals as [Signal, ...Signal[]];
  const known = others.map((signal) => new Set(origins(signal)));
  const origin = origins(first).find((chain) => chain && known.every((set) => set.has(chain)));
  if (origin) {
    const functions = signals.map((signal) => functionSince(signal, origin));
    return { from: { ...first, chain: origin }, functions };
  }
  const columns = signals.map(ofColumns);
  const [{ lanes } = { lanes: [] as Lane[] }] = columns.filter((each) => each !== null);
  const same = columns.every((each) =>
    each?.lanes.every((lane, i) => JSON.stringify(lane) === JSON.stringify(lanes[i])),
  );
  if (!same) return null;
  return { from: { ...first, lanes, chain: null }, functions: columns.map((each) => each!.f) };
}

interface Together {
  f: (...values: number[]) => number;
  /** It only gives whole numbers. */
  whole: boolean;
}

/** The one number of a constant that is the same for all values; null for any other. */
function sameNumber(value: Value): number | null {
  if (value.is !== 'constant' || !(value.values instanceof Float64Array)) return null;
  const [first] = value.values;
  return first !== undefined && value.values.every((x) => x === first) ? first : null;
}

/**
 * `f` of signals and of constants that are one number, value by value.
 *
 * @throws LoamError `model-unreadable` for branches that have not the same values
 */
export function together(call: Call, values: readonly Value[], { f, whole }: Together): Signal {
  const numbers = values.map(sameNumber);
  const signals = values.flatMap((_, i) => (numbers[i] === null ? [call.signal(i)] : []));
  const [first] = signals;
  if (!first) throw call.refused('of constants');
  const fit = signals.every(
    ({ place, shape }) =>
      shape.join() === first.shape.join() && place.every((at, i) => at === first.place[i]),
  );
  const common = fit ? commonOf(signals) : null;
  if (!common) throw call.refused('of two computed values: branches that join again');
  const { from, functions } = common;
  let next = 0;
  const arguments_ = numbers.map((number) => (number === null ? functions[next++]! : () => number));
  return eachValue(from, {
    op: 'formula',
    name: call.name,
    whole,
    f: (x) => f(...arguments_.map((of) => of(x))),
  });
}
