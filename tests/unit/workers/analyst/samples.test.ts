import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTable } from '../../../../src/core/dataset/read-table';
import { ingest } from '../../../../src/core/ingest/ingest';
import { guessTask } from '../../../../src/core/task/guess-task';
import { analystDesk, silent } from '../../../support/analyst-desk';
import { MemoryObjects } from '../../../support/memory-objects';

async function readSample(file: string) {
  const bytes = readFileSync(new URL(`../../../../public/samples/${file}`, import.meta.url));
  const writer = new MemoryObjects();
  const source = {
    name: file,
    size: bytes.length,
    async *open() {
      yield new Uint8Array(bytes);
    },
  };
  const { manifest, profile } = await ingest(source, {}, { writer });
  return { table: await readTable(manifest, writer), profile };
}

/** The churn sample is 1.2 MB, and machines of all speeds run this. */
const PATIENCE_MS = 60_000;

test.each([
  ['iris.csv', 'Predict species from 4 columns; 3 classes, about equally frequent'],
  ['wine.csv', 'Predict cultivar from 13 columns; 3 classes, the most frequent, class_1, has 40 %'],
  ['breast_cancer.csv', 'Predict diagnosis = malignant from 30 columns; 37 % are malignant'],
  ['digits.csv', 'Predict digit from 61 columns; 10 classes, about equally frequent'],
  ['diabetes.csv', 'Predict progression from 10 columns; from 25 to 346, half are at most 140'],
  [
    'churn.csv',
    'Predict left = yes from 11 columns; 8 % are yes; cancel_form gives the answer away, left out',
  ],
])(
  'the guess for %s is right, and a task can be made of it',
  async (file, sentence) => {
    const { table, profile } = await readSample(file);
    const guess = guessTask(table, profile);
    expect(guess.sentence).toBe(sentence);
    const desk = await analystDesk();
    const dataset = await desk.save(table);
    const { target, roles, by, metric } = guess;
    const spec = { dataset, target, roles, by, metric };
    const { task } = await desk.analyst.makeTask(
      { workspace: desk.workspace, lease: desk.lease, spec },
      silent(),
    );
    expect([task.kind, task.classes, task.metric]).toEqual([
      guess.kind,
      guess.classes,
      guess.metric,
    ]);
    expect(task.counts.test / table.rows).toBeCloseTo(0.2, 1);
    expect(task.counts.validation / table.rows).toBeCloseTo(0.2, 1);
  },
  PATIENCE_MS,
);

test(
  'the churn sample gets a role for every kind of column',
  async () => {
    const { table, profile } = await readSample('churn.csv');
    const guess = guessTask(table, profile);
    const others = guess.roles.filter(({ role }) => role !== 'feature');
    expect(Object.fromEntries(others.map(({ column, role }) => [column, role]))).toEqual({
      customer: 'id',
      observed: 'time',
      last_note: 'ignore',
      cancel_form: 'ignore',
      left: 'target',
    });
    expect(guess.findings.map(({ type, column }) => [type, column])).toEqual([
      ['leak', 'cancel_form'],
      ['duplicates', null],
      ['duplicates', 'customer'],
      ['identifier', 'customer'],
      ['free-text', 'last_note'],
    ]);
    expect([guess.metric, guess.by]).toEqual(['average_precision', 'hash']);
  },
  PATIENCE_MS,
);
