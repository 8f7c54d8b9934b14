import { describe, expect, test } from 'vitest';
import { readFormat } from '../../../../src/core/formats/read-format';
import { linkDigest } from '../../../../src/core/hash/digest';
import { PART_CODE } from '../../../../src/core/task/types';
import type { Slices } from '../../../../src/core/understand/types';
import { analystDesk, silent } from '../../../support/analyst-desk';
import { seeded } from '../../../support/seeded';
import { tableOf } from '../../../support/table-of';

const ROWS = 600;

/** Four rows of each customer, who lives in one region. */
function customers(seed: number) {
  const random = seeded(seed);
  const customer = Array.from({ length: ROWS }, (_, row) => `${seed}/${Math.floor(row / 4)}`);
  const x = customer.map(() => Math.round(100 * random.normal()) / 100);
  const left = x.map((value) => (value + 0.5 * random.normal() > 0.8 ? 'yes' : 'no'));
  const region = customer.map((_, row) => (Math.floor(row / 4) % 3 ? 'north' : 'south'));
  return { x, left, region, customer };
}

async function placed() {
  const desk = await analystDesk();
  const { workspace, lease, analyst } = desk;
  const own = customers(1);
  const dataset = await desk.save(tableOf(own), [64]);
  const roles = [
    { column: 'region', role: 'audit' as const },
    { column: 'customer', role: 'group' as const },
  ];
  const made = await analyst.makeTask(
    { workspace, lease, spec: { dataset, target: 'left', roles, by: 'hash' } },
    silent(),
  );
  const { kind, classes } = made.task;
  const model = await desk.saveModel({
    ...{ kind, target: 'left', classes, input: 'x', slope: 4, shift: -3.2 },
  });
  return { desk, own, made, model };
}

function expectGroups(found: Slices, rows: readonly number[], { region, customer }: typeof LATER) {
  expect(found.varies).toBe('groups');
  expect(found.overall.n).toBe(rows.length);
  for (const { of, n, groups } of found.slices) {
    if (of.type !== 'value') throw new Error('other slice');
    const inside = rows.filter((row) => region[row] === of.value);
    const known = new Set(inside.map((row) => customer[row]));
    expect([n, groups]).toEqual([inside.length, known.size]);
    expect(known.size).toBeLessThan(inside.length);
  }
}

const LATER = customers(2);

describe('slices of a task with a group column', () => {
  test('vary over whole groups on a part of the task', async () => {
    const { desk, own, made, model } = await placed();
    const { workspace, lease, analyst, store } = desk;
    const question = { type: 'slices', column: 'region' } as const;
    const { understanding, link } = await analyst.understand(
      { workspace, lease, model, task: made.link, part: 'validation', question },
      silent(),
    );
    if (understanding.finding.type !== 'slices') throw new Error('other finding');
    const parts = await store.objects.get(linkDigest(made.task.parts));
    const rows = [...parts.keys()].filter((row) => parts[row] === PART_CODE.validation);
    expectGroups(understanding.finding, rows, own);
    const stored = await store.getJson(link);
    expect(readFormat(stored)).toEqual({ ok: true, value: understanding });
  });

  test('vary over whole groups on other data, and over rows where that has no group column', async () => {
    const { desk, made, model } = await placed();
    const { workspace, lease, analyst, store } = desk;
    const judged = async (columns: Partial<typeof LATER>) => {
      const dataset = await desk.save(tableOf(columns as typeof LATER));
      const asked = { threshold: null, by: ['region'], validationToo: false, testOpened: false };
      const { evaluation, link } = await analyst.judgeData(
        { workspace, lease, model, task: made.link, dataset, ...asked },
        silent(),
      );
      expect(readFormat(await store.getJson(link))).toEqual({ ok: true, value: evaluation });
      return evaluation;
    };
    const grouped = await judged(LATER);
    expectGroups(grouped.slices[0]!, [...LATER.x.keys()], LATER);
    expect(grouped.metrics.map(({ varies }) => varies)).toContain('groups');
    const { customer: _customer, ...bare } = LATER;
    const [rows] = (await judged(bare)).slices;
    expect('varies' in rows!).toBe(false);
    for (const slice of rows!.slices) {
      expect('groups' in slice).toBe(false);
      expect(slice.low).toBeLessThan(slice.value!);
    }
  });
});
