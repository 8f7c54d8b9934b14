import { describe, expect, test } from 'vitest';
import { isLoamError } from '../../../../src/core/errors';
import { readFormat } from '../../../../src/core/formats/read-format';
import { linkDigest } from '../../../../src/core/hash/digest';
import { linksIn } from '../../../../src/core/links/links-in';
import { PART_CODE, type Part } from '../../../../src/core/task/types';
import type { UnderstandQuestion } from '../../../../src/core/understand/types';
import { analystDesk, silent, type Desk } from '../../../support/analyst-desk';
import { seeded } from '../../../support/seeded';
import { tableOf } from '../../../support/table-of';

const random = seeded(4);
const ROWS = 300;
const x = Array.from({ length: ROWS }, () => Math.round(100 * random.normal()) / 100);
const left = x.map((value) => (value + 0.5 * random.normal() > 0.8 ? 'yes' : 'no'));
const sex = x.map(() => random.pick(['a', 'b', 'c']));
const table = tableOf({ x, left, sex });

async function understood(part: Part = 'validation') {
  const desk = await analystDesk();
  const { workspace, lease, analyst } = desk;
  const dataset = await desk.save(table, [64]);
  const roles = [{ column: 'sex', role: 'audit' as const }];
  const made = await analyst.makeTask(
    { workspace, lease, spec: { dataset, target: 'left', roles, by: 'stratified' } },
    silent(),
  );
  const { kind, classes } = made.task;
  const model = await desk.saveModel({
    kind,
    target: 'left',
    classes,
    input: 'x',
    slope: 4,
    shift: -3.2,
  });
  const ask = (question: UnderstandQuestion) =>
    analyst.understand({ workspace, lease, model, task: made.link, part, question }, silent());
  return { desk, ask, model, task: made };
}

async function rowsOf(desk: Desk, parts: string, part: Part): Promise<number[]> {
  const bytes = await desk.store.objects.get(linkDigest(parts as never));
  return [...bytes.keys()].filter((i) => bytes[i] === PART_CODE[part]);
}

const QUESTIONS: UnderstandQuestion[] = [
  { type: 'importance' },
  { type: 'dependence', column: 'x', of: 'yes' },
  { type: 'slices', column: 'sex' },
  { type: 'surprising' },
  { type: 'why', row: 3 },
  { type: 'change', row: 3, wanted: { type: 'class', label: 'yes' }, keep: [] },
];

describe('understanding a model', () => {
  test('stores every finding as what it says it is, naming the model and the task, the same each time', async () => {
    const { desk, ask, model, task } = await understood();
    for (const question of QUESTIONS) {
      const { understanding, link } = await ask(question);
      const stored = await desk.store.getJson(link);
      expect(stored).toEqual(understanding);
      expect(readFormat(stored)).toEqual({ ok: true, value: understanding });
      expect(linksIn(stored)).toEqual([model, task.link].sort());
      expect((await ask(question)).link).toBe(link);
    }
  });

  test('slices by a column that the model never sees are those of the part alone', async () => {
    const { desk, ask, task } = await understood();
    const { understanding } = await ask({ type: 'slices', column: 'sex' });
    const rows = await rowsOf(desk, task.task.parts, 'validation');
    if (understanding.finding.type !== 'slices') throw new Error('other finding');
    const { slices, overall } = understanding.finding;
    expect(overall.n).toBe(rows.length);
    for (const { of, n } of slices) {
      if (of.type !== 'value') throw new Error('other slice');
      expect(n).toBe(rows.filter((row) => sex[row] === of.value).length);
    }
  });

  test('a linear model is explained exactly', async () => {
    const { ask } = await understood();
    const { finding } = (await ask({ type: 'why', row: 3 })).understanding;
    if (finding.type !== 'why') throw new Error('other finding');
    expect(finding).toMatchObject({ method: 'linear', units: 'log-odds' });
    expect(finding.answer - finding.typical).toBeCloseTo(finding.parts[0]!.by, 9);
  });

  test('no row of test is read before test was opened for a run of this model', async () => {
    const { desk, ask, model, task } = await understood('test');
    const refused = await ask({ type: 'surprising' }).catch((error: unknown) => error);
    expect(isLoamError(refused, 'test-sealed')).toBe(true);
    await desk.store.commit([
      { type: 'test-opened', run: 'another', task: task.link, reason: 'curious' },
    ]);
    const still = await ask({ type: 'surprising' }).catch((error: unknown) => error);
    expect(isLoamError(still, 'test-sealed')).toBe(true);
    expect(model).toBeTruthy();
  });

  test('stops when it is told to, with nothing stored', async () => {
    const { desk, model, task } = await understood();
    const stop = new AbortController();
    const { workspace, lease, analyst } = desk;
    const question: UnderstandQuestion = { type: 'importance' };
    const context = { signal: stop.signal, progress: () => stop.abort() };
    const ended = await analyst
      .understand(
        { workspace, lease, model, task: task.link, part: 'validation', question },
        context,
      )
      .catch((error: unknown) => error);
    expect(isLoamError(ended, 'cancelled')).toBe(true);
  });
});
