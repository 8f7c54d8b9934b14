import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { LoamError } from '../../../../src/core/errors';
import { linkDigest, type Link } from '../../../../src/core/hash/digest';
import type { TaskManifest } from '../../../../src/core/task/types';
import type { TaskSpec } from '../../../../workers/contract';
import { analystDesk, silent, type Desk } from '../../../support/analyst-desk';
import { seeded } from '../../../support/seeded';
import { tableOf, tableOfRows } from '../../../support/table-of';

type Row = Record<'id' | 'x' | 'left', Cell>;

function rowsOf(count: number, seed = 1): Row[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, i) => ({
    id: `c${i}`,
    x: random.normal(),
    left: i % 5 === 0 ? 'yes' : 'no',
  }));
}

function make(desk: Desk, spec: TaskSpec) {
  return desk.analyst.makeTask({ workspace: desk.workspace, lease: desk.lease, spec }, silent());
}

const partsOf = (desk: Desk, task: TaskManifest) => desk.store.objects.get(linkDigest(task.parts));

function specFor(dataset: Link, more: Partial<TaskSpec> = {}): TaskSpec {
  return { dataset, target: 'left', roles: [], by: 'stratified', ...more };
}

describe('making a task', () => {
  test('settles kind, classes, metric, roles and rule, and stores parts and manifest', async () => {
    const desk = await analystDesk();
    const dataset = await desk.save(tableOfRows(rowsOf(100)), [30, 7]);
    const { task, link } = await make(
      desk,
      specFor(dataset, { roles: [{ column: 'id', role: 'id' }] }),
    );
    expect(task).toEqual({
      format: 'loam.task/1',
      semantics: 1,
      dataset,
      kind: 'binary',
      roles: [
        { column: 'id', role: 'id' },
        { column: 'x', role: 'feature' },
        { column: 'left', role: 'target' },
      ],
      target: 'left',
      classes: ['no', 'yes'],
      metric: 'roc_auc',
      rule: { by: 'stratified', key: 'id', seed: 0, validation: 0.2, test: 0.2 },
      parts: task.parts,
      counts: { train: 60, validation: 20, test: 20, none: 0 },
    });
    expect(await desk.store.getJson(link)).toEqual(task);
    expect((await partsOf(desk, task)).length).toBe(100);
  });

  test('is the same task whatever the chunks are', async () => {
    const desk = await analystDesk();
    const table = tableOfRows(rowsOf(90));
    const one = await make(desk, specFor(await desk.save(table)));
    const other = await make(desk, specFor(await desk.save(table, [1, 40, 3])));
    expect(other.task.parts).toBe(one.task.parts);
  });

  test.each(['stratified', 'hash'] as const)(
    'by %s keeps every row of the parent where it was',
    async (by) => {
      const desk = await analystDesk();
      const rows = rowsOf(330);
      const before = await make(
        desk,
        specFor(await desk.save(tableOfRows(rows.slice(0, 300))), { by, seed: 9 }),
      );
      const dataset = await desk.save(tableOfRows([...rows.slice(300), ...rows.slice(0, 300)]));
      const after = await make(desk, specFor(dataset, { by, parent: before.link }));
      const parts = await partsOf(desk, after.task);
      expect(parts.slice(30)).toEqual(await partsOf(desk, before.task));
      expect(after.task.rule).toMatchObject({ seed: 9 });
    },
  );

  test('knows rows again by the columns that both versions have', async () => {
    const desk = await analystDesk();
    const rows = rowsOf(200);
    const before = await make(desk, specFor(await desk.save(tableOfRows(rows))));
    const wider = tableOfRows(rows.map((row, i) => ({ ...row, plan: i % 2 ? 'a' : 'b' })));
    const after = await make(desk, specFor(await desk.save(wider), { parent: before.link }));
    expect(await partsOf(desk, after.task)).toEqual(await partsOf(desk, before.task));
  });

  test('cuts by time at dates, and keeps the cuts of its parent', async () => {
    const desk = await analystDesk();
    const days = (n: number) =>
      tableOf({
        day: {
          schema: { name: 'day', type: 'datetime', precision: 'day' },
          values: Array.from({ length: n }, (_, i) => i * 86_400_000),
        },
        sold: Array.from({ length: n }, (_, i) => (i * 7919) % 101),
      });
    const spec = (dataset: Link, parent?: Link): TaskSpec => ({
      dataset,
      target: 'sold',
      roles: [],
      by: 'time',
      parent,
    });
    const before = await make(desk, spec(await desk.save(days(100))));
    expect(before.task.rule).toEqual({
      by: 'time',
      validationFrom: 60 * 86_400_000,
      testFrom: 80 * 86_400_000,
    });
    expect(before.task.counts).toEqual({ train: 60, validation: 20, test: 20, none: 0 });
    const after = await make(desk, spec(await desk.save(days(110)), before.link));
    expect(after.task.rule).toEqual(before.task.rule);
    expect(after.task.counts.test).toBe(30);
  });

  test('lets the number of classes decide the kind, and drops a metric that does not fit', async () => {
    const desk = await analystDesk();
    const rows = rowsOf(120).map((row, i) => ({ ...row, left: 'abc'[i % 3]! }));
    const { task } = await make(
      desk,
      specFor(await desk.save(tableOfRows(rows)), { kind: 'binary', metric: 'rmse' }),
    );
    expect([task.kind, task.metric]).toEqual(['multiclass', 'accuracy']);
  });

  test('puts the class that was asked for second', async () => {
    const desk = await analystDesk();
    const { task } = await make(
      desk,
      specFor(await desk.save(tableOfRows(rowsOf(100))), { positive: 'no' }),
    );
    expect(task.classes).toEqual(['yes', 'no']);
  });

  test.each<[string, Partial<TaskSpec>, (row: Row, i: number) => Row, LoamError]>([
    [
      'no such target',
      { target: 'gone' },
      (r) => r,
      new LoamError('target-missing', { target: 'gone' }),
    ],
    [
      'an empty target',
      {},
      (r) => ({ ...r, left: null }),
      new LoamError('target-missing', { target: 'left' }),
    ],
    [
      'a constant target',
      {},
      (r) => ({ ...r, left: 'no' }),
      new LoamError('target-constant', { target: 'left', value: 'no' }),
    ],
    [
      'as many classes as rows',
      {},
      (r, i) => ({ ...r, left: `k${i}` }),
      new LoamError('target-too-many-classes', { target: 'left', count: 50, limit: 25 }),
    ],
    [
      'nothing to learn from',
      {
        roles: [
          { column: 'id', role: 'id' },
          { column: 'x', role: 'ignore' },
        ],
      },
      (r) => r,
      new LoamError('no-features'),
    ],
    [
      'a role for a column that is not there',
      { roles: [{ column: 'ghost', role: 'id' }] },
      (r) => r,
      new LoamError('columns-differ', { column: 'ghost' }),
    ],
    [
      'one row of a class',
      {},
      (r, i) => ({ ...r, left: i === 7 ? 'yes' : 'no' }),
      new LoamError('part-lacks-class', { part: 'validation', class: 'yes' }),
    ],
    [
      'no column of times',
      { by: 'time' },
      (r) => r,
      new LoamError('part-empty', { reason: 'No column says when each row was seen.' }),
    ],
  ])('is refused for %s', async (_, more, change, error) => {
    const desk = await analystDesk();
    const dataset = await desk.save(tableOfRows(rowsOf(50).map(change)));
    await expect(make(desk, specFor(dataset, more))).rejects.toThrow(error);
  });

  test('is refused for a part of no rows', async () => {
    const desk = await analystDesk();
    const dataset = await desk.save(tableOfRows(rowsOf(3).map((r, i) => ({ ...r, left: i }))));
    await expect(
      make(desk, specFor(dataset, { kind: 'regression', by: 'hash', test: 0.0001 })),
    ).rejects.toThrow(/part-empty/);
  });

  test('stops where it is cancelled', async () => {
    const desk = await analystDesk();
    const dataset = await desk.save(tableOfRows(rowsOf(50)));
    const request = { workspace: desk.workspace, lease: desk.lease, spec: specFor(dataset) };
    await expect(desk.analyst.makeTask(request, silent(AbortSignal.abort()))).rejects.toThrow(
      new LoamError('cancelled'),
    );
  });
});
