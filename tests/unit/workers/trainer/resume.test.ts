import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LoamError } from '../../../../src/core/errors';
import type { TrainResult } from '../../../../workers/contract';
import { countingProvider } from '../../../support/counting-engine';
import { TrainerPlace } from '../../../support/trainer-place';
import { trainingInput } from '../../../support/training';

const EPOCHS = 6;
const STEPS = 4;

/** @param engine the policy of the recipe */
async function placeWithRun(engine: 'auto' | 'exact' = 'exact') {
  const place = new TrainerPlace();
  const recipe = await place.save(trainingInput({ engine, trainer: { epochs: EPOCHS } }));
  place.checkpoints.begin('r');
  return { place, recipe };
}

/** What the same recipe gives when nothing disturbs it. */
async function undisturbed(): Promise<TrainResult> {
  const { place, recipe } = await placeWithRun();
  const { result } = await place.attempt(recipe, { run: undefined, killAt: null });
  return result!;
}

describe('a run whose worker is killed', () => {
  it('ends with the hash, the curves and the epochs of the run that was never interrupted', async () => {
    const { outcome } = await undisturbed();
    const kills = fc.array(fc.nat({ max: EPOCHS * STEPS - 1 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(kills, async (killedAt) => {
        const { place, recipe } = await placeWithRun();
        let again = false;
        for (const killAt of killedAt) {
          const run = { id: 'r', again };
          const { result } = await place.attempt(recipe, { run, killAt });
          // The kill may come after the end.
          if (result) {
            expect(result.outcome).toEqual(outcome);
            return;
          }
          again = true;
        }
        const run = { id: 'r', again };
        const { result } = await place.attempt(recipe, { run, killAt: null });
        expect(result?.outcome).toEqual(outcome);
        expect(result?.resumed).toHaveLength(killedAt.length);
      }),
      { numRuns: 60 },
    );
  });

  it('goes on from its last checkpoint, does only the steps since then, and says from where', async () => {
    const { place, recipe } = await placeWithRun();
    await place.attempt(recipe, { run: { id: 'r', again: false }, killAt: 11 });
    expect(place.checkpoints.puts.get('r')).toBe(3);
    place.events.length = 0;
    const run = { id: 'r', again: true };
    const { result, provider } = await place.attempt(recipe, { run, killAt: null });
    // Steps 0 to 8 were done at the third checkpoint: two whole epochs and one step.
    expect(result?.resumed).toEqual([{ epoch: 2, step: 1 }]);
    expect(provider.done).toBe(EPOCHS * STEPS - 9);
    const resumed = place.events.find((event) => event.type === 'resumed');
    expect(resumed).toMatchObject({ epoch: 2, step: 1 });
    expect(resumed?.type === 'resumed' && resumed.train).toHaveLength(2);
    const epochs = place.events.flatMap((event) => (event.type === 'epoch' ? [event.epoch] : []));
    expect(epochs).toEqual([3, 4, 5, 6]);
    expect(place.events).not.toContainEqual(
      expect.objectContaining({ label: 'Choosing an engine' }),
    );
  });

  it('counts the time of all attempts until their last checkpoints', async () => {
    const { place, recipe } = await placeWithRun();
    await place.attempt(recipe, { run: { id: 'r', again: false }, killAt: 11 });
    const run = { id: 'r', again: true };
    const { result } = await place.attempt(recipe, { run, killAt: null });
    expect(result?.seconds).toBeCloseTo((EPOCHS * STEPS * 1500) / 1000, 6);
  });

  it('begins anew where its checkpoint is torn, and gives the same', async () => {
    const { outcome } = await undisturbed();
    const { place, recipe } = await placeWithRun();
    await place.attempt(recipe, { run: { id: 'r', again: false }, killAt: 11 });
    const { bytes } = place.checkpoints.rows.get('r')!;
    bytes![bytes!.length - 1]! ^= 1;
    const run = { id: 'r', again: true };
    const { result, provider } = await place.attempt(recipe, { run, killAt: null });
    expect(result).toMatchObject({ outcome, resumed: [{ epoch: 0, step: 0 }] });
    expect(provider.done).toBe(EPOCHS * STEPS);
  });

  it('begins anew where the code of the engine is another', async () => {
    const { place, recipe } = await placeWithRun();
    const first = { run: { id: 'r', again: false }, killAt: 11 };
    await place.attempt(recipe, first, { module: Uint8Array.of(1) });
    const next = { run: { id: 'r', again: true }, killAt: null };
    const { provider } = await place.attempt(recipe, next, { module: Uint8Array.of(2) });
    expect(provider.done).toBe(EPOCHS * STEPS);
  });

  it('is given up, in plain words, when it gets no further five times', async () => {
    const { place, recipe } = await placeWithRun();
    const attempt = (again: boolean) =>
      place.attempt(recipe, { run: { id: 'r', again }, killAt: 2 });
    await attempt(false);
    for (let i = 0; i < 5; i++) expect((await attempt(true)).result).toBe(null);
    const { result } = await attempt(true);
    expect(result?.outcome).toMatchObject({
      type: 'failed',
      code: 'interrupted',
      message: expect.stringContaining('went on from its start 5 times') as string,
    });
  });

  it('is not given up as long as it gets further', async () => {
    const { place, recipe } = await placeWithRun();
    let result: TrainResult | null = null;
    let attempts = 0;
    for (; !result; attempts++) {
      const run = { id: 'r', again: attempts > 0 };
      ({ result } = await place.attempt(recipe, { run, killAt: 3 }));
    }
    expect(result.outcome.type).toBe('finished');
    expect(attempts).toBeGreaterThan(6);
  });

  it('stays cancelled when it was cancelled, whoever takes it up', async () => {
    const { place, recipe } = await placeWithRun();
    await place.attempt(recipe, { run: { id: 'r', again: false }, killAt: 11 });
    await place.checkpoints.cancel('r');
    const run = { id: 'r', again: true };
    const { result, provider } = await place.attempt(recipe, { run, killAt: null });
    expect(result?.outcome).toMatchObject({ type: 'cancelled', model: null });
    expect(provider.done).toBe(0);
  });

  it('goes on training where the checkpoint cannot be kept', async () => {
    const { outcome } = await undisturbed();
    const { place, recipe } = await placeWithRun();
    place.checkpoints.put = () => Promise.reject(new LoamError('storage-full'));
    const run = { id: 'r', again: false };
    const { result } = await place.attempt(recipe, { run, killAt: null });
    expect(result?.outcome).toEqual(outcome);
  });
});

describe('a run whose device is lost', () => {
  it('goes on from the last checkpoint on another engine, and no step is done twice or left out', async () => {
    const { outcome } = await undisturbed();
    const { place, recipe } = await placeWithRun('auto');
    let steps = 0;
    const losing = countingProvider({
      before() {
        place.clock += 1500;
        if (steps++ === 11) throw new LoamError('engine-lost', { backend: 'exact' });
      },
    });
    const other = countingProvider({ name: 'cpu' });
    const result = await place.train(recipe, [losing, other], { run: { id: 'r', again: false } });
    expect(result.outcome).toEqual(outcome);
    expect(result.engine.backend).toBe('cpu');
    expect(result.engine.why).toContain('was lost while training');
    expect([losing.done, other.done]).toEqual([11, EPOCHS * STEPS - 9]);
    expect(losing.forgotten).toBe(1);
  });

  it('goes on with a new device where the recipe names the engine, as long as it gets further', async () => {
    const { outcome } = await undisturbed();
    const { place, recipe } = await placeWithRun();
    let steps = 0;
    const losing = countingProvider({
      before() {
        place.clock += 1500;
        if (++steps % 5 === 0) throw new LoamError('engine-lost', { backend: 'exact' });
      },
    });
    const result = await place.train(recipe, [losing], { run: { id: 'r', again: false } });
    expect(result.outcome).toEqual(outcome);
    expect(losing.forgotten).toBeGreaterThan(3);
  });

  it('ends as lost, in plain words, where a named engine gets no further three times', async () => {
    const { place, recipe } = await placeWithRun();
    const losing = countingProvider({
      before() {
        throw new LoamError('engine-lost', { backend: 'exact' });
      },
    });
    const result = await place.train(recipe, [losing], { run: { id: 'r', again: false } });
    expect(result.outcome).toMatchObject({ type: 'failed', code: 'engine-lost' });
    expect(losing.forgotten).toBe(3);
  });

  it('goes on elsewhere when the engine that it began on does not open any more', async () => {
    const { outcome } = await undisturbed();
    const { place, recipe } = await placeWithRun('auto');
    await place.attempt(recipe, { run: { id: 'r', again: false }, killAt: 11 });
    const gone = countingProvider();
    gone.open = () => Promise.reject(new LoamError('engine-unavailable'));
    const other = countingProvider({ name: 'cpu' });
    const result = await place.train(recipe, [gone, other], { run: { id: 'r', again: true } });
    expect(result.outcome).toEqual(outcome);
    expect(result.engine.backend).toBe('cpu');
    expect(other.done).toBe(EPOCHS * STEPS - 9);
  });

  it('goes on there too when the worker is killed after it', async () => {
    const { outcome } = await undisturbed();
    const { place, recipe } = await placeWithRun('auto');
    const lost = (): never => {
      throw new LoamError('engine-lost', { backend: 'exact' });
    };
    const losing = countingProvider({ before: lost });
    let steps = 0;
    const dying = countingProvider({
      name: 'cpu',
      before(): void | Promise<void> {
        place.clock += 1500;
        if (steps++ === 11) return new Promise(() => undefined);
      },
    });
    const run = { id: 'r', again: false };
    const answer = place.train(recipe, [losing, dying], { run });
    while (steps < 12) await new Promise((resolve) => setTimeout(resolve));
    const next = [countingProvider({ before: lost }), countingProvider({ name: 'cpu' })];
    const result = await place.train(recipe, next, { run: { id: 'r', again: true } });
    expect(result.outcome).toEqual(outcome);
    expect(next.map(({ done }) => done)).toEqual([0, EPOCHS * STEPS - 9]);
    void answer;
  });
});
