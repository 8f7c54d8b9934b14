/** Odd data and odd searches: a clear state, and what was learnt so far. */
import { afterEach, describe, expect, test } from 'vitest';
import type { TaskManifest } from '../../../../src/core/task/types';
import type { Candidate, Search } from '../../../../src/core/study/types';
import {
  candidateFrom,
  StudyPlace,
  withoutTimes,
  type PlaceOptions,
  type StudyDraft,
} from '../../../support/study-place';
import { tableOf } from '../../../support/table-of';
import { numericStep, trainingInput } from '../../../support/training';

const plain = trainingInput({
  engine: 'exact',
  model: { kind: 'linear', l2: 0.01 },
  trainer: { epochs: 3 },
});
const linear = candidateFrom(plain);
const baseline: Candidate = { ...linear, model: { kind: 'baseline' } };
const ladder: Search = { type: 'ladder', candidates: [baseline, linear] };
const folds = { by: 'stratified', count: 3, repeats: 1, seed: 0 } as const;
const draft: StudyDraft = { folds, metric: 'roc_auc', cost: null, search: ladder, seed: 1 };

let places: StudyPlace[] = [];
afterEach(async () => {
  for (const place of places) await place.close();
  places = [];
});

async function study(
  data: Pick<typeof plain, 'task' | 'table' | 'parts'>,
  asked: StudyDraft = draft,
  options: PlaceOptions = {},
) {
  const place = new StudyPlace(options);
  places.push(place);
  await place.setUp(data);
  await place.begin(asked);
  const tab = await place.open();
  await place.settled(tab);
  const row = await tab.store.get('studies', 's');
  return {
    state: row?.state,
    error: tab.studies.get('s')!.error,
    results: await place.results(),
    live: tab.studies.get('s')!,
  };
}

/** Columns x and y, and g; all rows are dealt. */
function made(
  y: string[],
  options: { group?: (row: number) => string; rule?: Partial<TaskManifest['rule']> } = {},
) {
  const rows = y.length;
  const { group = () => 'g' } = options;
  const table = tableOf({
    x: { schema: { name: 'x', type: 'number' }, values: y.map((_, i) => (i * 37) % 101) },
    g: { schema: { name: 'g', type: 'category' }, values: y.map((_, i) => group(i)) },
    y: { schema: { name: 'y', type: 'category' }, values: y },
  });
  const classes = [...new Set(y)].sort();
  const task: TaskManifest = {
    ...plain.task,
    kind: classes.length === 2 ? 'binary' : 'multiclass',
    classes,
    metric: 'accuracy',
    roles: [
      { column: 'x', role: 'feature' },
      { column: 'g', role: options.group ? 'group' : 'ignore' },
      { column: 'y', role: 'target' },
    ],
    rule: {
      by: 'hash',
      key: options.group ? 'group' : 'content',
      seed: 0,
      validation: 0.2,
      test: 0,
    },
  };
  const candidate = { ...linear, preprocessing: [numericStep('x')] };
  const search: Search = {
    type: 'ladder',
    candidates: [{ ...baseline, preprocessing: [numericStep('x')] }, candidate],
  };
  return {
    data: { task, table, parts: new Uint8Array(rows) },
    asked: { ...draft, metric: 'accuracy', search } as StudyDraft,
  };
}

test('A ladder is finished with one result per candidate, with scores over all judged rows', async () => {
  const taught = { ...linear, trainer: { ...linear.trainer, epochs: 60, learningRate: 0.05 } };
  const { state, error, results, live } = await study(plain, {
    ...draft,
    search: { type: 'ladder', candidates: [baseline, taught] },
  });
  expect([state, error]).toEqual(['finished', null]);
  expect(
    results.map(({ outcome, folds: done, score }) => [outcome.type, done.length, score?.n]),
  ).toEqual([
    ['finished', 3, 96],
    ['finished', 3, 96],
  ]);
  expect(live.best?.number).toBe(1);
  expect(results[1]!.mean).toBeGreaterThan(0.8);
});

test('Workers that share one copy of the rows give the results of one that reads its own', async () => {
  const reading: string[] = [];
  const shared = await study(plain, draft, {
    canShare: true,
    workers: 3,
    before: (method) => reading.push(method),
  });
  expect(reading.filter((method) => method === 'prepareStudy')).toHaveLength(3);
  const alone = await study(plain, draft, { workers: 1 });
  expect(shared.results.map(withoutTimes)).toEqual(alone.results.map(withoutTimes));
});

test('A candidate that cannot be trained has failed, and the others are tried', async () => {
  const broken: Candidate = { ...linear, preprocessing: [numericStep('y')] };
  const { state, results } = await study(plain, {
    ...draft,
    search: { type: 'ladder', candidates: [broken, linear] },
  });
  expect(state).toBe('finished');
  expect(results.map(({ outcome, folds: done }) => [outcome.type, done.length])).toEqual([
    ['failed', 0],
    ['finished', 3],
  ]);
  expect(results[0]!.outcome).toMatchObject({ code: 'recipe-invalid' });
});

test('A worker that dies of a candidate each time fails it, and the study goes on', async () => {
  let dead = 0;
  const { state, results } = await study(plain, draft, {
    workers: 1,
    before(method, kill) {
      if (method === 'runFold' && dead < 5) {
        dead++;
        kill();
      }
    },
  });
  expect(state).toBe('finished');
  expect(results.map(({ outcome }) => outcome.type)).toEqual(['failed', 'finished']);
  expect(results[0]!.outcome).toMatchObject({ code: 'worker-died' });
});

test('Folds that cannot be dealt end the study with the reason, after one trial', async () => {
  const { data, asked } = made(['a', 'b', 'a', 'b']);
  const { state, error, results } = await study(data, { ...asked, folds: { ...folds, count: 5 } });
  expect([state, error]).toEqual(['finished', null]);
  expect(
    results.every(({ outcome }) => outcome.type === 'failed' && outcome.code === 'fold-empty'),
  ).toBe(true);
  expect(results.length).toBeGreaterThan(0);
});

test('A metric that is undefined on a fold leaves a mean over the others', async () => {
  // Three of sixty are yes, in one group: only one fold holds any of them beside others.
  const y = Array.from({ length: 60 }, (_, i) => (i === 0 || i === 10 || i === 11 ? 'yes' : 'no'));
  const { data, asked } = made(y, { group: (row) => `g${Math.floor(row / 10)}` });
  const { state, results } = await study(data, { ...asked, metric: 'roc_auc' });
  expect(state).toBe('finished');
  for (const { folds: done, mean, outcome } of results) {
    expect(outcome.type).toBe('finished');
    const defined = done.flatMap(({ value }) => (value === null ? [] : [value]));
    expect(defined.length).toBeLessThan(3);
    expect(mean).toBe(
      defined.length === 0 ? null : defined.reduce((a, b) => a + b, 0) / defined.length,
    );
  }
});

describe.each([
  ['two rows per class', made(Array.from({ length: 40 }, (_, i) => `c${i % 20}`))],
  ['five hundred classes', made(Array.from({ length: 1000 }, (_, i) => `c${i % 500}`))],
  [
    'a group in every part',
    made(
      Array.from({ length: 60 }, (_, i) => 'ab'[i % 2]!),
      { group: (row) => 'pqrstu'[row % 6]! },
    ),
  ],
])('of %s', (_, { data, asked }) => {
  test('every candidate has a mean', async () => {
    const { state, results } = await study(data, asked);
    expect(state).toBe('finished');
    for (const { outcome, mean } of results) {
      expect(outcome.type).toBe('finished');
      expect(mean).toBeGreaterThanOrEqual(0);
    }
  });
});

test('The score of a task with groups varies over groups, else over rows', async () => {
  const y = Array.from({ length: 60 }, (_, i) => 'ab'[i % 2]!);
  const grouped = made(y, { group: (row) => 'pqrstu'[row % 6]! });
  const varies = async ({ data, asked }: ReturnType<typeof made>) =>
    (await study(data, asked)).results.map(({ score }) => [score?.varies, score?.n]);
  expect(await varies(grouped)).toEqual([
    ['groups', 6],
    ['groups', 6],
  ]);
  expect(await varies(made(y))).toEqual([
    ['rows', 60],
    ['rows', 60],
  ]);
});

test('A fold that lacks a class is undefined, says which, and the trial goes on with the others', async () => {
  const y = Array.from({ length: 60 }, (_, i) => (i < 36 ? 'a' : 'ab'[i % 2]!));
  const { data, asked } = made(y);
  const timed: typeof data.task = {
    ...data.task,
    roles: [
      { column: 'x', role: 'feature' },
      { column: 'when', role: 'time' },
      { column: 'y', role: 'target' },
    ],
    rule: { by: 'time', validationFrom: 48, testFrom: 60 },
  };
  const table = tableOf({
    x: { schema: { name: 'x', type: 'number' }, values: y.map((_, i) => (i * 37) % 101) },
    when: {
      schema: { name: 'when', type: 'datetime', precision: 'millisecond' },
      values: y.map((_, i) => i),
    },
    y: { schema: { name: 'y', type: 'category' }, values: y },
  });
  const folds = { by: 'time', count: 4, horizon: 7 } as const;
  const { state, results } = await study({ ...data, table, task: timed }, { ...asked, folds });
  expect(state).toBe('finished');
  for (const { outcome, folds: done, mean, score } of results) {
    expect(outcome).toEqual({ type: 'finished' });
    expect(done.map(({ rows, lacks }) => [rows, lacks])).toEqual([
      [0, 'b'],
      [7, undefined],
      [7, undefined],
      [7, undefined],
    ]);
    const [lacking, ...others] = done.map(({ value }) => value);
    expect(lacking).toBeNull();
    expect(mean).toBeCloseTo(others.reduce((sum, value) => sum! + value!, 0)! / 3, 12);
    expect(score?.n).toBe(21);
  }
});

test('A study whose every fold lacks a class finishes, with no mean and nothing answered', async () => {
  const y = Array.from({ length: 60 }, (_, i) => (i < 59 ? 'a' : 'b'));
  const { data, asked } = made(y);
  const table = tableOf({
    x: { schema: { name: 'x', type: 'number' }, values: y.map((_, i) => (i * 37) % 101) },
    when: {
      schema: { name: 'when', type: 'datetime', precision: 'millisecond' },
      values: y.map((_, i) => i),
    },
    y: { schema: { name: 'y', type: 'category' }, values: y },
  });
  const task: typeof data.task = {
    ...data.task,
    roles: [
      { column: 'x', role: 'feature' },
      { column: 'when', role: 'time' },
      { column: 'y', role: 'target' },
    ],
    rule: { by: 'time', validationFrom: 48, testFrom: 60 },
  };
  const { state, error, results } = await study(
    { ...data, table, task },
    { ...asked, folds: { by: 'time', count: 2, horizon: 8 } },
  );
  expect([state, error]).toEqual(['finished', null]);
  expect(
    results.map(({ outcome, mean, score, answers }) => [outcome.type, mean, score, answers]),
  ).toEqual([
    ['finished', null, null, null],
    ['finished', null, null, null],
  ]);
});

test('Successive halving stops trials at rungs and keeps what their folds gave', async () => {
  const search: Search = {
    type: 'search',
    space: [{ name: 'model.l2', when: null, type: 'number', low: 1e-4, high: 30, log: true }],
    templates: [linear],
    sampler: 'random',
    halving: { first: 1, factor: 2 },
    trials: 8,
    minutes: null,
  };
  const { state, results } = await study(
    plain,
    { ...draft, folds: { ...folds, count: 4 }, search },
    { workers: 1 },
  );
  expect(state).toBe('finished');
  expect(results).toHaveLength(8);
  const stopped = results.filter(({ outcome }) => outcome.type === 'stopped');
  expect(stopped.length).toBeGreaterThan(0);
  for (const { outcome, folds: done, mean } of results) {
    expect(done).toHaveLength(outcome.type === 'stopped' ? [1, 2][outcome.rung]! : 4);
    expect(mean).not.toBeNull();
  }
});
