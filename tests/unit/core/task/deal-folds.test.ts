import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { LoamError } from '../../../../src/core/errors';
import { digestOf } from '../../../../src/core/hash/digest';
import { dealFolds } from '../../../../src/core/task/deal-folds';
import { defaultFolds } from '../../../../src/core/task/default-folds';
import { foldCount, type Fold, type FoldPlan } from '../../../../src/core/task/folds';
import { lackingClass } from '../../../../src/core/task/lacking-class';
import { rowKeys, type KeyKind } from '../../../../src/core/task/row-keys';
import {
  labelCounts,
  orderClasses,
  readTarget,
  type Target,
} from '../../../../src/core/task/target';
import { NO_PART, PART_CODE } from '../../../../src/core/task/types';
import { tableOf } from '../../../support/table-of';

interface Row {
  x: number;
  group: string | null;
  y: Cell;
  part: number;
}

const { train, validation, test: sealed } = PART_CODE;

function foldsOf(
  rows: Row[],
  plan: FoldPlan,
  key: KeyKind = 'content',
  times?: Float64Array,
): Fold[] {
  const numbers = rows.every(({ y }) => typeof y !== 'string');
  const table = tableOf({
    x: { schema: { name: 'x', type: 'number' }, values: rows.map((r) => r.x) },
    group: { schema: { name: 'group', type: 'category' }, values: rows.map((r) => r.group) },
    y: {
      schema: { name: 'y', type: numbers ? 'number' : 'category' },
      values: rows.map((r) => r.y),
    },
  });
  const column = table.columns[2]!;
  const target = numbers
    ? readTarget(column, 'regression', null)
    : readTarget(column, 'multiclass', orderClasses(labelCounts(column).keys()));
  const keys = rowKeys(table, { seed: 0, kind: key, columns: ['group'] });
  const parts = Uint8Array.from(rows, ({ part }) => part);
  return dealFolds({ plan, parts, target, keys, ...(times && { times }) });
}

/** Null where the folds are refused. */
function foldsOrRefusal(rows: Row[], plan: FoldPlan, key: KeyKind): Fold[] | null {
  try {
    return foldsOf(rows, plan, key);
  } catch (error) {
    if (error instanceof LoamError && error.code === 'fold-empty') return null;
    throw error;
  }
}

const part = fc.constantFrom(train, train, train, validation, sealed, NO_PART);
const row: fc.Arbitrary<Row> = fc.record({
  x: fc.integer({ min: 0, max: 400 }),
  group: fc.option(fc.constantFrom(...'abcdefghijkl')),
  y: fc.constantFrom('red', 'red', 'red', 'green', 'blue', 'rare'),
  part,
});
const plan = fc.record({
  by: fc.constantFrom('hash' as const, 'stratified' as const),
  count: fc.integer({ min: 2, max: 7 }),
  repeats: fc.integer({ min: 1, max: 3 }),
  seed: fc.integer({ min: 0, max: 2 ** 40 }),
});
const key = fc.constantFrom('content' as const, 'group' as const);
const dealt = ({ part: p }: Row) => p === train || p === validation;
const same = (length: number, make: (i: number) => Partial<Row>): Row[] =>
  Array.from({ length }, (_, i) => ({ x: i, group: null, y: 'red', part: train, ...make(i) }));
const stratified: FoldPlan = { by: 'stratified', count: 5, repeats: 1, seed: 0 };

describe('folds by key', () => {
  test('learn from and judge rows of train and validation only, never the same row', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 120 }), plan, key, (rows, asked, by) => {
        const folds = foldsOrRefusal(rows, asked, by);
        if (!folds) return;
        expect(folds.map(({ number }) => number)).toEqual(
          Array.from({ length: foldCount(asked) }, (_, i) => i),
        );
        for (const { learn, judge } of folds) {
          const both = [...learn, ...judge];
          expect(new Set(both).size).toBe(both.length);
          expect(both.every((r) => dealt(rows[r]!))).toBe(true);
          expect([...learn]).toEqual([...learn].sort((a, b) => a - b));
          expect([...judge]).toEqual([...judge].sort((a, b) => a - b));
        }
      }),
    );
  });

  test('judge every row once per repeat, but those without which a class could not be learnt', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 120 }), plan, key, (rows, asked, by) => {
        const folds = foldsOrRefusal(rows, asked, by);
        if (!folds) return;
        const all = rows.flatMap((each, i) => (dealt(each) ? [i] : []));
        for (let repeat = 0; repeat < asked.repeats; repeat++) {
          const own = folds.filter((fold) => fold.repeat === repeat);
          const judged = own.flatMap(({ judge }) => [...judge]);
          expect(new Set(judged).size).toBe(judged.length);
          const spared = all.filter((r) => !judged.includes(r));
          for (const { learn } of own) expect(spared.every((r) => learn.includes(r))).toBe(true);
          expect(own.every(({ learn, judge }) => learn.length + judge.length === all.length)).toBe(
            true,
          );
          const known = new Set(all.map((r) => rows[r]!.y));
          for (const { learn } of own) {
            expect(new Set(Array.from(learn, (r) => rows[r]!.y))).toEqual(known);
          }
        }
      }),
    );
  });

  test('keep rows of one group, and equal rows, on one side', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 120 }), plan, key, (rows, asked, by) => {
        const unit = ({ x, group, y }: Row) =>
          by === 'group' && group !== null ? group : JSON.stringify([x, group, y]);
        for (const { learn, judge } of foldsOrRefusal(rows, asked, by) ?? []) {
          const learnt = new Set(Array.from(learn, (r) => unit(rows[r]!)));
          expect([...judge].some((r) => learnt.has(unit(rows[r]!)))).toBe(false);
        }
      }),
    );
  });

  test('hold equal shares: sizes of folds, and of each class in them, differ by one unit', () => {
    const rows = same(503, (i) => ({ y: i % 7 === 0 ? 'green' : 'red' }));
    for (const y of ['green', 'red']) {
      const counts = foldsOf(rows, stratified).map(
        ({ judge }) => [...judge].filter((r) => rows[r]!.y === y).length,
      );
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    const sizes = foldsOf(rows, stratified).map(({ judge }) => judge.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  test('spread the values of a regression evenly', () => {
    const rows = same(200, (i) => ({ y: i * i }));
    const means = foldsOf(rows, stratified).map(
      ({ judge }) => judge.reduce((sum, r) => sum + r, 0) / judge.length,
    );
    for (const mean of means) expect(Math.abs(mean - 99.5)).toBeLessThan(6);
  });

  test('do not depend on the order of the rows', () => {
    const rows = same(60, (i) => ({ y: 'abc'[i % 3]!, part: i % 4 === 0 ? validation : train }));
    const back = rows.toReversed();
    const named = (of: Row[]) =>
      foldsOf(of, stratified).map(({ judge }) => Array.from(judge, (r) => of[r]!.x));
    const sorted = (folds: number[][]) => folds.map((xs) => xs.sort((a, b) => a - b));
    expect(sorted(named(back))).toEqual(sorted(named(rows)));
  });

  test('differ between repeats and between seeds', () => {
    const rows = same(100, () => ({}));
    const judged = (seed: number) =>
      foldsOf(rows, { by: 'hash', count: 2, repeats: 2, seed }).map(({ judge }) => judge.join());
    expect(new Set([...judged(0), ...judged(1)]).size).toBe(8);
  });

  test('judge a class of two rows where the other one is learnt from', () => {
    const rows = same(52, (i) => ({ y: i < 2 ? 'rare' : 'red' }));
    const folds = foldsOf(rows, stratified);
    expect(folds.map(({ judge }) => [...judge].filter((r) => r < 2).length).sort()).toEqual([
      0, 0, 0, 1, 1,
    ]);
  });

  test('learn a class of one row everywhere and judge it nowhere', () => {
    const rows = same(50, (i) => ({ y: i < 1 ? 'lone' : 'red' }));
    for (const { learn, judge } of foldsOf(rows, stratified)) {
      expect(learn.includes(0)).toBe(true);
      expect(judge.includes(0)).toBe(false);
    }
  });

  test('deal five hundred classes of two rows', () => {
    const rows = same(1000, (i) => ({ y: `c${i % 500}` }));
    const folds = foldsOf(rows, stratified);
    expect(folds.reduce((sum, { judge }) => sum + judge.length, 0)).toBe(1000);
    for (const { learn } of folds) {
      expect(new Set(Array.from(learn, (r) => rows[r]!.y)).size).toBe(500);
    }
  });

  test('are refused where there are fewer groups than folds', () => {
    const rows = same(50, (i) => ({ group: 'abcd'[i % 4]! }));
    expect(() => foldsOf(rows, stratified, 'group')).toThrow(
      new LoamError('fold-empty', { units: 4, count: 5 }),
    );
  });

  test('deal groups that hold every class', () => {
    const rows = same(60, (i) => ({ group: 'abcdef'[i % 6]!, y: i % 4 === 0 ? 'green' : 'red' }));
    for (const { judge } of foldsOf(rows, stratified, 'group')) {
      expect(judge.length === 10 || judge.length === 20).toBe(true);
    }
  });
});

describe('folds by time', () => {
  const rows = same(10, (i) => ({ y: i, part: i === 9 ? sealed : train }));
  const byTime = (count: number, horizon: number, times: number[]) =>
    foldsOf(rows, { by: 'time', count, horizon }, 'content', Float64Array.from(times));

  test('learn from what came before their window, and rows without a time are learnt from only', () => {
    const folds = byTime(2, 2, [0, 1, 2, 3, NaN, 5, 6, 7, 8, 9]);
    expect(folds.map(({ learn, judge }) => [[...learn], [...judge]])).toEqual([
      [
        [0, 1, 2, 3, 4],
        [5, 6],
      ],
      [
        [0, 1, 2, 3, 4, 5, 6],
        [7, 8],
      ],
    ]);
  });

  test('are refused where a window holds no rows, or nothing comes before it', () => {
    const gap = [0, 1, 2, 3, 4, 5, 6, 20, 21, 22];
    expect(() => byTime(3, 2, gap)).toThrow(new LoamError('fold-empty', { fold: 1, count: 3 }));
    expect(() => byTime(3, 9, gap)).toThrow(new LoamError('fold-empty', { fold: 1, count: 3 }));
    expect(() => foldsOf(rows, { by: 'time', count: 2, horizon: 1 })).toThrow(LoamError);
  });
});

describe('the default plan', () => {
  const counts = { train: 600, validation: 200, test: 200, none: 0 };
  const rule = { by: 'stratified', key: 'content', seed: 3, validation: 0.2, test: 0.2 } as const;

  test('is five stratified folds, of many rows three, of groups dealt by hash by hash', () => {
    expect(defaultFolds({ rule, counts })).toEqual(stratified);
    expect(defaultFolds({ rule, counts: { ...counts, train: 30_000 } })).toEqual({
      ...stratified,
      count: 3,
    });
    expect(defaultFolds({ rule: { ...rule, by: 'hash', key: 'group' }, counts })).toEqual({
      ...stratified,
      by: 'hash',
    });
  });

  test('by time is as long as validation, in as many windows as hold rows', () => {
    expect(defaultFolds({ rule: byTime, counts })).toEqual({ by: 'time', count: 5, horizon: 4 });
    expect(
      defaultFolds(
        { rule: byTime, counts },
        timed(10, () => 'a'),
      ),
    ).toEqual({
      by: 'time',
      count: 3,
      horizon: 7,
    });
  });

  const byTime = { by: 'time', validationFrom: 60, testFrom: 80 } as const;
  /** A row every 10 ms; those from 60 are of validation, those from 80 of test. */
  function timed(length: number, classOf: (row: number) => string) {
    const times = Float64Array.from({ length }, (_, i) => (i * 100) / length);
    const parts = Uint8Array.from(times, (t) => (t < 60 ? train : t < 80 ? validation : sealed));
    const codes = Int32Array.from(times, (_, i) => 'ab'.indexOf(classOf(i)));
    const target: Target = { type: 'classes', codes, classes: ['a', 'b'] };
    return { by: 'time' as const, parts, times, target };
  }
  const keys = { high: new Uint32Array(0), low: new Uint32Array(0) };

  test('by time begins no earlier than the row at which every class has occurred', () => {
    const rows = timed(1000, (row) => (row < 700 ? 'a' : 'b'));
    const plan = defaultFolds({ rule: byTime, counts }, rows);
    expect(plan).toEqual({ by: 'time', count: 5, horizon: 1 });
    for (const { learn, judge } of dealFolds({ plan, keys, ...rows })) {
      expect(lackingClass(rows.target, learn)).toBeNull();
      expect(judge.length).toBeGreaterThan(0);
    }
  });

  test('by time is as without classes where one occurs too late for any window', () => {
    const rows = timed(1000, (row) => (row < 799 ? 'a' : 'b'));
    const plan = defaultFolds({ rule: byTime, counts }, rows);
    expect(plan).toEqual({ by: 'time', count: 5, horizon: 4 });
    expect(
      dealFolds({ plan, keys, ...rows }).map(({ learn }) => lackingClass(rows.target, learn)),
    ).toEqual(Array.from({ length: 5 }, () => 'b'));
  });

  test('by time has longer windows where those as long as validation are empty', () => {
    const times = Float64Array.of(0, 10, 20, 500, 505, 900, 990);
    const parts = Uint8Array.of(0, 0, 0, 0, 0, 0, 1);
    const target = { type: 'number', values: times } as const;
    const rule = { by: 'time', validationFrom: 980, testFrom: 1000 } as const;
    const plan = defaultFolds({ rule, counts }, { by: 'time', parts, times, target });
    expect(plan).toEqual({ by: 'time', count: 2, horizon: 80 });
    const folds = dealFolds({ plan, parts, target, keys, times });
    expect(folds.map(({ judge }) => [...judge])).toEqual([[5], [6]]);
  });

  test('has no more folds than there are groups', () => {
    const grouped = { ...rule, by: 'hash', key: 'group' } as const;
    const of = (units: number) => defaultFolds({ rule: grouped, counts }, { by: 'key', units });
    expect([1, 2, 4, 9].map((units) => (of(units) as { count: number }).count)).toEqual([
      2, 2, 4, 5,
    ]);
  });
});

test('Folds are frozen: a change of them is a new semantics number', () => {
  const rows = same(400, (i) => ({
    x: (i * 7919) % 211,
    group: `g${(i * 31) % 23}`,
    y: 'aabbbccccd'[(i * 37) % 10]!,
    part: [train, validation, train, sealed, train][i % 5]!,
  }));
  const numbers = rows.map((each, i) => ({ ...each, y: ((i * 7919) % 1009) / 8 }));
  const digest = (folds: Fold[]) =>
    digestOf(
      new TextEncoder().encode(
        JSON.stringify(folds.map(({ learn, judge }) => [[...learn], [...judge]])),
      ),
    );
  const twice = { count: 5, repeats: 2, seed: 12345678901 };
  expect({
    hash: digest(foldsOf(rows, { by: 'hash', ...twice })),
    stratified: digest(foldsOf(rows, { by: 'stratified', ...twice })),
    grouped: digest(foldsOf(rows, { by: 'stratified', ...twice }, 'group')),
    regression: digest(foldsOf(numbers, { by: 'stratified', ...twice })),
  }).toMatchInlineSnapshot(`
    {
      "grouped": "c8138f73b8520387facfdf7891ff167bbceaf86c2fb59cd5c6b997ee925d4f47",
      "hash": "864890b3c9d8beee8a1770a1d56c551ded4cfa9a2aa63805ad543b314e777bde",
      "regression": "df30eb1855cf87380b06cff9bb9fad4c7e92e0f802aec7493c66d7b2f8804b78",
      "stratified": "1e3320db59368b47d37c723f97ccbd8f4a9c37f0f244dc24aaafa73258ce9a14",
    }
  `);
});
