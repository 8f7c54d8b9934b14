/** The bar: twenty reloads and twenty killed workers, no trial lost and none run twice, and the same answers. */
import { afterEach, expect, test } from 'vitest';
import type { LogEntry } from '../../../../src/core/log/types';
import {
  candidateFrom,
  StudyPlace,
  withoutTimes,
  type PlaceOptions,
  type StudyDraft,
} from '../../../support/study-place';
import { seeded } from '../../../support/seeded';
import { trainingInput } from '../../../support/training';

const TRIALS = 24;
const input = trainingInput({
  engine: 'exact',
  model: { kind: 'linear', l2: 0.01 },
  trainer: { epochs: 3 },
});
const draft: StudyDraft = {
  folds: { by: 'stratified', count: 3, repeats: 1, seed: 0 },
  metric: 'roc_auc',
  cost: { miss: 5, falseAlarm: 1 },
  search: {
    type: 'search',
    space: [{ name: 'model.l2', when: null, type: 'number', low: 1e-4, high: 1, log: true }],
    templates: [candidateFrom(input)],
    sampler: 'random',
    halving: null,
    trials: TRIALS,
    minutes: null,
  },
  seed: 4,
};

let places: StudyPlace[] = [];
afterEach(async () => {
  for (const place of places) await place.close();
  places = [];
});

async function placeWith(options: PlaceOptions = {}): Promise<StudyPlace> {
  const place = new StudyPlace(options);
  places.push(place);
  await place.setUp(input);
  await place.begin(draft);
  return place;
}

async function undisturbed() {
  const place = await placeWith();
  await place.settled(await place.open());
  return (await place.results()).map(withoutTimes);
}

function numbersOf(entries: LogEntry[], type: 'trial-started' | 'trial-ended'): number[] {
  return entries.flatMap(({ op }) => (op.type === type ? [op.number] : []));
}

async function expectEachOnce(place: StudyPlace): Promise<void> {
  const entries = await place.entries();
  const all = Array.from({ length: TRIALS }, (_, i) => i);
  expect(numbersOf(entries, 'trial-started')).toEqual(all);
  expect(numbersOf(entries, 'trial-ended').sort((a, b) => a - b)).toEqual(all);
  const states = entries.flatMap(({ op }) => (op.type === 'study-changed' ? [op.state] : []));
  expect(states).toEqual(['finished']);
}

test('Twenty reloads lose no trial and run none twice, and every answer is that of the undisturbed study', async () => {
  const random = seeded(1);
  let calls = 0;
  const place = await placeWith({ before: () => void calls++ });
  for (let reloads = 0; reloads < 20; reloads++) {
    const tab = await place.open();
    const after = calls + 1 + Math.floor(random.uniform() * 6);
    await place.settled(tab, 's', () => calls >= after);
    expect((await tab.store.get('studies', 's'))?.state, `at reload ${reloads}`).toBe('running');
    place.kill(tab);
  }
  await place.settled(await place.open());
  await expectEachOnce(place);
  expect((await place.results()).map(withoutTimes)).toEqual(await undisturbed());
});

test('Twenty killed workers lose no trial and run none twice, and every answer is that of the undisturbed study', async () => {
  const random = seeded(2);
  let kills = 0;
  let calls = 0;
  const place = await placeWith({
    before(method, kill) {
      // Now and then also while it reads; a unit that five workers die of would be a failed trial.
      const may = method !== 'prepareStudy' || kills % 5 === 4;
      if (kills < 20 && calls++ > 1 && may && random.uniform() < 0.25) {
        kills++;
        kill();
      }
    },
  });
  await place.settled(await place.open());
  expect(kills).toBe(20);
  await expectEachOnce(place);
  expect((await place.results()).map(withoutTimes)).toEqual(await undisturbed());
});

test('Two tabs never work at once, and the second goes on when the first is closed', async () => {
  const place = await placeWith();
  const [first, second] = [await place.open(), await place.open()];
  await place.settled(first, 's', () => (first.studies.get('s')?.ended.length ?? 0) >= 3);
  expect(second.studies.get('s')).toBeUndefined();
  place.kill(first);
  await place.settled(second);
  await expectEachOnce(place);
});

test('A study that is paused, in whichever tab, stands still until it goes on', async () => {
  const place = await placeWith();
  const [first, second] = [await place.open(), await place.open()];
  await place.settled(first, 's', () => (first.studies.get('s')?.ended.length ?? 0) >= 3);
  await second.studies.pause('s');
  await place.settled(first);
  const before = await place.entries();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await place.entries()).toEqual(before);
  await first.studies.goOn('s');
  const working = () =>
    first.studies.get('s')!.working || second.studies.get('s')?.working === true;
  await place.settled(first, 's', working);
  const worker = second.studies.get('s')?.working ? second : first;
  await place.settled(worker);
  const entries = await place.entries();
  expect(numbersOf(entries, 'trial-ended').sort((a, b) => a - b)).toEqual(
    Array.from({ length: TRIALS }, (_, i) => i),
  );
  expect((await place.results()).map(withoutTimes)).toEqual(await undisturbed());
});

test('A study that is paused in its tab keeps the folds of its open trials that are done', async () => {
  const FOLDS = 3;
  const PAUSES = 6;
  let folds = 0;
  const place = await placeWith({
    workers: 1,
    before: (method) => void (folds += Number(method === 'runFold')),
  });
  const tab = await place.open();
  for (let pauses = 1; pauses <= PAUSES; pauses++) {
    // In the middle of a trial, most of the time.
    const enough = folds + 5;
    await place.settled(tab, 's', () => folds >= enough);
    await tab.studies.pause('s');
    await place.settled(tab);
    await tab.studies.goOn('s');
  }
  await place.settled(tab, 's', () => tab.studies.get('s')!.working);
  await place.settled(tab);
  // Each pause has cut off the one fold that was under way, at most.
  expect(folds).toBeLessThanOrEqual(TRIALS * FOLDS + PAUSES);
  expect((await place.results()).map(withoutTimes)).toEqual(await undisturbed());
});

test('A study that is ended records what its open trials have, and begins no other', async () => {
  const place = await placeWith();
  const tab = await place.open();
  await place.settled(tab, 's', () => (tab.studies.get('s')?.ended.length ?? 0) >= 3);
  await tab.studies.end('s');
  await place.settled(tab);
  const entries = await place.entries();
  const started = numbersOf(entries, 'trial-started');
  expect(numbersOf(entries, 'trial-ended').sort((a, b) => a - b)).toEqual(started);
  expect(started.length).toBeLessThan(TRIALS);
  const given = (await place.results()).filter(({ outcome }) => outcome.type !== 'finished');
  for (const { outcome } of given)
    expect(outcome).toMatchObject({ type: 'failed', code: 'cancelled' });
});
