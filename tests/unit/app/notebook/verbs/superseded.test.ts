import { afterEach, describe, expect, it } from 'vitest';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../../support/notebook-place';

let place: NotebookPlace;

afterEach(async () => {
  for (const { id } of await place.session.store.find('runs', 'status', 'running')) {
    place.session.runs.get(id)?.cancel();
    await ended(id);
  }
  place.close();
});

const turn = () => new Promise<void>((go) => setTimeout(go, 2));

async function ended(run: string): Promise<string> {
  while (place.session.runs.get(run) && !place.session.runs.get(run)!.ended) await turn();
  return (await place.session.store.get('runs', run))!.status;
}

async function setUp() {
  place = await notebookPlace();
  await place.add('churn', sampleLines('churn.csv', 400));
  const { loam } = place;
  const task = loam.task(await loam.data('churn'), { predict: 'left' });
  /** Far longer than any test waits. */
  const long = (l2: number) => loam.model.linear({ l2, epochs: 100_000, patience: null });
  return { loam, task, long };
}

async function whenShown(count: number): Promise<string> {
  while (place.asked.shown.length < count) await turn();
  return place.asked.shown[count - 1]!;
}

describe('a training that a cell no longer waits for', () => {
  it('is never started where it is superseded at once: sixty moves of a slider train one model', async () => {
    const { loam, task } = await setUp();
    const dropped: Promise<unknown>[] = [];
    let before = new AbortController();
    for (let i = 0; i < 60; i++) {
      before.abort();
      before = new AbortController();
      const spec = loam.model.linear({ l2: i / 1000, epochs: 2 });
      const asked = loam.train(task, spec, { signal: before.signal });
      dropped.push(asked.catch((error: { code: string }) => error.code));
      await turn();
    }
    const codes = await Promise.all(dropped);
    expect(codes.slice(0, -1)).toEqual(new Array(59).fill('cancelled'));
    expect(await place.session.store.count('runs')).toBe(1);
    const [run] = await place.session.store.list('runs');
    expect(run!.status).toBe('finished');
  });

  it('is cancelled, and what was learnt so far is on record', async () => {
    const { loam, task, long } = await setUp();
    const abort = new AbortController();
    const asked = loam.train(task, long(0.01), { signal: abort.signal });
    const run = await whenShown(1);
    abort.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(await ended(run)).toBe('cancelled');
  });

  it('goes on where another cell asked for the same', async () => {
    const { loam, task, long } = await setUp();
    const abort = new AbortController();
    const one = loam.train(task, long(0.01), { signal: abort.signal });
    const other = loam.train(task, long(0.01));
    other.catch(() => undefined);
    await whenShown(2);
    expect(place.asked.shown[1]).toBe(place.asked.shown[0]);
    abort.abort();
    await expect(one).rejects.toMatchObject({ code: 'cancelled' });
    const live = place.session.runs.get(place.asked.shown[0]!)!;
    expect(live.signal.aborted).toBe(false);
    live.cancel();
    await expect(other).rejects.toThrow('has no model');
  });

  it('goes on where the form asked for the same', async () => {
    const { loam, task, long } = await setUp();
    const abort = new AbortController();
    const asked = loam.train(task, long(0.01), { signal: abort.signal });
    const run = await whenShown(1);
    place.session.runs.ask(run);
    abort.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(place.session.runs.get(run)!.signal.aborted).toBe(false);
  });

  it('leaves the models of the list that were not begun', async () => {
    const { loam, task, long } = await setUp();
    const abort = new AbortController();
    const asked = loam.train(task, [long(0.01), long(0.02)], { signal: abort.signal });
    const run = await whenShown(1);
    abort.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await ended(run);
    expect(await place.session.store.count('runs')).toBe(1);
  });
});
