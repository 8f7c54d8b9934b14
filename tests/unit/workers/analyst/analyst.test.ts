import { describe, expect, test } from 'vitest';
import { LoamError } from '../../../../src/core/errors';
import { PART_CODE } from '../../../../src/core/task/types';
import { linkDigest } from '../../../../src/core/hash/digest';
import { analystDesk, silent, type Desk } from '../../../support/analyst-desk';
import { seeded } from '../../../support/seeded';
import { tableOf } from '../../../support/table-of';

const random = seeded(4);
const ROWS = 200;
const x = Array.from({ length: ROWS }, () => Math.round(100 * random.normal()) / 100);
const left = x.map((value) => (value + 0.5 * random.normal() > 0.8 ? 'yes' : 'no'));
const bill = x.map((value) => 3 * value + 10);
const table = tableOf({ x, left, bill });

async function judged(desk: Desk, target: 'left' | 'bill', slope: number, shift: number) {
  const { workspace, lease, analyst } = desk;
  const dataset = await desk.save(table, [64]);
  const roles = [{ column: target === 'left' ? 'bill' : 'left', role: 'ignore' as const }];
  const made = await analyst.makeTask(
    { workspace, lease, spec: { dataset, target, roles, by: 'stratified' } },
    silent(),
  );
  const { kind, classes } = made.task;
  const model = await desk.saveModel({ kind, target, classes, input: 'x', slope, shift });
  const request = { workspace, lease, model, task: made.link, part: 'validation' as const };
  return { ...(await analyst.evaluate(request, silent())), task: made.task, model, request };
}

describe('the analyst', () => {
  test('guesses from the rows alone where no version was saved', async () => {
    const desk = await analystDesk();
    const dataset = await desk.save(table, [50, 50]);
    const guess = await desk.analyst.guess(
      { workspace: desk.workspace, dataset, target: 'left' },
      silent(),
    );
    expect(guess).toMatchObject({
      target: 'left',
      kind: 'binary',
      positive: 'yes',
      classes: ['no', 'yes'],
    });
    expect(guess.sentence).toMatch(/^Predict left = yes from \d columns?; \d+ % are yes/);
  });

  test('shows rows by range and by number', async () => {
    const desk = await analystDesk();
    const dataset = await desk.save(table, [10]);
    const { workspace, analyst } = desk;
    const row = (i: number) => [x[i], left[i], bill[i]];
    expect(await analyst.rows({ workspace, dataset, start: 198, count: 9 }, silent())).toEqual({
      columns: ['x', 'left', 'bill'],
      rows: [row(198), row(199)],
    });
    const some = await analyst.rows({ workspace, dataset, indices: [150, 2] }, silent());
    expect(some.rows).toEqual([row(150), row(2)]);
  });

  test('judges exactly the rows of the part, beside the baseline of train', async () => {
    const desk = await analystDesk();
    const { evaluation, link, task } = await judged(desk, 'left', 4, -3.2);
    const parts = await desk.store.objects.get(linkDigest(task.parts));
    const rows = [...parts.keys()].filter((i) => parts[i] === PART_CODE.validation);
    const right = rows.filter((i) => 4 * x[i]! - 3.2 >= 0 === (left[i] === 'yes')).length;
    const usual = rows.filter((i) => left[i] === 'no').length;
    const value = (list: typeof evaluation.metrics) =>
      list.find((m) => m.name === 'accuracy')?.value;
    expect(evaluation.rows).toBe(rows.length);
    expect(value(evaluation.metrics)).toBeCloseTo(right / rows.length, 12);
    expect(value(evaluation.baseline)).toBeCloseTo(usual / rows.length, 12);
    expect(
      evaluation.worst.every(({ row, truth }) => left[row] === truth && rows.includes(row)),
    ).toBe(true);
    expect(await desk.store.getJson(link)).toEqual(evaluation);
  });

  test('judges a regression in the units of the target', async () => {
    const desk = await analystDesk();
    const { evaluation } = await judged(desk, 'bill', 3, 11);
    const mae = (list: typeof evaluation.metrics) => list.find((m) => m.name === 'mae')!.value!;
    expect(mae(evaluation.metrics)).toBeCloseTo(1, 6);
    expect(mae(evaluation.baseline)).toBeGreaterThan(1.5);
    expect(evaluation.kind).toBe('regression');
  });

  test('refuses to judge a model by the task of another question', async () => {
    const desk = await analystDesk();
    const { request } = await judged(desk, 'left', 4, -3.2);
    const other = await judged(desk, 'bill', 3, 10);
    await expect(
      desk.analyst.evaluate({ ...request, model: other.model }, silent()),
    ).rejects.toThrow(/columns-differ/);
  });

  test('stops an evaluation that is cancelled', async () => {
    const desk = await analystDesk();
    const { request } = await judged(desk, 'left', 4, -3.2);
    await expect(desk.analyst.evaluate(request, silent(AbortSignal.abort()))).rejects.toThrow(
      new LoamError('cancelled'),
    );
  });

  test('scores a file: its own text, then the answers; what was odd is noted', async () => {
    const desk = await analystDesk();
    const { workspace, analyst } = desk;
    const model = await desk.saveModel({
      kind: 'binary',
      target: 'left',
      classes: ['no', 'yes'],
      input: 'x',
      slope: 1,
      shift: 0,
    });
    const file = new Blob(['id;x;note\n007;1.50;"a;b"\n008;-2;\n009;many;c\n']);
    const { csv, rows, notes } = await analyst.scoreFile(
      { workspace, model, file, name: 'new.csv' },
      silent(),
    );
    const lines = (await csv.text()).trim().split(/\r?\n/);
    expect(rows).toBe(3);
    expect(lines[0]).toBe('id;x;note;predicted left;probability of no;probability of yes');
    expect(lines.map((line) => line.split(';').slice(0, 2).join(';'))).toEqual([
      'id;x',
      '007;1.50',
      '008;-2',
      '009;many',
    ]);
    expect(lines[1]).toMatch(/^007;1.50;"a;b";yes;0\.18\d+;0\.81\d+$/);
    expect(lines[2]).toMatch(/^008;-2;;no;/);
    expect(notes).toEqual([
      expect.stringMatching(/^x: 1 value not readable as its type \(such as “many”\)/),
    ]);
  });

  test('says which columns a file lacks, and scores nothing', async () => {
    const desk = await analystDesk();
    const model = await desk.saveModel({
      kind: 'regression',
      target: 'bill',
      classes: null,
      input: 'x',
      slope: 1,
      shift: 0,
    });
    const file = new Blob(['X,y\n1,2\n']);
    const scored = desk.analyst.scoreFile(
      { workspace: desk.workspace, model, file, name: 'new.csv' },
      silent(),
    );
    await expect(scored).rejects.toThrow(
      new LoamError('columns-differ', {
        column: 'x',
        count: 1,
        reason: 'The file lacks a column that the model reads. “X” is nearly “x”.',
      }),
    );
  });
});
