import { expect, test } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { linkTo } from '../../../../src/core/hash/digest';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import { PART_CODE, type TaskManifest } from '../../../../src/core/task/types';
import { planFolds } from '../../../../workers/analyst/plan-folds';
import { MemoryObjects } from '../../../support/memory-objects';
import { saveTable } from '../../../support/save-table';
import { tableOf } from '../../../support/table-of';
import { never, trainingInput } from '../../../support/training';

const { task: plain } = trainingInput();

async function planned(
  columns: { when?: Cell[]; group?: Cell[]; y: Cell[] },
  rule: TaskManifest['rule'],
  partOf: (row: number) => number,
  windows?: number,
  ahead?: number,
) {
  const objects = new MemoryObjects();
  const put = async (value: unknown) => linkTo(await objects.put(canonicalBytes(value)));
  const { y, when, group } = columns;
  const table = tableOf({
    x: { schema: { name: 'x', type: 'number' }, values: y.map((_, i) => (i * 37) % 101) },
    y: { schema: { name: 'y', type: 'category' }, values: y },
    ...(when && {
      when: { schema: { name: 'when', type: 'datetime', precision: 'millisecond' }, values: when },
    }),
    ...(group && { group: { schema: { name: 'group', type: 'category' }, values: group } }),
  });
  const dataset = await put(await saveTable(table, objects, [7]));
  const parts = Uint8Array.from(y, (_, i) => partOf(i));
  const counted = (part: number) => parts.filter((each) => each === part).length;
  const task: TaskManifest = {
    ...plain,
    dataset,
    kind: 'binary',
    classes: ['a', 'b'],
    target: 'y',
    roles: [
      { column: 'x', role: 'feature' },
      { column: 'y', role: 'target' },
      ...(when ? [{ column: 'when', role: 'time' as const }] : []),
      ...(group ? [{ column: 'group', role: 'group' as const }] : []),
    ],
    rule,
    parts: linkTo(await objects.put(parts)),
    counts: { train: counted(0), validation: counted(1), test: counted(2), none: 0 },
  };
  return planFolds(objects, await put(task), { windows, ahead, signal: never() });
}

const { train, validation, test: sealed } = PART_CODE;
const classes = (rows: number) => Array.from({ length: rows }, (_, i) => 'ab'[i % 2]!);
const byTime = (
  when: Cell[],
  y: Cell[],
  [from, to]: [number, number],
  windows?: number,
  ahead?: number,
) => {
  const partOf = (row: number) => {
    const time = Number(when[row]);
    return time < from ? train : time < to ? validation : sealed;
  };
  const rule = { by: 'time', validationFrom: from, testFrom: to } as const;
  return planned({ when, y }, rule, partOf, windows, ahead);
};

test('A task by time whose times are sparse is given windows that hold rows', async () => {
  const when = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90];
  expect(await byTime(when, classes(10), [60, 80])).toEqual({ by: 'time', count: 3, horizon: 7 });
});

test('A task by time of too few different times makes no folds', async () => {
  expect(await byTime([0, 0, 0, 100, 100, 200], classes(6), [100, 200])).toBeNull();
});

test('A task by time is given as many windows as are asked for, or none', async () => {
  const when = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90];
  const asked = (windows: number) => byTime(when, classes(10), [60, 80], windows);
  expect(await asked(3)).toEqual({ by: 'time', count: 3, horizon: 7 });
  expect(await asked(2)).toEqual({ by: 'time', count: 2, horizon: 10 });
  expect(await asked(6)).toEqual({ by: 'time', count: 6, horizon: 10 });
  expect(await asked(7)).toEqual({ by: 'time', count: 7, horizon: 10 });
  expect(await asked(8)).toBeNull();
});

test('A task by time is given windows exactly as long as is asked for, or none', async () => {
  const when = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90];
  const asked = (windows: number, ahead: number) =>
    byTime(when, classes(10), [60, 80], windows, ahead);
  expect(await asked(3, 10)).toEqual({ by: 'time', count: 3, horizon: 10 });
  expect(await asked(2, 30)).toEqual({ by: 'time', count: 2, horizon: 30 });
  // Windows between two rows hold none, and nothing comes before windows that fill all times.
  expect([await asked(3, 2), await asked(7, 11), await asked(2, 40)]).toEqual([null, null, null]);
});

test('A task of three groups is given three folds, one of two groups two', async () => {
  const rule = { by: 'hash', key: 'group', seed: 0, validation: 0.2, test: 0 } as const;
  const of = (groups: number) =>
    planned(
      { y: classes(24), group: Array.from({ length: 24 }, (_, i) => `g${(i >> 1) % groups}`) },
      rule,
      (row) => ((row >> 1) % groups === 0 ? validation : train),
    );
  expect(await of(3)).toEqual({ by: 'hash', count: 3, repeats: 1, seed: 0 });
  expect(await of(2)).toEqual({ by: 'hash', count: 2, repeats: 1, seed: 0 });
  expect(await of(9)).toEqual({ by: 'hash', count: 5, repeats: 1, seed: 0 });
});

test('Few rows are given no more folds than there are different ones', async () => {
  const rule = { by: 'stratified', key: 'content', seed: 0, validation: 0.2, test: 0 } as const;
  const plan = await planned({ y: classes(4) }, rule, (row) => (row < 3 ? train : validation));
  expect(plan).toEqual({ by: 'stratified', count: 4, repeats: 1, seed: 0 });
});
