import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { LoamError } from '../../../../src/core/errors';
import { checkParts } from '../../../../src/core/task/check-parts';
import { dealParts, type Deal } from '../../../../src/core/task/deal-parts';
import { timeCuts } from '../../../../src/core/task/parts/time-cuts';
import { rowKeys, type KeyKind } from '../../../../src/core/task/row-keys';
import { orderClasses, readTarget, labelCounts } from '../../../../src/core/task/target';
import { NO_PART, PART_CODE, type Part, type TaskKind } from '../../../../src/core/task/types';
import { tableOf } from '../../../support/table-of';

interface Row {
  x: number;
  group: string | null;
  y: Cell;
}

interface Asked {
  by: 'hash' | 'stratified';
  kind?: TaskKind;
  key?: KeyKind;
  seed?: number;
  validation?: number;
  test?: number;
  previous?: { rows: Row[]; parts: Uint8Array };
}

function tableOfRows(rows: Row[], kind: TaskKind) {
  return tableOf({
    x: { schema: { name: 'x', type: 'number' }, values: rows.map((r) => r.x) },
    group: { schema: { name: 'group', type: 'category' }, values: rows.map((r) => r.group) },
    y: {
      schema: { name: 'y', type: kind === 'regression' ? 'number' : 'category' },
      values: rows.map((r) => r.y),
    },
  });
}

function targetOf(rows: Row[], kind: TaskKind) {
  const column = tableOfRows(rows, kind).columns[2]!;
  return readTarget(
    column,
    kind,
    kind === 'regression' ? null : orderClasses(labelCounts(column).keys()),
  );
}

function deal(rows: Row[], asked: Asked): Deal {
  const {
    by,
    kind = 'multiclass',
    key = 'content',
    seed = 0,
    validation = 0.2,
    test: share = 0.2,
  } = asked;
  const keys = (of: Row[]) =>
    rowKeys(tableOfRows(of, kind), { seed, kind: key, columns: ['group'] });
  return dealParts({
    target: targetOf(rows, kind),
    rule: { by, key, seed, validation, test: share },
    keys: keys(rows),
    previous: asked.previous && { keys: keys(asked.previous.rows), parts: asked.previous.parts },
  });
}

const row = fc.record({
  x: fc.integer({ min: 0, max: 400 }),
  group: fc.option(fc.constantFrom(...'abcdefghijkl')),
  y: fc.option(fc.constantFrom('red', 'green', 'blue'), { freq: 12 }),
});
const numberRow = fc.record({
  x: fc.integer({ min: 0, max: 400 }),
  group: fc.option(fc.constantFrom(...'abcdefghijkl')),
  y: fc.option(fc.double({ min: -9, max: 9, noNaN: true }), { freq: 12 }),
});
const asked = fc.record({
  by: fc.constantFrom('hash' as const, 'stratified' as const),
  key: fc.constantFrom('content' as const, 'group' as const),
  seed: fc.nat(),
});
const kinds = fc.oneof(
  fc.record({ kind: fc.constant<TaskKind>('multiclass'), rows: fc.array(row, { maxLength: 120 }) }),
  fc.record({
    kind: fc.constant<TaskKind>('regression'),
    rows: fc.array(numberRow, { maxLength: 120 }),
  }),
);

describe('a deal', () => {
  test('appended rows move no row: by hash alone, and with the earlier parts under every rule', () => {
    fc.assert(
      fc.property(kinds, asked, ({ kind, rows }, how) => {
        const first = rows.slice(0, Math.ceil(rows.length / 1.1));
        const before = deal(first, { ...how, kind });
        const previous = { rows: first, parts: before.parts };
        const after = deal(rows, { ...how, kind, previous });
        expect(after.parts.slice(0, first.length)).toEqual(before.parts);
        if (how.by === 'hash') expect(deal(rows, { ...how, kind }).parts).toEqual(after.parts);
      }),
      { numRuns: 300 },
    );
  });

  test('keeps equal rows, or all rows of a group, together', () => {
    fc.assert(
      fc.property(kinds, asked, ({ kind, rows }, how) => {
        const { parts } = deal([...rows, ...rows], { ...how, kind });
        expect(parts.slice(rows.length)).toEqual(parts.slice(0, rows.length));
        if (how.key !== 'group') return;
        const byGroup = new Map<string, number>();
        rows.forEach((r, i) => {
          if (r.group === null || r.y === null) return;
          const known = byGroup.get(r.group);
          if (known !== undefined) expect(parts[i]).toBe(known);
          byGroup.set(r.group, parts[i]!);
        });
      }),
    );
  });

  test('gives exactly the rows that have a target a part', () => {
    fc.assert(
      fc.property(kinds, asked, ({ kind, rows }, how) => {
        const { parts, counts } = deal(rows, { ...how, kind });
        rows.forEach((r, i) => expect(parts[i] === NO_PART).toBe(r.y === null));
        const { train, validation, test: tested, none } = counts;
        expect(train + validation + tested + none).toBe(rows.length);
        expect(none).toBe(rows.filter((r) => r.y === null).length);
      }),
    );
  });

  test('moves nothing when the rows come in another order', () => {
    fc.assert(
      fc.property(kinds, asked, fc.nat(), ({ kind, rows }, how, by) => {
        const turn = rows.length ? by % rows.length : 0;
        const turned = [...rows.slice(turn), ...rows.slice(0, turn)].reverse();
        const parts = [...deal(turned, { ...how, kind }).parts].reverse();
        expect([...parts.slice(rows.length - turn), ...parts.slice(0, rows.length - turn)]).toEqual(
          [...deal(rows, { ...how, kind }).parts],
        );
      }),
    );
  });

  test('stratified gives each class its share to the row, and each part a row of each class from 3 rows on', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 6 }),
        fc.nat(),
        (sizes, seed) => {
          const rows = sizes.flatMap((size, c) =>
            Array.from({ length: size }, (_, i): Row => ({ x: i, group: null, y: `c${c}` })),
          );
          const { parts, singleRowClasses } = deal(rows, { by: 'stratified', seed });
          sizes.forEach((size, c) => {
            const held = (part: Part) =>
              rows.filter((r, i) => r.y === `c${c}` && parts[i] === PART_CODE[part]).length;
            expect(held('train')).toBeGreaterThan(0);
            for (const part of ['validation', 'test'] as const) {
              if (size >= 3) expect(held(part)).toBeGreaterThan(0);
              if (size >= 5) expect(Math.abs(held(part) - size * 0.2)).toBeLessThan(1);
            }
          });
          expect(singleRowClasses).toEqual(
            sizes.flatMap((size, c) => (size === 1 ? [`c${c}`] : [])),
          );
        },
      ),
    );
  });

  test('stratified over many small classes still holds the shares of the whole', () => {
    const rows = Array.from({ length: 140 }, (_, i): Row => ({
      x: i,
      group: null,
      y: `c${i % 20}`,
    }));
    expect(deal(rows, { by: 'stratified' }).counts).toEqual({
      train: 84,
      validation: 28,
      test: 28,
      none: 0,
    });
  });

  test('of a regression spreads small and large answers over the parts', () => {
    const rows = Array.from({ length: 200 }, (_, i): Row => ({ x: i, group: null, y: i * i }));
    const { parts, counts } = deal(rows, { by: 'stratified', kind: 'regression' });
    expect(counts).toEqual({ train: 120, validation: 40, test: 40, none: 0 });
    for (let decile = 0; decile < 10; decile++) {
      const slice = [...parts.slice(decile * 20, decile * 20 + 20)];
      expect(slice.filter((p) => p === PART_CODE.test)).toHaveLength(4);
    }
  });

  test('by hash holds the shares of 20,000 rows to 1.5 points, each seed in its own way', () => {
    const rows = Array.from({ length: 20_000 }, (_, i): Row => ({
      x: i,
      group: null,
      y: i % 2 ? 'a' : 'b',
    }));
    const one = deal(rows, { by: 'hash', seed: 1, validation: 0.1, test: 0.25 });
    expect(Math.abs(one.counts.test / 20_000 - 0.25)).toBeLessThan(0.015);
    expect(Math.abs(one.counts.validation / 20_000 - 0.1)).toBeLessThan(0.015);
    expect(deal(rows, { by: 'hash', seed: 2, validation: 0.1, test: 0.25 }).parts).not.toEqual(
      one.parts,
    );
  });

  test('is frozen for semantics 1', () => {
    const rows = Array.from({ length: 40 }, (_, i): Row => ({
      x: i % 37,
      group: 'abcdefg'[i % 7]!,
      y: ['red', 'green', 'blue'][i % 3]!,
    }));
    const written = (how: Asked) => deal(rows, how).parts.join('');
    expect({
      hash: written({ by: 'hash', seed: 1 }),
      stratified: written({ by: 'stratified', seed: 1 }),
      group: written({ by: 'stratified', seed: 1, key: 'group' }),
      regression: deal(
        rows.map((r, i) => ({ ...r, y: i / 4 })),
        { by: 'stratified', kind: 'regression', seed: 1 },
      ).parts.join(''),
    }).toMatchInlineSnapshot(`
      {
        "group": "0100200010020001002000100200010020001002",
        "hash": "0002000002000000120001000222001200010001",
        "regression": "0001201020012000120000102100021002000021",
        "stratified": "0002010002000010120001000222001210120001",
      }
    `);
  });
});

describe('a deal by time', () => {
  const days = [5, 1, 2, 3, 4, 6, 7, 8, 9, 10, NaN];
  const times = Float64Array.from(days, (d) => d * 86_400_000);
  const rows = days.map((d): Row => ({ x: d, group: null, y: d % 2 ? 'a' : 'b' }));

  test('cuts at times that occur, so that later rows validate and the latest test', () => {
    const cuts = timeCuts(times, { validation: 0.2, test: 0.2 });
    expect(cuts).toEqual({ validationFrom: 7 * 86_400_000, testFrom: 9 * 86_400_000 });
    const target = targetOf(rows, 'multiclass');
    const keys = rowKeys(tableOfRows(rows, 'multiclass'), { seed: 0 });
    const { parts } = dealParts({ target, rule: { by: 'time', ...cuts }, keys, times });
    expect([...parts]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 0]);
  });

  test('takes the cut nearest to the share where many rows have one time', () => {
    const same = Float64Array.from([1, 1, 1, 1, 1, 1, 2, 3, 3, 3]);
    expect(timeCuts(same, { validation: 0.2, test: 0.2 })).toEqual({
      validationFrom: 2,
      testFrom: 3,
    });
  });

  test('needs three different times', () => {
    const error = new LoamError('part-empty', { part: 'validation' });
    expect(() => timeCuts(Float64Array.from([1, 1, 2]), { validation: 0.2, test: 0.2 })).toThrow(
      error,
    );
  });
});

describe('parts that cannot be used', () => {
  const target = targetOf(
    [
      { x: 0, group: null, y: 'a' },
      { x: 1, group: null, y: 'b' },
    ],
    'binary',
  );
  const dealt = (parts: number[], counts: Partial<Deal['counts']>): Deal => ({
    parts: Uint8Array.from(parts),
    counts: { train: 0, validation: 0, test: 0, none: 0, ...counts },
    singleRowClasses: [],
  });

  test('are refused where a part is empty', () => {
    expect(() => checkParts(dealt([0, 0], { train: 2 }), target)).toThrow(
      new LoamError('part-empty', { part: 'validation' }),
    );
  });

  test('are refused where train lacks a class, and say which', () => {
    expect(() =>
      checkParts(dealt([0, 1], { train: 1, validation: 1 }), target, ['train', 'validation']),
    ).toThrow(new LoamError('part-lacks-class', { part: 'train', class: 'b' }));
  });

  test('are accepted where only a rare class of many is absent from test', () => {
    const rows = ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b'].map((y, x): Row => ({
      x,
      group: null,
      y,
    }));
    const deals = dealt([0, 0, 0, 1, 1, 1, 2, 2], { train: 3, validation: 3, test: 2 });
    expect(() => checkParts(deals, targetOf(rows, 'multiclass'))).not.toThrow();
  });
});
