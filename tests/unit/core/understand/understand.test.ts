/** What is said of a model whose inside is known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../../../src/core/dataset/types';
import { judge } from '../../../../src/core/metrics/judge';
import { alikeColumns } from '../../../../src/core/understand/alike-columns';
import { dependenceOf } from '../../../../src/core/understand/dependence';
import { importanceOf } from '../../../../src/core/understand/importance';
import { columnAt, type JudgedRows } from '../../../../src/core/understand/judged-rows';
import { slicesOf } from '../../../../src/core/understand/slices';
import { surprisingOf } from '../../../../src/core/understand/surprising';
import { seeded } from '../../../support/seeded';
import { tableOf } from '../../../support/table-of';

type Row = Record<string, number>;

/** Rows of numbers judged by a function of them; the truth is another. */
function judgedBy(
  columns: Record<string, number[]>,
  f: (row: Row) => number,
  truth: (row: Row, i: number) => number = f,
): JudgedRows {
  const names = Object.keys(columns);
  const table = tableOf(columns);
  const rowOf = (of: Table, row: number): Row =>
    Object.fromEntries(
      names.map((name) => {
        const column = columnAt(of, name);
        return [name, column.kind === 'numeric' ? column.values[row]! : NaN];
      }),
    );
  return {
    kind: 'regression',
    metric: 'mse',
    threshold: null,
    table,
    truth: {
      type: 'number',
      values: Float64Array.from({ length: table.rows }, (_, i) => truth(rowOf(table, i), i)),
    },
    rows: Uint32Array.from({ length: table.rows }, (_, i) => i + 1000),
    ask: (of) => ({
      probabilities: null,
      values: Float64Array.from({ length: of.rows }, (_, i) => f(rowOf(of, i))),
    }),
  };
}

function numbers(seed: number, rows: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: rows }, () => random.normal());
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: readonly number[]) => mean(values.map((v) => (v - mean(values)) ** 2));

describe('permutation importance', () => {
  it('of a sum is twice the variance of each part, and nothing for a column that is not read', async () => {
    const columns = { a: numbers(1, 1500), b: numbers(2, 1500), c: numbers(3, 1500) };
    const found = await importanceOf(judgedBy(columns, ({ a, b }) => 3 * a! + b!));
    expect(found.columns.map(({ columns: [name] }) => name)).toEqual(['a', 'b', 'c']);
    const [a, b, c] = found.columns;
    for (const [drop, factor, of] of [
      [a!, 3, columns.a],
      [b!, 1, columns.b],
    ] as const) {
      const expected = 2 * factor * factor * variance(of);
      expect(drop.drop! / expected).toBeGreaterThan(0.9);
      expect(drop.drop! / expected).toBeLessThan(1.1);
      expect(drop.low).toBeLessThan(expected);
      expect(drop.high).toBeGreaterThan(expected);
    }
    expect(c).toEqual({ columns: ['c'], drop: 0, low: 0, high: 0 });
    expect(found.value).toBe(0);
  });

  it('names columns that say nearly the same, and what they are worth together', async () => {
    const a = numbers(4, 400);
    const noise = numbers(5, 400);
    const columns = {
      a,
      copy: a.map((value, i) => value + 0.05 * noise[i]!),
      other: numbers(6, 400),
    };
    const found = await importanceOf(judgedBy(columns, (row) => row.a! + row.copy! + row.other!));
    expect(found.groups.map(({ columns: names }) => names)).toEqual([['a', 'copy']]);
    const alone = found.columns.find(({ columns: [name] }) => name === 'a')!;
    // Twice the variance of the sum, which is about twice either.
    expect(found.groups[0]!.drop! / alone.drop!).toBeGreaterThan(3.5);
  });

  it('is the same each time', async () => {
    const judged = () => judgedBy({ a: numbers(1, 90), b: numbers(2, 90) }, ({ a, b }) => a! * b!);
    expect(await importanceOf(judged())).toEqual(await importanceOf(judged()));
  });
});

describe('alike columns', () => {
  it('are found among numbers and categories, and constants and identifiers are like nothing', () => {
    const a = numbers(7, 200);
    const sign = a.map((value) => (value > 0 ? 'up' : 'down'));
    const { columns } = tableOf({
      a,
      square: a.map((value) => Math.exp(value)),
      sign,
      again: sign.map((text) => text.toUpperCase()),
      flat: a.map(() => 1),
      id: a.map((_, i) => `row ${i}`),
      free: numbers(8, 200),
    });
    expect(alikeColumns(columns)).toEqual([[0, 1, 2, 3]]);
  });
});

describe('partial dependence', () => {
  it('of a sum of parts is the part of the column, up to a constant', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), fc.integer({ min: 20, max: 400 }), async (seed, rows) => {
        const columns = { a: numbers(seed, rows), b: numbers(seed + 1, rows) };
        const part = (a: number) => a * a - 2 * a;
        const judged = judgedBy(columns, ({ a, b }) => part(a!) + 5 * b!);
        const found = await dependenceOf(judged, { column: 'a', of: null, output: 0 });
        const shift = found.points[0]!.mean - part(Number(found.points[0]!.at));
        for (const { at, mean: value, quantiles } of found.points) {
          expect(value - part(Number(at))).toBeCloseTo(shift, 8);
          expect([...quantiles].sort((x, y) => x - y)).toEqual(quantiles);
        }
        const counts = found.points.reduce((sum, { count }) => sum + count, 0);
        expect(counts).toBe(rows);
        expect(found.points[0]!.at).toBe(Math.min(...columns.a));
        expect(found.points.at(-1)!.at).toBe(Math.max(...columns.a));
      }),
      { numRuns: 30 },
    );
  });
});

describe('slices', () => {
  it('are judged as their rows alone are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), fc.integer({ min: 30, max: 200 }), async (seed, rows) => {
        const noise = numbers(seed + 2, rows);
        const random = seeded(seed + 3);
        const names = noise.map(() => random.pick(['a', 'b', 'b', 'c', 'rare']));
        const f = ({ a }: Row) => 2 * a!;
        const judged = judgedBy({ a: numbers(seed, rows) }, f, (row, i) => f(row) + noise[i]!);
        const { columns } = tableOf({ names });
        const found = await slicesOf(judged, columns[0]!);
        if (judged.truth.type !== 'number') throw new Error('no numbers');
        const truth = judged.truth.values;
        const predicted = truth.map((value, i) => value - noise[i]!);
        for (const { of, n, value, low, high, method } of found.slices) {
          if (of.type !== 'value') throw new Error('other slice');
          const own = [...names.keys()].filter((i) => names[i] === of.value);
          expect(n).toBe(own.length);
          if (n < 10) {
            expect([value, low, high, method]).toEqual([null, null, null, 'too few rows']);
            continue;
          }
          const [alone] = await judge([
            {
              kind: 'regression',
              truth: Float64Array.from(own, (i) => truth[i]!),
              predicted: Float64Array.from(own, (i) => predicted[i]!),
            },
          ]);
          const mse = alone!.find(({ name }) => name === 'mse')!;
          expect(value).toBeCloseTo(mse.value!, 9);
          expect(low).toBeCloseTo(mse.low!, 9);
          expect(high).toBeCloseTo(mse.high!, 9);
        }
        expect(found.slices.reduce((sum, { n }) => sum + n, 0)).toBe(rows);
      }),
      { numRuns: 15 },
    );
  });

  it('of numbers are quartiles whose rows are all rows, missing ones apart', async () => {
    const a = numbers(11, 120).map((value, i) => (i % 10 === 0 ? NaN : value));
    const judged = judgedBy(
      { b: numbers(12, 120) },
      ({ b }) => b!,
      (row, i) => row.b! + (i % 7),
    );
    const { slices, scale } = await slicesOf(judged, tableOf({ a }).columns[0]!);
    expect(scale).toBe('number');
    expect(slices.map(({ n, of }) => [of.type, n])).toEqual([
      ['range', 27],
      ['range', 27],
      ['range', 27],
      ['range', 27],
      ['missing', 12],
    ]);
  });

  it('that differ as random cuts do are not said to be a finding, and a slice with large errors is', async () => {
    const rows = 300;
    const noise = numbers(13, rows);
    const random = seeded(14);
    const names = noise.map(() => random.pick(['a', 'b', 'c', 'd']));
    const column = tableOf({ names }).columns[0]!;
    const a = numbers(15, rows);
    const even = judgedBy(
      { a },
      (row) => row.a!,
      (row, i) => row.a! + noise[i]!,
    );
    const uneven = judgedBy(
      { a },
      (row) => row.a!,
      (row, i) => row.a! + noise[i]! * (names[i] === 'a' ? 3 : 1),
    );
    const chance = async (judged: JudgedRows) => {
      const { gap } = await slicesOf(judged, column);
      return (gap!.asLarge + 1) / (gap!.shuffles + 1);
    };
    expect(await chance(even)).toBeGreaterThan(0.05);
    expect(await chance(uneven)).toBeLessThan(0.01);
  });
});

describe('surprising rows', () => {
  it('are those of the largest error in units of it, and one whose neighbours say otherwise', async () => {
    const a = Array.from({ length: 200 }, (_, i) => i);
    const judged = judgedBy(
      { a },
      (row) => row.a!,
      (row, i) => (i === 57 ? 500 : row.a!),
    );
    const found = await surprisingOf(judged);
    const error = Math.sqrt((500 - 57) ** 2 / 200);
    expect(found.error).toBeCloseTo(error, 9);
    expect(found.worst[0]).toEqual({
      row: 1057,
      truth: 500,
      answer: 57,
      score: expect.closeTo((57 - 500) / error, 9) as number,
    });
    expect(found.lonely.rows[0]!.row).toBe(1057);
    expect(found.lonely.rows[0]!.around).toBeCloseTo(57, 9);
  });
});
