/** The bar: fifty killed workers and fifty lost devices, and not one run is lost or ends with other weights. */
import { describe, expect, it } from 'vitest';
import { LoamError } from '../../../../src/core/errors';
import type { ModelSpec } from '../../../../src/core/recipe/types';
import { exactProvider } from '../../../../src/ml/engine/fused/provider';
import type { TrainResult } from '../../../../workers/contract';
import { disturbed } from '../../../support/disturbed-engine';
import { seeded } from '../../../support/seeded';
import { TrainerPlace } from '../../../support/trainer-place';
import { mlp, trainingInput } from '../../../support/training';

const trees: ModelSpec = {
  kind: 'trees',
  loss: 'squared',
  quantile: 0.5,
  l2: 1,
  monotone: [],
  leaves: 4,
  depth: null,
  leastRows: 5,
  rowShare: 0.8,
  columnShare: 1,
  bins: 63,
};
const MODELS: [string, ModelSpec][] = [
  ['nets', { ...mlp, dropout: 0.25 }],
  ['trees', trees],
];

async function placeWithRun(model: ModelSpec) {
  const place = new TrainerPlace();
  const trainer = { epochs: 12, patience: null };
  const recipe = await place.save(trainingInput({ engine: 'exact', model, trainer }));
  place.checkpoints.begin('r');
  return { place, recipe };
}

/** How many breaths an undisturbed training takes, and what it gives. */
async function undisturbed(model: ModelSpec) {
  const { place, recipe } = await placeWithRun(model);
  let breaths = 0;
  const provider = disturbed(
    exactProvider(() => place.clock),
    () => void breaths++,
  );
  return { ...(await place.train(recipe, [provider])), breaths };
}

describe.each(MODELS)('fifty disturbances of %s', (_, model) => {
  it('by killed workers lose no run, and every run ends with the weights of the undisturbed one', async () => {
    const { outcome, breaths } = await undisturbed(model);
    expect(outcome.type).toBe('finished');
    expect(breaths).toBeGreaterThanOrEqual(12);
    const random = seeded(3);
    let kills = 0;
    let halfway = 0;
    while (kills < 50) {
      const { place, recipe } = await placeWithRun(model);
      let result: TrainResult | null = null;
      for (let attempt = 0; !result; attempt++) {
        // Two kills at most for each run, at any breath.
        const killAt = attempt < 2 ? Math.floor(random.uniform() * breaths) : Infinity;
        let breath = 0;
        let died: () => void;
        const dead = new Promise<null>((resolve) => (died = () => resolve(null)));
        const provider = disturbed(
          exactProvider(() => place.clock),
          async () => {
            place.clock += 1500;
            if (breath++ !== killAt) return;
            kills++;
            died();
            await new Promise(() => undefined);
          },
        );
        const run = { id: 'r', again: attempt > 0 };
        result = await Promise.race([place.train(recipe, [provider], { run }), dead]);
      }
      expect(result.outcome, `after kill ${kills}`).toEqual(outcome);
      if (result.resumed.some(({ epoch }) => epoch > 0)) halfway++;
    }
    expect(halfway, 'most went on from a checkpoint').toBeGreaterThan(12);
  });

  it('by lost devices lose no run, and every run ends with the weights of the undisturbed one', async () => {
    const { outcome, breaths } = await undisturbed(model);
    const random = seeded(4);
    for (let losses = 0; losses < 50;) {
      const { place, recipe } = await placeWithRun(model);
      const lostAt = new Set([0, 1].map(() => Math.floor(random.uniform() * breaths)));
      let breath = 0;
      const provider = disturbed(
        exactProvider(() => place.clock),
        () => {
          place.clock += 1500;
          if (!lostAt.has(breath++)) return;
          losses++;
          throw new LoamError('engine-lost', { backend: 'exact' });
        },
      );
      const result = await place.train(recipe, [provider], { run: { id: 'r', again: false } });
      expect(result.outcome, `after loss ${losses}`).toEqual(outcome);
    }
  });
});
