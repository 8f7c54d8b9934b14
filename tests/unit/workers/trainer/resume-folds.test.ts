/** A run by folds that is cut off: folds that are done are kept, and one engine makes them all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LoamError } from '../../../../src/core/errors';
import type { EngineChoice } from '../../../../src/core/log/types';
import { UNREFINED } from '../../../../src/core/recipe/refinements';
import type { EnginePolicy, EngineRecipe } from '../../../../src/core/recipe/types';
import type { ChoiceMemory } from '../../../../src/ml/engine/choose-engine';
import type { TrainingInput } from '../../../../src/ml/train/prepare';
import { trainRefined } from '../../../../src/ml/train/train-refined';
import type { TrainResult } from '../../../../workers/contract';
import { countingProvider } from '../../../support/counting-engine';
import { TrainerPlace } from '../../../support/trainer-place';
import { loopEffects, never, trainingInput } from '../../../support/training';

const FOLDS = 3;
const STEPS_OF_ONE = 3 * 4;
const STEPS = (FOLDS + 1) * STEPS_OF_ONE;
const FIRST = { run: { id: 'r', again: false } } as const;
const AGAIN = { run: { id: 'r', again: true } } as const;

function byFolds(engine: EnginePolicy): TrainingInput {
  const input = trainingInput({ engine, trainer: { epochs: 3, patience: null } });
  const { format: _, ...fields } = input.recipe;
  const recipe = {
    ...UNREFINED,
    ...fields,
    format: 'loam.recipe/4',
    fitting: {
      type: 'folds',
      folds: { by: 'stratified', count: FOLDS, repeats: 1, seed: 1 },
    },
  } as EngineRecipe;
  return { ...input, recipe };
}

async function placeWithRun(engine: EnginePolicy = 'exact') {
  const place = new TrainerPlace();
  const recipe = await place.save(byFolds(engine));
  place.checkpoints.begin('r');
  return { place, recipe };
}

async function undisturbed(): Promise<TrainResult> {
  const { place, recipe } = await placeWithRun();
  const { result } = await place.attempt(recipe, { run: undefined, killAt: null });
  return result!;
}

describe('a run by folds whose worker is killed', () => {
  it('ends with the model and the answers of the run that was never interrupted', async () => {
    const { outcome } = await undisturbed();
    expect(outcome).toMatchObject({ type: 'finished', outOfFold: expect.any(String) as string });
    const kills = fc.array(fc.nat({ max: STEPS - 1 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(kills, async (killedAt) => {
        const { place, recipe } = await placeWithRun();
        let again = false;
        for (const killAt of killedAt) {
          const { result } = await place.attempt(recipe, { run: { id: 'r', again }, killAt });
          // The kill may come after the end.
          if (result) {
            expect(result.outcome).toEqual(outcome);
            return;
          }
          again = true;
        }
        const { result } = await place.attempt(recipe, { run: { id: 'r', again }, killAt: null });
        expect(result?.outcome).toEqual(outcome);
        expect(result?.resumed).toHaveLength(killedAt.length);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the folds that are done, and says after which it went on', async () => {
    const { place, recipe } = await placeWithRun();
    await place.attempt(recipe, { ...FIRST, killAt: 2 * STEPS_OF_ONE + 5 });
    place.events.length = 0;
    const { result, provider } = await place.attempt(recipe, { ...AGAIN, killAt: null });
    expect(result?.resumed).toEqual([{ epoch: 0, step: 0, folds: 2 }]);
    expect(provider.done).toBe(2 * STEPS_OF_ONE);
    const stages = place.events.flatMap((each) => (each.type === 'stage' ? [each.label] : []));
    expect(stages.filter((label) => label.startsWith('Fold'))).toEqual(['Fold 3 of 3']);
  });

  it('keeps where the model itself stands, after its folds', async () => {
    const { place, recipe } = await placeWithRun();
    await place.attempt(recipe, { ...FIRST, killAt: FOLDS * STEPS_OF_ONE + 8 });
    const { result, provider } = await place.attempt(recipe, { ...AGAIN, killAt: null });
    expect(result?.resumed).toEqual([{ epoch: 1, step: 2, folds: 3 }]);
    expect(provider.done).toBe(STEPS_OF_ONE - 6);
  });

  it('begins anew where the code of the engine is another', async () => {
    const { place, recipe } = await placeWithRun();
    const killAt = 2 * STEPS_OF_ONE + 5;
    await place.attempt(recipe, { ...FIRST, killAt }, { module: Uint8Array.of(1) });
    const module = Uint8Array.of(2);
    const { result, provider } = await place.attempt(
      recipe,
      { ...AGAIN, killAt: null },
      { module },
    );
    // Two steps over: the last fold and the model, which show that the code is another; then all.
    expect(provider.done).toBe(2 * STEPS_OF_ONE + STEPS);
    expect(result?.outcome).toEqual((await undisturbed()).outcome);
  });
});

describe('a run by folds on whichever engine is quick', () => {
  const choice = (backend: EngineChoice['backend']): EngineChoice => ({
    ...{ backend, why: `${backend} was quick before.`, measured: [] },
  });

  it('takes the choice of the first fold for all folds and for the model', async () => {
    const asked: string[] = [];
    const memory: ChoiceMemory = {
      get: (shape) => (asked.push(shape), choice(asked.length === 1 ? 'cpu' : 'exact')),
      set: () => undefined,
      delete: () => undefined,
    };
    const [exact, cpu] = [countingProvider(), countingProvider({ name: 'cpu' })];
    const result = await trainRefined(
      byFolds('auto'),
      [exact, cpu],
      { signal: never(), progress: () => undefined },
      { ...loopEffects, choices: memory },
    );
    expect(asked).toHaveLength(1);
    expect([exact.done, cpu.done]).toEqual([0, STEPS]);
    expect(result.engine).toEqual(choice('cpu'));
  });

  it('is the same made again on the engine that it names', async () => {
    const { place, recipe } = await placeWithRun('auto');
    const first = await place.train(recipe, [countingProvider()]);
    const { backend: engine } = first.engine;
    const again = await place.train(recipe, [countingProvider()], { as: { engine, module: null } });
    expect(again.outcome).toEqual(first.outcome);
  });

  it('begins all folds again on another engine where the first is lost', async () => {
    const { outcome } = await undisturbed();
    const { place, recipe } = await placeWithRun('auto');
    let steps = 0;
    const losing = countingProvider({
      before() {
        if (steps++ >= STEPS_OF_ONE + 3) throw new LoamError('engine-lost', { backend: 'exact' });
      },
    });
    const other = countingProvider({ name: 'cpu' });
    const result = await place.train(recipe, [losing, other]);
    expect(result.outcome).toEqual(outcome);
    expect(result.engine.backend).toBe('cpu');
    expect(other.done).toBe(STEPS);
    expect(place.events).toContainEqual({
      type: 'stage',
      label: 'Exact mode was lost: all folds are begun again',
    });
  });
});
