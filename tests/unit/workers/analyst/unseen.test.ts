import { describe, expect, it } from 'vitest';
import { linkDigest, linkTo } from '../../../../src/core/hash/digest';
import { UNREFINED, type Refinements } from '../../../../src/core/recipe/refinements';
import { decodeOutOfFold } from '../../../../src/core/study/out-of-fold';
import { exactProvider } from '../../../../src/ml/engine/fused/provider';
import type { EvaluationRequest } from '../../../../workers/contract';
import { Trainer } from '../../../../workers/trainer/trainer';
import { analystDesk, silent, type Desk } from '../../../support/analyst-desk';
import { memoryStore, trainerEffects } from '../../../support/trainer-effects';
import { MemoryObjects } from '../../../support/memory-objects';
import { loopEffects, trainingInput, type TrainingOptions } from '../../../support/training';

const folds = { by: 'stratified', count: 4, repeats: 1, seed: 0 } as const;

/** Trained by the trainer in the desk's workspace. */
async function trained(desk: Desk, more: Partial<Refinements>, options: TrainingOptions = {}) {
  const { store, lease } = desk;
  const input = trainingInput({ rows: 200, engine: 'exact', ...options });
  const parts = linkTo(await store.writer(lease).put(input.parts));
  const dataset = await desk.save(input.table);
  const task = await store.putJson(lease, { ...input.task, dataset, parts });
  const { format: _, ...fields } = input.recipe;
  const recipe = await store.putJson(lease, {
    ...fields,
    ...UNREFINED,
    ...more,
    format: 'loam.recipe/4',
    task,
  });
  const own = {
    ...memoryStore(new MemoryObjects()),
    objects: store.objects,
    writer: () => store.writer(lease),
  };
  const trainer = new Trainer(
    trainerEffects(own, [exactProvider(loopEffects.now, { module: null, threads: 1 })]),
  );
  const train = async () => {
    const request = { workspace: desk.workspace, lease, recipe };
    const { outcome } = await trainer.train(request, {
      signal: new AbortController().signal,
      progress: () => undefined,
    });
    if (outcome.type !== 'finished') throw new Error(JSON.stringify(outcome));
    return outcome;
  };
  return { outcome: await train(), again: train, task, input };
}

async function evaluated(desk: Desk, request: EvaluationRequest) {
  const { evaluation } = await desk.analyst.evaluate(
    { workspace: desk.workspace, lease: desk.lease, ...request },
    silent(),
  );
  return evaluation;
}

const logLoss = ({ metrics }: Awaited<ReturnType<typeof evaluated>>) =>
  metrics.find(({ name }) => name === 'log_loss')!;

describe('a run that was learnt by folds', () => {
  it('is judged by what the folds answered, each row once, and says so', async () => {
    const desk = await analystDesk();
    const { outcome, task, input } = await trained(desk, {
      fitting: { type: 'folds', folds },
      calibration: 'platt',
    });
    const answers = outcome.outOfFold!;
    const stored = decodeOutOfFold(await desk.store.objects.get(linkDigest(answers)));
    const dealt = input.parts.filter((part) => part < 2).length;
    expect(stored.rows.length).toBe(dealt);
    const evaluation = await evaluated(desk, {
      model: outcome.model,
      task,
      part: 'validation',
      unseen: { type: 'out-of-fold', answers },
    });
    expect(evaluation.rows).toBe(dealt);
    expect(evaluation.metrics.map(({ method }) => method.split('; ').slice(1))).toEqual(
      evaluation.metrics.map(() => [
        'each row answered by a fold that had not seen it',
        'calibrated by other rows than itself',
      ]),
    );
  });

  it('gives the same model and the same answers when it is made again', async () => {
    const desk = await analystDesk();
    const { outcome, again } = await trained(desk, {
      fitting: { type: 'folds', folds },
      calibration: 'isotonic',
      coverage: 0.9,
    });
    expect(await again()).toEqual(outcome);
  });

  it('is judged on its first repeat alone', async () => {
    const desk = await analystDesk();
    const { outcome, task, input } = await trained(
      desk,
      { fitting: { type: 'folds', folds: { ...folds, count: 2, repeats: 2 } } },
      { kind: 'regression' },
    );
    const unseen = { type: 'out-of-fold', answers: outcome.outOfFold! } as const;
    const request = { model: outcome.model, task, part: 'validation' as const, unseen };
    const evaluation = await evaluated(desk, request);
    expect(evaluation.rows).toBe(input.parts.filter((part) => part < 2).length);
  });
});

describe('a run whose calibrator was fitted on validation', () => {
  it('is judged there by calibrators that were fitted on other rows', async () => {
    const desk = await analystDesk();
    const { outcome, task } = await trained(desk, { calibration: 'isotonic' });
    const request = { model: outcome.model, task, part: 'validation' as const };
    const own = logLoss(await evaluated(desk, request));
    const fair = logLoss(
      await evaluated(desk, { ...request, unseen: { type: 'cross-calibrated' } }),
    );
    expect(fair.n).toBe(own.n);
    expect(fair.value).toBeGreaterThan(own.value!);
    const scores = (given: Partial<EvaluationRequest>) =>
      desk.analyst.decisionScores({ workspace: desk.workspace, ...request, ...given }, silent());
    const [plain, crossed] = [
      await scores({}),
      await scores({ unseen: { type: 'cross-calibrated' } }),
    ];
    expect(crossed.positive.length).toBe(plain.positive.length);
    expect(crossed).not.toEqual(plain);
  });
});
