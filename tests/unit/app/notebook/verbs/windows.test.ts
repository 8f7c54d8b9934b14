import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadRun } from '../../../../../src/app/commands/load-run';
import { LearnSession } from '../../../../../src/app/learn-session.svelte';
import { forecastSentence } from '../../../../../src/core/evaluation/forecast-sentence';
import { refinementsOf } from '../../../../../src/core/recipe/refinements-of';
import type { RefinedRecipe } from '../../../../../src/core/recipe/types';
import { lagColumn } from '../../../../../src/core/recipe/lags';
import { notebookPlace, type NotebookPlace } from '../../../../support/notebook-place';

const DAY = 86_400_000;
const DAYS = 100;
const lines = Array.from({ length: DAYS }, (_, i) => {
  const day = new Date(Date.UTC(2024, 0, 1) + i * DAY).toISOString().slice(0, 10);
  return `${day},${(i * 7) % 13},${2 * ((i * 7) % 13) + ((i * 5) % 3)}`;
});

let place: NotebookPlace;

beforeAll(async () => {
  place = await notebookPlace({ effects: { wait: () => new Promise((go) => setTimeout(go, 2)) } });
  await place.add('days', ['day,x,y', ...lines].join('\n'));
}, 60_000);

afterAll(() => place.close());

const spec = () => place.loam.model.linear({ epochs: 3 });
const taskOf = async () =>
  place.loam.task(await place.loam.data('days'), {
    predict: 'y',
    time: 'day',
    parts: { by: 'time' },
  });
const loaded = async ({ id }: { id: string }) => (await loadRun(place.session, id))!;
const fittingOf = async (run: { id: string }) => refinementsOf((await loaded(run)).recipe).fitting;

it('Folds of a task by time are so many windows, and five are the form’s own', async () => {
  const run = await place.loam.train(await taskOf(), place.loam.model.linear(), { folds: 5 });
  const plan = { by: 'time', count: 5, horizon: 4 * DAY } as const;
  expect(await fittingOf(run)).toEqual({ type: 'folds', folds: plan });
  const [dataset] = await place.session.store.find('datasets', 'name', 'days');
  const form = new LearnSession(place.session, dataset!.id);
  await new Promise((go) => setTimeout(go, 300));
  await form.retarget('y');
  form.assign('day', 'time');
  form.useModel('linear');
  expect(await form.train()).toEqual({ run: run.id, known: true });
  const { validation, recipe } = await loaded(run);
  expect(validation!.rows).toBe(20);
  expect(forecastSentence(validation, recipe, 'y')).toBe(
    'Judged as a forecast of up to 4 days ahead, in 5 windows of 4 days, each after the rows learnt from.',
  );
  const derive = [lagColumn({ column: 'y', rows: 3, mean: 1 })];
  const lagged = { ...(recipe as RefinedRecipe), derive };
  expect(forecastSentence(validation, lagged, 'y')).toContain('3 rows ahead');
});

it('Train, the form that opens its run, and a study are given the same windows, whose horizon follows from their number', async () => {
  const plan = { by: 'time', count: 2, horizon: 10 * DAY } as const;
  const run = await place.loam.train(await taskOf(), spec(), { folds: 2 });
  expect(await fittingOf(run)).toEqual({ type: 'folds', folds: plan });
  const [dataset] = await place.session.store.find('datasets', 'name', 'days');
  const form = new LearnSession(place.session, dataset!.id, run.id);
  await new Promise((go) => setTimeout(go, 300));
  expect(await form.train()).toEqual({ run: run.id, known: true });
  const study = await place.loam.study(
    await taskOf(),
    (q) => place.loam.model.linear({ l2: q.choice([0, 0.1]), epochs: 3 }),
    { folds: 2, trials: 2, sampler: 'grid' },
  );
  expect(study.trials.map(({ folds }) => folds)).toEqual([2, 2]);
  expect(await fittingOf(study.best)).toEqual({ type: 'folds', folds: plan });
});

it('Windows are as long as a cell or the form asks, which the recipe, the run and the model say', async () => {
  const plan = { by: 'time', count: 3, horizon: 7 * DAY } as const;
  const folds = { windows: 3, ahead: '7 days' };
  const run = await place.loam.train(await taskOf(), spec(), { folds });
  expect(await fittingOf(run)).toEqual({ type: 'folds', folds: plan });
  const { validation, recipe } = await loaded(run);
  expect(validation!.rows).toBe(21);
  expect(forecastSentence(validation, recipe, 'y')).toBe(
    'Judged as a forecast of up to 7 days ahead, in 3 windows of 7 days, each after the rows learnt from.',
  );
  const [dataset] = await place.session.store.find('datasets', 'name', 'days');
  const again = new LearnSession(place.session, dataset!.id, run.id);
  await new Promise((go) => setTimeout(go, 300));
  expect(await again.train()).toEqual({ run: run.id, known: true });
  // Of the form's own, no longer of that run.
  again.changeRefinements({ byFolds: true });
  const usual = await again.train();
  expect(usual.known).toBe(false);
  again.changeRefinements({ byFolds: { windows: 3, ahead: 7 * DAY } });
  expect(await again.train()).toEqual({ run: run.id, known: true });
  const study = await place.loam.ladder(await taskOf(), { folds });
  expect(await fittingOf(study.best)).toEqual({ type: 'folds', folds: plan });
  const task = place.loam.task(await place.loam.data('days'), {
    predict: 'y',
    time: 'day',
    parts: { by: 'time', validation: { folds } },
  });
  expect((await place.loam.train(task, spec())).id).toBe(run.id);
});

it('Windows that rows do not fill, spans that are none, and spans of other folds are refused', async () => {
  const train = async (folds: unknown, by: 'time' | 'hash' = 'time') => {
    const data = await place.loam.data('days');
    const task = place.loam.task(data, { predict: 'y', time: 'day', parts: { by } });
    return place.loam.train(task, spec(), { folds: folds as never });
  };
  await expect(train({ windows: 3, ahead: '40 days' })).rejects.toMatchObject({
    code: 'fold-empty',
  });
  // Of 80 days that are not test, 77 can be judged.
  await expect(train({ windows: 50, ahead: '7 days' })).rejects.toThrow(
    /One of 50 windows of time .* the times of these rows make 11\b/,
  );
  await expect(train({ windows: 3, ahead: '2 hours' })).rejects.toMatchObject({
    code: 'fold-empty',
  });
  await expect(train({ windows: 3 })).rejects.toThrow('loam.train: folds.ahead');
  await expect(train({ windows: 1, ahead: '7 days' })).rejects.toThrow('loam.train: folds.windows');
  await expect(train({ ahead: '1 month' })).rejects.toThrow('“7 days” or “12 hours”');
  await expect(train({ ahead: '7 days' }, 'hash')).rejects.toThrow('folds.ahead');
});

it('More windows than the times allow are refused with how many they make, and so are repeats', async () => {
  const few = Array.from({ length: 120 }, (_, i) => {
    const [, x, y] = lines[i % DAYS]!.split(',');
    return `2024-01-${String(1 + 3 * Math.floor(i / 15)).padStart(2, '0')},${x},${y}`;
  });
  await place.add('few', ['day,x,y', ...few].join('\n'));
  const data = await place.loam.data('few');
  const task = place.loam.task(data, { predict: 'y', time: 'day', parts: { by: 'time' } });
  const asked = (folds: number, repeats?: number) =>
    place.loam.train(task, spec(), { folds, ...(repeats && { repeats }) });
  await expect(asked(9)).rejects.toThrow(
    /One of 9 windows of time .* the times of these rows make/,
  );
  await expect(asked(2, 3)).rejects.toThrow(/repeats/);
});
