import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HistogramBuilder, MAX_BINS } from '../../../../src/core/dataset/profile-histogram';
import { NumericProfiler, SAMPLE_ROWS } from '../../../../src/core/dataset/profile-numeric';
import { profileTable } from '../../../../src/core/dataset/profile-table';
import { DISTINCT_LIMIT } from '../../../../src/core/dataset/distinct-numbers';
import type { NumericProfile } from '../../../../src/core/dataset/types';
import { stream } from '../../../../src/core/random/philox';
import { ingestText } from '../../../support/ingest-text';
import { tableOf } from '../../../support/table-of';

function profileOf(values: number[], block = 65_536): NumericProfile {
  const profiler = new NumericProfiler();
  const all = Float64Array.from(values);
  for (let at = 0; at < all.length; at += block) profiler.add(all.subarray(at, at + block));
  return profiler.finish('x', 'number').numeric!;
}

function histogramOf(values: number[], block = 7) {
  const builder = new HistogramBuilder();
  for (let at = 0; at < values.length; at += block) {
    const part = Float64Array.from(values.slice(at, at + block));
    builder.add(part, Math.min(...part), Math.max(...part));
  }
  return builder.finish();
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('a numeric profile', () => {
  test('has the mean, deviation, extremes and quantiles of the values', () => {
    const values = [4, 8, 15, 16, 23, 42];
    const { mean, sd, min, max, quantiles, infinite, quantilesExact } = profileOf(values);
    expect({ mean, min, max, infinite, quantilesExact }).toEqual({
      mean: 18,
      min: 4,
      max: 42,
      infinite: 0,
      quantilesExact: true,
    });
    expect(sd).toBeCloseTo(13.490737563232042, 12);
    [4, 5, 9.75, 15.5, 21.25, 37.25, 42].forEach((value, i) =>
      expect(quantiles[i]).toBeCloseTo(value, 12),
    );
  });

  test('keeps its precision far from zero', () => {
    const values = Array.from({ length: 200_000 }, (_, i) => 1e9 + (i % 2));
    expect(profileOf(values).mean).toBe(1e9 + 0.5);
    expect(profileOf(values).sd).toBeCloseTo(0.5000012500046875, 12);
  });

  test('leaves infinities and gaps out of every other number, and counts them', () => {
    const table = tableOf({
      x: { schema: { name: 'x', type: 'number' }, values: [1, Infinity, null, 3, -Infinity] },
    });
    expect(profileTable(table).columns[0]).toMatchObject({
      missing: 1,
      numeric: { min: 1, max: 3, mean: 2, infinite: 2, quantiles: [1, 1.1, 1.5, 2, 2.5, 2.9, 3] },
    });
  });

  test('is finite for any values, and does not depend on blocks but for rounding', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (values, block) => {
          const { mean, sd, ...rest } = profileOf(values);
          expect(
            Object.values(rest)
              .flat()
              .concat(mean, sd)
              .every((v) => typeof v !== 'number' || Number.isFinite(v)),
          ).toBe(true);
          const { mean: _mean, sd: _sd, ...others } = profileOf(values, block);
          expect(others).toEqual(rest);
        },
      ),
    );
  });

  test('takes quantiles from an evenly spaced sample past 65,536 rows', () => {
    const random = stream(3, 'quantiles');
    const values = Array.from({ length: 3 * SAMPLE_ROWS }, (_, i) => random.uniform(i));
    const { quantiles, quantilesExact } = profileOf(values);
    expect(quantilesExact).toBe(false);
    [0.05, 0.25, 0.5, 0.75, 0.95].forEach((share, i) =>
      expect(Math.abs(quantiles[i + 1]! - share)).toBeLessThan(0.01),
    );
    expect(profileOf(values, 10_007).quantiles).toEqual(quantiles);
    expect(profileOf(values.slice(0, SAMPLE_ROWS)).quantilesExact).toBe(true);
  });

  test('counts distinct values exactly up to a limit', () => {
    const profiler = new NumericProfiler();
    profiler.add(Float64Array.from({ length: DISTINCT_LIMIT }, (_, i) => i / 7));
    profiler.add(Float64Array.from({ length: 1000 }, (_, i) => i / 7));
    expect(profiler.finish('x', 'number')).toMatchObject({
      distinct: DISTINCT_LIMIT,
      distinctExact: true,
    });
    profiler.add(Float64Array.of(-1, -2));
    expect(profiler.finish('x', 'number')).toMatchObject({
      distinct: DISTINCT_LIMIT,
      distinctExact: false,
    });
  });
});

/** Of a size whose bins can be counted by plain division. */
const usual = finite.filter(
  (value) => value === 0 || (Math.abs(value) < 1e150 && Math.abs(value) > 1e-150),
);

describe('a histogram', () => {
  test('holds every value in its bin, in at most 64 bins as narrow as can be', () => {
    fc.assert(
      fc.property(fc.array(usual, { minLength: 1, maxLength: 80 }), (values) => {
        const { start, width, counts } = histogramOf(values);
        expect(counts.length).toBeLessThanOrEqual(MAX_BINS);
        expect(counts.reduce((a, b) => a + b, 0)).toBe(values.length);
        if (new Set(values).size === 1) return;
        const expected = counts.map(() => 0);
        for (const value of values)
          expected[Math.floor(value / width) - Math.floor(start / width)]!++;
        expect(counts).toEqual(expected);
        const half = width / 2;
        const bins =
          Math.floor(Math.max(...values) / half) - Math.floor(Math.min(...values) / half) + 1;
        expect(bins > MAX_BINS || width <= 2 ** -1000).toBe(true);
      }),
    );
  });

  test('does not depend on the order of the values or how they come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(finite, fc.integer({ min: -5, max: 5 })), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.integer({ min: 1, max: 9 }),
        (values, block) => {
          expect(histogramOf([...values].reverse(), block)).toEqual(histogramOf(values));
        },
      ),
    );
  });

  test('of whole numbers has no bins narrower than one', () => {
    expect(profileTable(tableOf({ x: [1, 2, 2, 3] })).columns[0]!.numeric!.histogram).toEqual({
      start: 1,
      width: 1,
      counts: [1, 2, 1],
    });
    expect(profileTable(tableOf({ x: [-3, 4] })).columns[0]!.numeric!.histogram.counts).toEqual([
      1, 0, 0, 0, 0, 0, 0, 1,
    ]);
  });
});

describe('a profile of text', () => {
  test('names the most frequent values, ties by code unit, and counts the rest', () => {
    const values = Array.from({ length: 25 }, (_, i) => `v${String(i).padStart(2, '0')}`);
    const table = tableOf({
      c: [...values, 'v24', '\uffff', '\uffff', '\u{1f600}', '\u{1f600}', null],
    });
    const { coded, distinct, missing } = profileTable(table).columns[0]!;
    expect(coded!.top.slice(0, 4)).toEqual([
      { value: 'v24', count: 2 },
      { value: '\u{1f600}', count: 2 },
      { value: '\uffff', count: 2 },
      { value: 'v00', count: 1 },
    ]);
    expect([coded!.top.length, coded!.rest, distinct, missing]).toEqual([20, 7, 27, 1]);
  });

  test('gives the median count of words', () => {
    const schema = { name: 't', type: 'text' as const };
    const table = tableOf({
      t: { schema, values: ['one', 'two  words', ' three\nwords here ', null, 'and four of them'] },
    });
    expect(profileTable(table).columns[0]!.coded!.medianWords).toBe(2.5);
  });
});

describe('duplicate rows', () => {
  test('are those equal to an earlier row in every column', () => {
    const cell = fc.constantFrom(0, 1, 2, null);
    const text = fc.constantFrom('a', 'b', null);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, text, cell), { minLength: 1, maxLength: 60 }), (rows) => {
        const table = tableOf({
          x: rows.map((r) => r[0]),
          c: rows.map((r) => r[1]),
          y: rows.map((r) => r[2]),
        });
        const distinct = new Set(rows.map((row) => JSON.stringify(row))).size;
        expect(profileTable(table).duplicateRows).toBe(rows.length - distinct);
      }),
    );
  });
});

test('reading a file profiles it as the table that it becomes', async () => {
  const random = stream(11, 'profile');
  const lines = Array.from({ length: 70_000 }, (_, i) => {
    const u = random.uint32(i);
    return [
      u % 11 ? (u / 997).toFixed(2) : '',
      u % 40,
      ['Köln', 'Bonn', '', 'NA'][u % 4],
      `note ${u % 5000}`,
      u % 2 ? 'yes' : 'no',
      `2024-01-${10 + (u % 20)}`,
    ].join(',');
  });
  const { profile, table } = await ingestText(`a,b,c,d,e,f\n${lines.join('\n')}\n${lines[0]}`);
  expect(profile).toEqual(profileTable(table));
  expect(profile.rows).toBe(70_001);
});
