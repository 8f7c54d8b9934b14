import { expect, test } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { LoamError } from '../../../../src/core/errors';
import type { TaskSpec } from '../../../../workers/contract';
import { analystDesk, silent, type Desk } from '../../../support/analyst-desk';
import { seeded } from '../../../support/seeded';
import { tableOfRows } from '../../../support/table-of';

/** 50 customers with four rows each, alike but for a hair in one number; what cancels says who left. */
function rows(): Record<string, Cell>[] {
  const random = seeded(3);
  return Array.from({ length: 50 }, (_, c) => {
    const fee = 10 + 90 * random.uniform();
    const left = random.uniform() < 0.4;
    const age = Math.floor(20 + 60 * random.uniform());
    return Array.from({ length: 4 }, (_row, i) => ({
      customer: `K${100 + c}`,
      age,
      fee: fee + 0.0001 * i,
      form: left ? `closed ${c % 3}` : null,
      left: left ? 'yes' : 'no',
    }));
  }).flat();
}

async function gathered(desk: Desk, more: Partial<TaskSpec> = {}) {
  const dataset = await desk.save(tableOfRows(rows()), [70, 130]);
  const roles = [{ column: 'customer', role: 'ignore' as const }];
  const spec: TaskSpec = { dataset, target: 'left', roles, by: 'stratified', ...more };
  const ids = { workspace: desk.workspace, lease: desk.lease };
  const { task, link } = await desk.analyst.makeTask({ ...ids, spec }, silent());
  const before = await desk.analyst.evidence({ ...ids, spec }, silent());
  const after = await desk.analyst.evidence({ ...ids, task: link }, silent());
  return { task, link, before: before.evidence, after: after.evidence, stored: after.link };
}

test('finds what flatters a task, with rows of two parts, the same before and after it is made', async () => {
  const desk = await analystDesk();
  const { link, before, after, stored } = await gathered(desk);
  expect(before).toEqual({ ...after, task: null });
  expect(after.task).toBe(link);
  expect(await desk.store.getJson(stored)).toEqual(after);
  expect(after.findings.map(({ kind, column }) => [kind, column])).toEqual([
    ['leak', 'form'],
    ['groups', 'customer'],
    ['near-rows', 'fee'],
  ]);
  const near = after.findings[2]!;
  expect(near.rows.length).toBeGreaterThanOrEqual(2);
  const [early, late] = near.rows;
  expect(early!.part).not.toBe(late!.part);
  expect(early!.values.slice(1)).toEqual(late!.values.slice(1));
});

test('finds nothing of a group column that keeps its rows in one part, once the leak is ignored', async () => {
  const desk = await analystDesk();
  const roles = [
    { column: 'customer', role: 'group' as const },
    { column: 'form', role: 'ignore' as const },
  ];
  const { after } = await gathered(desk, { roles });
  expect(after.findings).toEqual([]);
});

test('is given up when it is cancelled', async () => {
  const desk = await analystDesk();
  const dataset = await desk.save(tableOfRows(rows()));
  const spec: TaskSpec = { dataset, target: 'left', roles: [], by: 'stratified' };
  const context = { ...silent(), signal: AbortSignal.abort() };
  const asked = desk.analyst.evidence(
    { workspace: desk.workspace, lease: desk.lease, spec },
    context,
  );
  await expect(asked).rejects.toEqual(expect.any(LoamError));
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
});
