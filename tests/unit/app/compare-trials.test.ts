import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareTrials } from '../../../src/app/commands/compare-trials';
import { countCandidates } from '../../../src/app/commands/count-candidates';
import { listReferences } from '../../../src/app/commands/list-references';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../support/notebook-place';

let place: NotebookPlace;

beforeAll(async () => {
  place = await notebookPlace({ effects: { wait: () => new Promise((go) => setTimeout(go, 2)) } });
  await place.add('churn', sampleLines('churn.csv', 300));
}, 60_000);

afterAll(() => place.close());

async function studied() {
  const { loam } = place;
  const task = loam.task(await loam.data('churn'), { predict: 'left', positive: 'yes' });
  const study = await loam.study(
    task,
    (q) => loam.model.linear({ l2: q.log(1e-4, 10), epochs: 4 }),
    { trials: 4, folds: 4, sampler: 'random' },
  );
  return { study, row: (await place.session.store.get('studies', study.id))! };
}

describe('two trials of a study', () => {
  it('are compared on their folds by the corrected t test, the same the other way about', async () => {
    const { study } = await studied();
    const ask = (a: number, b: number, tried: number) =>
      compareTrials(place.session, { study: study.id, a, b, tried });
    const { of, judgement } = await ask(0, 1, 3);
    const [a, b] = [study.trials[0]!, study.trials[1]!];
    expect(of).toBe('trials');
    expect([judgement.test, judgement.varies, judgement.n]).toEqual(['corrected-t', 'folds', 4]);
    expect(judgement.difference).toBeCloseTo(b.mean! - a.mean!, 12);
    expect(judgement.tried).toBe(3);
    const back = (await ask(1, 0, 3)).judgement;
    expect(back.difference).toBeCloseTo(-judgement.difference!, 12);
    expect(back.p).toBeCloseTo(judgement.p!, 12);
  });

  it('are asked about once: what is known is read', async () => {
    const { study } = await studied();
    const asked = { study: study.id, a: 2, b: 3, tried: 1 };
    const first = await compareTrials(place.session, asked);
    const before = await place.session.store.count('analyses');
    expect(await compareTrials(place.session, asked)).toEqual(first);
    expect(await place.session.store.count('analyses')).toBe(before);
  });

  it('are not compared where one is not there', async () => {
    const { study } = await studied();
    const asked = { study: study.id, a: 0, b: 99, tried: 1 };
    await expect(compareTrials(place.session, asked)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what a trial can be compared with', () => {
  it('is each saved model in its newest version, and then the other runs of its task', async () => {
    const { study, row } = await studied();
    const { loam, session } = place;
    const { task } = study;
    const plain = await loam.train(task, loam.model.baseline());
    await loam.save(plain, 'current', { note: 'first' });
    await loam.save(study, 'current', { note: 'tuned' });
    const found = await listReferences(session, row.task);
    expect(found.saved.map(({ model, run }) => [model.name, model.version, run.id])).toEqual([
      ['current', 2, study.best.id],
    ]);
    expect(found.runs.map(({ id }) => id)).toEqual([plain.id]);
    expect(await countCandidates(session, row.task)).toEqual({ runs: 2, trials: 4 });
  });
});
