import { describe, expect, it } from 'vitest';
import { equalRows, nearRows } from '../../../../src/core/evidence/alike-rows';
import { groupsAcross } from '../../../../src/core/evidence/groups-across';
import { clopperPearson } from '../../../../src/core/metrics/intervals/clopper-pearson';
import { largestNormal, openedShare, openedValue } from '../../../../src/core/evidence/openings';
import { addWords, cellWords, sumKeys } from '../../../../src/core/evidence/row-sums';
import { sayEqual, sayNear } from '../../../../src/core/evidence/say';
import { earlierRows, laterValues } from '../../../../src/core/evidence/time-order';
import type { Column } from '../../../../src/core/dataset/types';
import { stream } from '../../../../src/core/random/philox';

describe('openings of test', () => {
  it('the mean of the largest of k standard normals is that of the tables', () => {
    expect(largestNormal(1)).toBe(0);
    expect(largestNormal(2)).toBeCloseTo(1 / Math.sqrt(Math.PI), 9);
    expect(largestNormal(3)).toBeCloseTo(1.5 / Math.sqrt(Math.PI), 9);
    expect(largestNormal(5)).toBeCloseTo(1.1629644736, 9);
    expect(largestNormal(10)).toBeCloseTo(1.5387527308, 9);
    expect(largestNormal(100)).toBeCloseTo(2.5075936364, 8);
  });

  it('the best of 40 equally good models on 114 rows looks as much better as simulation says, near 5.7 points at 0.9', () => {
    const n = 114;
    const p = 0.9;
    const draws = stream(1, 'answers');
    const words = new Uint32Array(n);
    let best = 0;
    const trials = 1500;
    for (let trial = 0; trial < trials; trial++) {
      let most = 0;
      for (let model = 0; model < 40; model++) {
        draws.words((trial * 40 + model) * n, words);
        let right = 0;
        for (const word of words) if (word < p * 4294967296) right++;
        most = Math.max(most, right);
      }
      best += most / trials;
    }
    const seen = best / n - p;
    expect(seen).toBeGreaterThan(0.05);
    expect(seen).toBeLessThan(0.064);
    // At the count that simulation reaches on average, the effect leads back to the truth.
    const { optimism } = openedShare(40, Math.round(best), n);
    expect(Math.abs(optimism - seen)).toBeLessThan(0.006);
  });

  it('one opening changes nothing, each further one takes more off and moves the interval down', () => {
    const alone = openedShare(1, 100, 114);
    expect(alone.optimism).toBe(0);
    const exact = clopperPearson(100, 114);
    expect(alone.low).toBeCloseTo(exact.low!, 12);
    expect(alone.high).toBeCloseTo(exact.high!, 12);
    const many = openedShare(20, 100, 114);
    expect(many.optimism).toBeGreaterThan(openedShare(3, 100, 114).optimism);
    expect(many.high).toBeLessThan(alone.high);
    expect(many.low).toBeLessThan(alone.low);
    const error = openedValue(10, 4, 0.5, 'lower');
    expect(error.optimism).toBeCloseTo(0.5 * 1.5387527308, 8);
    expect([error.low, error.high].every((end) => end > 3.9)).toBe(true);
  });

  it('the interval holds the truth of the best of k in at least 93 of 100 cases', () => {
    for (const [k, n, p] of [
      [5, 100, 0.8],
      [20, 200, 0.9],
    ] as const) {
      const draws = stream(k, 'best');
      const words = new Uint32Array(n);
      let held = 0;
      for (let trial = 0; trial < 300; trial++) {
        let most = 0;
        for (let model = 0; model < k; model++) {
          draws.words((trial * k + model) * n, words);
          let right = 0;
          for (const word of words) if (word < p * 4294967296) right++;
          most = Math.max(most, right);
        }
        const { low, high } = openedShare(k, most, n);
        if (low <= p && p <= high) held += 1 / 300;
      }
      expect(held).toBeGreaterThanOrEqual(0.93);
    }
  });
});

const number = (values: number[]): Column & { kind: 'numeric' } => ({
  kind: 'numeric',
  schema: { name: 'x', type: 'number' },
  values: Float64Array.from(values),
});
const words = (codes: number[]): Column => ({
  kind: 'coded',
  schema: { name: 'c', type: 'category' },
  codes: Int32Array.from(codes),
  dictionary: ['a', 'b', 'c'],
});

function sums(columns: Column[], rows: number) {
  const all = { high: new Uint32Array(rows), low: new Uint32Array(rows) };
  columns.forEach((column, place) => addWords(all, cellWords(column, place)));
  return all;
}

describe('rows of two parts', () => {
  const parts = Uint8Array.of(0, 0, 1, 2, 0, 255);

  it('that are equal in every feature are counted in the later part, whatever their missing cells and signs of 0', () => {
    const columns = [number([1, 0, -0, 1, NaN, 1]), words([0, 1, 1, 0, -1, 0])];
    const found = equalRows(sumKeys(sums(columns, 6)), parts);
    expect([...found.held]).toEqual([0, 0, 1, 1, 0, 0]);
    expect(found.pairs.sort((a, b) => a[0] - b[0])).toEqual([
      [0, 3],
      [1, 2],
    ]);
    expect(found.different).toBeCloseTo(3 / 5, 12);
  });

  it('that hold the same values in other columns are not equal', () => {
    const columns = [number([1, 2, 2, 3, 4, 5]), number([2, 1, 2, 3, 4, 5])];
    const found = equalRows(sumKeys(sums(columns, 6)), Uint8Array.of(0, 1, 0, 0, 0, 0));
    expect(found.count).toBe(0);
  });

  it('that are equal but for a hundredth of a standard deviation in one number are nearly equal', () => {
    const x = number([10, 50, 50.01, 90, 10.3, 10]);
    const columns = [x, words([0, 1, 1, 0, 2, 0]), words([0, 0, 0, 0, 0, 0])];
    const keys = sumKeys(sums(columns, 6), cellWords(x, 0));
    const found = nearRows(keys, x.values, parts, new Uint8Array(6));
    expect([...found.held]).toEqual([0, 0, 1, 0, 0, 0]);
    expect(found.pairs).toEqual([[1, 2]]);
    expect(nearRows(keys, x.values, parts, Uint8Array.of(0, 0, 1, 0, 0, 0)).count).toBe(0);
  });

  it('that share a value of a group column are counted, missing values left out', () => {
    expect(groupsAcross(words([0, 1, 0, 1, -1, 0]), Uint8Array.of(0, 0, 1, 2, 0, 255))).toEqual({
      values: 2,
      count: 2,
      pairs: [
        [0, 2],
        [1, 3],
      ],
    });
  });

  it('where the later one is older than most of train are counted, and dates that lie after the event', () => {
    const times = Float64Array.of(5, 6, 1, 9, 7, 1);
    expect(earlierRows(times, parts)).toEqual({ count: 1, pairs: [[4, 2]] });
    expect(laterValues(Float64Array.of(6, NaN, 1, 10, 3, 2), times)).toEqual({
      count: 3,
      of: 5,
      rows: [0, 3, 5],
    });
  });

  it('are not told to be grouped where a column groups them already', () => {
    for (const group of [null, 'customer']) {
      for (const { advice } of [sayEqual(2, 9, 0.9, group), sayNear(2, 9, 'x', group)]) {
        expect(advice.includes('make the column that names it')).toBe(group === null);
        expect(advice.includes('`customer`')).toBe(group !== null);
      }
    }
  });
});
