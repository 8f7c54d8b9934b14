/** Metrics of rows that come in groups: what their intervals hold, and what each group adds to a mean. */
import { describe, expect, it } from 'vitest';
import { judgeMetric } from '../../../../../src/core/metrics/judge';
import { overUnits, unitsOf } from '../../../../../src/core/metrics/intervals/units';
import { normalQuantile } from '../../../../../src/core/metrics/intervals/normal';
import { normal } from '../../../../../src/core/random/normal';
import { stream } from '../../../../../src/core/random/philox';

const SIZE = 6;
const DRAWS = 300;
const FIRST_SEED = 700_000;
const LEAST = 0.93;
/** One chance in 1,000 of being wrong. */
const CHANCE = 3.1 * Math.sqrt((LEAST * (1 - LEAST)) / DRAWS);

/** Errors N(0, 1) that share two thirds of their variance within a group. */
function drawn(groups: number, seed: number) {
  const shared = stream(seed, 'group');
  const own = stream(seed, 'row');
  const of = Uint32Array.from({ length: groups * SIZE }, (_, i) => Math.floor(i / SIZE));
  const error = Float64Array.from(
    of,
    (group, i) => Math.sqrt(2 / 3) * normal(shared, group) + Math.sqrt(1 / 3) * normal(own, i),
  );
  const truth = Float64Array.from(error, (_, i) => i);
  const predicted = truth.map((value, i) => value + error[i]!);
  return {
    answers: { kind: 'regression' as const, truth, predicted },
    units: { of, count: groups },
  };
}

describe('intervals of means over groups of 6 rows', () => {
  it.each(
    [10, 20, 40].flatMap((groups) => [
      { groups, name: 'mse' as const, true: 1 },
      { groups, name: 'mae' as const, true: Math.sqrt(2 / Math.PI) },
    ]),
  )('hold the true $name in 93 of 100 cases, by $groups groups', async (of) => {
    let held = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + DRAWS; seed++) {
      const { answers, units } = drawn(of.groups, seed);
      const { low, high, varies } = await judgeMetric(of.name, answers, {}, seed, units);
      expect(varies).toBe('groups');
      if (low! <= of.true && of.true <= high!) held++;
    }
    expect(held / DRAWS, `seeds from ${FIRST_SEED}`).toBeGreaterThanOrEqual(LEAST - CHANCE);
  });
});

/** A latent normal score shares half of its variance within a group; each answer is right with one probability. */
function drawnAnswers(right: number, groups: number, seed: number) {
  const shared = stream(seed, 'group');
  const own = stream(seed, 'row');
  const { uniform } = stream(seed, 'truth');
  const bound = normalQuantile(right);
  const of = Uint32Array.from({ length: groups * SIZE }, (_, i) => Math.floor(i / SIZE));
  const truth = Uint8Array.from(of, (_, i) => (uniform(i) < 0.5 ? 1 : 0));
  const positive = Float64Array.from(of, (group, i) => {
    const isRight = Math.SQRT1_2 * (normal(shared, group) + normal(own, i)) < bound;
    return isRight === (truth[i] === 1) ? 0.9 : 0.1;
  });
  const probabilities = [positive.map((p) => 1 - p), positive];
  const answers = { kind: 'binary' as const, truth, probabilities, threshold: 0.5 };
  return { answers, units: { of, count: groups } };
}

describe('intervals of what is decided, over groups of 6 rows', () => {
  it.each([
    { name: 'accuracy' as const, right: 0.5, true: 0.5, groups: 3 },
    { name: 'accuracy' as const, right: 0.5, true: 0.5, groups: 5 },
    { name: 'accuracy' as const, right: 0.5, true: 0.5, groups: 20 },
    { name: 'accuracy' as const, right: 0.9, true: 0.9, groups: 20 },
    { name: 'balanced_accuracy' as const, right: 0.9, true: 0.9, groups: 40 },
    { name: 'roc_auc' as const, right: 0.9, true: 0.9, groups: 20 },
    { name: 'mcc' as const, right: 0.9, true: 0.8, groups: 20 },
  ])('hold a true $name of $true in 93 of 100 cases, by $groups groups', async (of) => {
    let held = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + DRAWS; seed++) {
      const { answers, units } = drawnAnswers(of.right, of.groups, seed);
      const { low, high } = await judgeMetric(of.name, answers, {}, seed, units);
      if (low !== null && low <= of.true && of.true <= high!) held++;
    }
    expect(held / DRAWS, `seeds from ${FIRST_SEED}`).toBeGreaterThanOrEqual(LEAST - CHANCE);
  });
});

describe('what a group adds to a mean', () => {
  const rows = [3, 5, 4, 10, 2, 2];

  it('is the row itself where each has a group of its own', () => {
    const units = { of: Uint32Array.of(0, 1, 2, 3, 4, 5), count: 6 };
    expect([...overUnits(rows, units)]).toEqual(rows.map((row) => expect.closeTo(row, 12)));
  });

  it('is the mean of its rows where groups are equal, and weighs by rows where they are not', () => {
    expect([...overUnits(rows, unitsOf('aabbcc')!)]).toEqual(
      [4, 7, 2].map((v) => expect.closeTo(v, 12)),
    );
    // The mean is 26 / 6: a group of two rows takes 3 / 6 of what they differ from it.
    const parts = [...overUnits(rows, unitsOf('aabccc')!)];
    const mean = 26 / 6;
    const by = [[3, 5], [4], [10, 2, 2]];
    expect(parts).toEqual(
      by.map((own) =>
        expect.closeTo(mean + own.reduce((sum, row) => sum + (row - mean) / 2, 0), 12),
      ),
    );
    expect(parts.reduce((sum, part) => sum + part / 3, 0)).toBeCloseTo(mean, 12);
  });
});
