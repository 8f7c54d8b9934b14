import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateOnData, type AskedOfData } from '../../../src/app/commands/evaluate-on-data';
import type { Session } from '../../../src/app/session.svelte';
import type { WorkerClients } from '../../../src/app/worker-clients';
import { openWorkspace, packWorkspace, unpackWorkspace } from '../../../src/storage';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../support/notebook-place';
import { freshStorage } from '../../support/storage-effects';

let place: NotebookPlace;
let asked: AskedOfData;

beforeAll(async () => {
  place = await notebookPlace();
  const [head, ...lines] = sampleLines('churn.csv', 500).trim().split('\n');
  await place.add('churn', `${[head, ...lines.slice(0, 300)].join('\n')}\n`);
  await place.add('later', `${[head, ...lines.slice(300)].join('\n')}\n`);
  const { loam, session } = place;
  const task = loam.task(await loam.data('churn'), { predict: 'left', positive: 'yes' });
  const { id } = await loam.train(task, loam.model.linear({ epochs: 5 }), { folds: false });
  const run = (await session.store.get('runs', id))!;
  const model = run.outcome?.type === 'finished' ? run.outcome.model : null;
  const [later] = await session.store.find('datasets', 'name', 'later');
  const { manifest: dataset } = later!;
  asked = { model: model!, run, dataset, threshold: null, by: ['region'] };
}, 60_000);

afterAll(() => place.close());

const kept = async (session: Session) =>
  (await session.store.find('analyses', 'of', asked.model)).map(({ result }) => result);

describe('a model judged on other data', () => {
  it('leaves nothing where it is cancelled, wherever that is', async () => {
    const { session } = place;
    for (const label of ['Reading the data', 'Predicting', 'Judging slices by region']) {
      const abort = new AbortController();
      const seen: string[] = [];
      const judging = evaluateOnData(session, asked, {
        signal: abort.signal,
        onProgress: (progress) => {
          seen.push(progress.label);
          if (progress.label === label) abort.abort();
        },
      });
      await expect(judging).rejects.toMatchObject({ code: 'cancelled' });
      expect(seen).toContain(label);
    }
    expect(await kept(session)).toEqual([]);
    expect(await session.store.collect()).toEqual({ objects: 0, bytes: 0 });
  });

  it('is stored once by what was asked, kept, and there at once in a workspace that was sent', async () => {
    const { session } = place;
    const first = await evaluateOnData(session, asked);
    const model = await session.json(asked.model, 'loam.model');
    // What is asked is the same, however it is said.
    const same = { ...asked, threshold: model.threshold ?? 0.5, by: ['region', 'region'] };
    expect(await evaluateOnData(session, same)).toEqual(first);
    expect(await kept(session)).toHaveLength(1);

    const other = await evaluateOnData(session, { ...asked, threshold: 0.2 });
    expect([first.threshold, other.threshold]).toEqual([model.threshold ?? 0.5, 0.2]);
    expect(other.confusion).not.toEqual(first.confusion);
    const unsliced = await evaluateOnData(session, { ...asked, by: [] });
    expect(unsliced).toEqual({ ...first, slices: [] });
    expect(new Set(await kept(session)).size).toBe(3);

    await session.store.collect();
    const storage = freshStorage();
    const { id } = await unpackWorkspace(await packWorkspace(session.store), {}, storage);
    const { Session: Opened } = await import('../../../src/app/session.svelte');
    const received = new Opened(await openWorkspace(id, storage), {
      workers: {} as WorkerClients,
    });
    expect(await evaluateOnData(received, asked)).toEqual(first);
    expect(await evaluateOnData(received, { ...asked, threshold: 0.2 })).toEqual(other);
  });
});
