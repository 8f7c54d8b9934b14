/** From the draft of a form to a study and its model: a clear state, and what was learnt so far, whatever the data. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StudyReader, type LoadedStudy } from '../../../../src/app/commands/load-study';
import type { StudyDraft } from '../../../../src/app/commands/start-study';
import { useTrial } from '../../../../src/app/commands/use-trial';
import type { LearnSession } from '../../../../src/app/learn-session.svelte';
import type { RecipeFacts } from '../../../../src/core/recipe/facts';
import { candidateFor } from '../../../../src/core/study/ladder';
import { studySteps } from '../../../../src/core/study/propose';
import type { Candidate, Search } from '../../../../src/core/study/types';
import { csvOf } from '../../../support/app-gestures';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../support/notebook-place';

let place: NotebookPlace;
let startStudy: typeof import('../../../../src/app/commands/start-study').startStudy;
let startLadder: typeof import('../../../../src/app/commands/start-study').startLadder;
beforeAll(async () => {
  place = await notebookPlace();
  // They name a browser, which the place stands for.
  ({ startStudy, startLadder } = await import('../../../../src/app/commands/start-study'));
}, 60_000);
afterAll(() => place.close());

type Drafted = Pick<StudyDraft, 'of'> & { facts: RecipeFacts };

async function drafted(
  name: string,
  csv: string,
  change: (learn: LearnSession) => void | Promise<void> = () => undefined,
): Promise<Drafted> {
  const { session } = place;
  await place.add(name, csv);
  const [row] = await session.store.find('datasets', 'name', name);
  const made = await import('../../../../src/app/learn-session.svelte');
  const learn = new made.LearnSession(session, row!.id);
  await learn.ready;
  await change(learn);
  return learn.studyDraft!;
}

function quick({ facts }: Drafted, name: 'baseline' | 'linear'): Candidate {
  const candidate = candidateFor(name, facts);
  return { ...candidate, engine: 'exact', trainer: { ...candidate.trainer, epochs: 3 } };
}

const two = (given: Drafted): Search => ({
  type: 'ladder',
  candidates: [quick(given, 'baseline'), quick(given, 'linear')],
});

async function ended(study: string): Promise<LoadedStudy> {
  const reader = new StudyReader(place.session, study);
  for (;;) {
    const loaded = await reader.load();
    const live = place.session.studies.get(study);
    if (live?.error) throw live.error;
    if (loaded && loaded.row.state !== 'running') return loaded;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const outcomes = ({ trials }: LoadedStudy) => trials.map(({ result }) => result!.outcome.type);
const counts = () =>
  Promise.all((['studies', 'tasks', 'trials'] as const).map((t) => place.session.store.count(t)));

describe('a study of a form', () => {
  test('tries its candidates on the usual folds, is known when asked again, and a trial of it becomes a run', async () => {
    const { session } = place;
    const given = await drafted('churn', sampleLines('churn.csv', 300));
    const ask = () => startStudy(session, { ...given, search: two(given), cost: null });
    const { study, known } = await ask();
    expect(known).toBe(false);
    const loaded = await ended(study);
    expect(outcomes(loaded)).toEqual(['finished', 'finished']);
    expect(loaded.manifest.folds).toEqual({ by: 'stratified', count: 5, repeats: 1, seed: 0 });
    const { train, validation } = loaded.task.counts;
    expect(loaded.trials[1]!.result!.score!.n).toBe(train + validation);
    expect(await ask()).toEqual({ study, known: true });

    const use = () => useTrial(session, studySteps, { study, number: 1 });
    const { run } = await use();
    while ((await session.store.get('runs', run))!.status === 'running')
      await new Promise((resolve) => setTimeout(resolve, 10));
    const row = (await session.store.get('runs', run))!;
    expect(row.outcome).toMatchObject({
      type: 'finished',
      outOfFold: expect.any(String) as string,
    });
    const recipe = await session.json(row.recipe, 'loam.recipe/4');
    expect(recipe).toMatchObject({
      task: loaded.manifest.task,
      fitting: { type: 'folds', folds: loaded.manifest.folds },
      model: quick(given, 'linear').model,
    });
    expect(await use()).toEqual({ run, known: true });
    await expect(useTrial(session, studySteps, { study, number: 9 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('over an empty space is refused with the reason, and nothing is recorded', async () => {
    const given = await drafted('empty', sampleLines('iris.csv', 150));
    const before = await counts();
    const search: Search = {
      ...{ type: 'search', space: [], templates: [quick(given, 'linear')], sampler: 'random' },
      ...{ halving: null, trials: 3, minutes: null },
    };
    const asked = startStudy(place.session, { ...given, search });
    await expect(asked).rejects.toMatchObject({ code: 'study-invalid' });
    expect(await counts()).toEqual(before);
  });

  test('keeps the failure of one candidate beside what the others have learnt', async () => {
    const given = await drafted('failing', sampleLines('iris.csv', 150));
    const broken: Candidate = { ...quick(given, 'linear'), engine: 'webgpu' };
    const search: Search = { type: 'ladder', candidates: [broken, quick(given, 'linear')] };
    const { study } = await startStudy(place.session, { ...given, search });
    const loaded = await ended(study);
    expect(outcomes(loaded)).toEqual(['failed', 'finished']);
    expect(loaded.trials[0]!.result!.outcome).toMatchObject({
      code: 'engine-unavailable',
      message: expect.stringContaining('WebGPU') as string,
    });
    expect(loaded.trials[1]!.result!.mean).not.toBeNull();
  });

  test('whose metric is undefined on some folds has the mean over the others', async () => {
    // The target is the same within a group, and some folds hold one group: there R2 is undefined.
    const csv = csvOf('g,x,y', 120, (row) => `g${row % 8},${(row * 37) % 101},${(row % 8) * 3}.5`);
    const given = await drafted('constant', csv, async (learn) => {
      await learn.retarget('y');
      learn.assign('g', 'group');
      learn.changeTask({ metric: 'r2' });
    });
    const { study } = await startStudy(place.session, { ...given, search: two(given) });
    const loaded = await ended(study);
    expect(outcomes(loaded)).toEqual(['finished', 'finished']);
    for (const { result } of loaded.trials) {
      const values = result!.folds.map(({ value }) => value);
      const defined = values.filter((value) => value !== null);
      expect(defined.length).toBeLessThan(values.length);
      const mean = defined.reduce((sum, value) => sum + value, 0) / defined.length;
      expect(result!.mean).toBe(defined.length === 0 ? null : mean);
    }
  });

  test('of one group, which would be in every part, is refused with the part that would be empty', async () => {
    const csv = csvOf('g,x,y', 40, (row) => `all,${(row * 37) % 101},${'ab'[row % 2]!}`);
    const given = await drafted('one group', csv, async (learn) => {
      await learn.retarget('y');
      learn.assign('g', 'group');
    });
    const before = await counts();
    const asked = startStudy(place.session, { ...given, search: two(given) });
    await expect(asked).rejects.toMatchObject({ code: 'part-empty' });
    expect(await counts()).toEqual(before);
  });

  test('of as few groups as parts is judged by as many folds as groups are left', async () => {
    const csv = csvOf(
      'g,x,y',
      60,
      (row) => `g${row % 4},${(row * 37) % 101},${'ab'[(row >> 2) % 2]!}`,
    );
    const given = await drafted('few groups', csv, async (learn) => {
      await learn.retarget('y');
      learn.assign('g', 'group');
    });
    const { study } = await startStudy(place.session, { ...given, search: two(given) });
    const loaded = await ended(study);
    expect(outcomes(loaded)).toEqual(['finished', 'finished']);
    expect([2, 3]).toContain((loaded.manifest.folds as { count: number }).count);
  });

  test('of two rows per class is refused with the part that would be empty, and nothing is recorded', async () => {
    const csv = csvOf('x,y', 40, (row) => `${(row * 37) % 101},c${row % 20}`);
    const given = await drafted('two per class', csv, (learn) => learn.retarget('y'));
    const before = await counts();
    const asked = startStudy(place.session, { ...given, search: two(given) });
    await expect(asked).rejects.toMatchObject({ code: 'part-empty', facts: { part: 'test' } });
    expect(await counts()).toEqual(before);
  });

  test('of five hundred classes gives every candidate a mean', async () => {
    const csv = csvOf('x,z,y', 2000, (row) => `${(row * 37) % 1009},${row % 500},c${row % 500}`);
    const given = await drafted('many classes', csv, (learn) => learn.retarget('y'));
    const { study } = await startStudy(place.session, { ...given, search: two(given) });
    const loaded = await ended(study);
    expect(outcomes(loaded)).toEqual(['finished', 'finished']);
    for (const { result } of loaded.trials) expect(result!.mean).not.toBeNull();
  }, 120_000);
});

test('A ladder of a form has a rung of every kind, each with folds, and a series of numbers its lags', async () => {
  const csv = csvOf('day,v', 200, (row) => {
    const day = new Date(Date.UTC(2020, 0, 1 + row)).toISOString().slice(0, 10);
    return `${day},${[10, 12, 9, 14, 20, 30, 25][row % 7]! + ((row * 37) % 11) / 10}`;
  });
  const given = await drafted('days', csv, async (learn) => {
    await learn.retarget('v');
    learn.assign('day', 'time');
    learn.changeTask({ by: 'time' });
  });
  const { study } = await startLadder(place.session, given);
  const loaded = await ended(study);
  expect(loaded.manifest.folds.by).toBe('time');
  expect(loaded.trials.map(({ result }) => result!.candidate.model.kind)).toEqual([
    'baseline',
    'linear',
    'trees',
    'forest',
    'mlp',
  ]);
  expect(outcomes(loaded)).toEqual(Array.from({ length: 5 }, () => 'finished'));
  expect(loaded.trials[1]!.result!.candidate.derive.length).toBeGreaterThan(0);

  const { workers, id: workspace } = place.session;
  const trials = loaded.trials.map(({ row }) => row.result!);
  const request = { workspace, study: loaded.row.spec, trials };
  const reference = (await workers.analyst.call('seriesReference', request))!;
  expect(reference.season).toBe(7);
  expect(reference.rows).toBe(loaded.trials[0]!.result!.score!.n);
  const mase = (number: number) => reference.trials.find((t) => t.number === number)!.mase!;
  expect(reference.trials.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
  // The mean of all days is a bad forecast of a week that repeats itself.
  expect(mase(0)).toBeGreaterThan(3 * reference.mase!);
  expect(reference.trials.every(({ pinball }) => pinball === null)).toBe(true);
}, 120_000);
