import { describe, expect, it } from 'vitest';
import { maseOf, naiveReference } from '../../../../src/core/study/naive-reference';
import { dealFolds } from '../../../../src/core/task/deal-folds';
import type { Fold } from '../../../../src/core/task/folds';
import { seeded } from '../../../support/seeded';

const DAY = 86_400_000;

/** Days in any order of rows: `order[row]` is the day of a row. */
function days(order: readonly number[], valueOf: (day: number) => number) {
  const times = Float64Array.from(order, (day) => day * DAY);
  const values = Float64Array.from(order, valueOf);
  return { times, values };
}

function foldsOf(
  times: Float64Array,
  values: Float64Array,
  count: number,
  horizon: number,
): Fold[] {
  return dealFolds({
    plan: { by: 'time', count, horizon },
    parts: new Uint8Array(times.length),
    target: { type: 'number', values },
    keys: { high: new Uint32Array(times.length), low: new Uint32Array(times.length) },
    times,
  });
}

const weekly = (day: number) => [10, 12, 9, 14, 20, 30, 25][day % 7]!;

describe('the seasonal naive reference', () => {
  it('is never wrong where every week is like the last, whatever the order of the rows', () => {
    const { uniform } = seeded(5);
    const order = Array.from({ length: 210 }, (_, day) => ({ day, key: uniform() }))
      .sort((a, b) => a.key - b.key)
      .map(({ day }) => day);
    const { times, values } = days(order, weekly);
    const reference = naiveReference(times, values, foldsOf(times, values, 4, 7 * DAY))!;
    expect(reference.season).toBe(7);
    expect(reference.error).toBe(0);
    expect([...reference.answers.answers]).toEqual(
      [...reference.answers.rows].map((row) => values[row]),
    );
    expect(reference.answers.rows).toHaveLength(28);
    // Nothing changes from week to week: there is no unit to count in.
    expect(reference.scales).toEqual([null, null, null, null]);
  });

  it('counts MASE in the change over a season that was seen before each window', () => {
    const rising = (day: number) => weekly(day) + day;
    const order = Array.from({ length: 140 }, (_, day) => day);
    const { times, values } = days(order, rising);
    const folds = foldsOf(times, values, 2, 7 * DAY);
    const reference = naiveReference(times, values, folds)!;
    // A trend of 1 a day: over the season that is found, every change is that long.
    expect(reference.scales).toEqual([reference.season, reference.season]);
    const rows = Uint32Array.from(folds.flatMap(({ judge }) => [...judge]));
    const numbers = Uint16Array.from(folds.flatMap(({ number, judge }) => [...judge].fill(number)));
    const answers = Float64Array.from(rows, (row) => values[row]! + reference.season / 2);
    expect(maseOf({ width: 1, rows, folds: numbers, answers }, values, reference)).toBe(0.5);
  });

  it('is one MASE of itself where the windows change as much as what was before', () => {
    const order = Array.from({ length: 140 }, (_, day) => day);
    const { times, values } = days(order, (day) => weekly(day) + day);
    const reference = naiveReference(times, values, foldsOf(times, values, 2, 7 * DAY))!;
    expect(maseOf(reference.answers, values, reference)).toBe(1);
  });

  it('does not look into the windows that it is judged on', () => {
    const order = Array.from({ length: 140 }, (_, day) => day);
    const { times, values } = days(order, (day) => weekly(day) + (day % 5));
    const folds = foldsOf(times, values, 1, 7 * DAY);
    const changed = values.slice();
    for (const row of folds[0]!.judge) changed[row] = 1000;
    const [one, other] = [values, changed].map((each) => naiveReference(times, each, folds)!);
    expect([other!.season, other!.scales]).toEqual([one!.season, one!.scales]);
  });

  it('is not there for rows that are no single series', () => {
    const order = Array.from({ length: 60 }, (_, i) => i >> 1);
    const { times, values } = days(order, weekly);
    expect(naiveReference(times, values, foldsOf(times, values, 2, 3 * DAY))).toBeNull();
  });
});
