import { describe, expect, it } from 'vitest';
import { identityOf, linkDigest, linkTo, type Link } from '../../../../src/core/hash/digest';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import type { FittedPreprocessing, ModelManifest } from '../../../../src/core/model/types';
import { tfjsProviders } from '../../../../src/ml/engine/tfjs/providers';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import type { TrainingInput } from '../../../../src/ml/train/prepare';
import type { Curves, TrainEvent } from '../../../../workers/contract';
import { Trainer, type TrainerEffects } from '../../../../workers/trainer/trainer';
import { fakeProvider } from '../../../support/fake-engine';
import { MemoryObjects } from '../../../support/memory-objects';
import { saveTable } from '../../../support/save-table';
import { memoryStore, trainerEffects } from '../../../support/trainer-effects';
import { loopEffects, trainingInput } from '../../../support/training';

class Workplace {
  readonly objects = new MemoryObjects();
  closed = 0;

  async put(value: unknown): Promise<Link> {
    return linkTo(await this.objects.put(canonicalBytes(value)));
  }

  async json<T>(link: Link): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await this.objects.get(linkDigest(link)))) as T;
  }

  async save({ recipe, task, table, parts }: TrainingInput): Promise<Link> {
    const dataset = await this.put(await saveTable(table, this.objects, [50]));
    const partsLink = linkTo(await this.objects.put(parts));
    const taskLink = await this.put({ ...task, dataset, parts: partsLink });
    return this.put({ ...recipe, task: taskLink });
  }

  trainer(given: Partial<TrainerEffects> = {}): Trainer {
    const store = { ...memoryStore(this.objects), close: () => void this.closed++ };
    return new Trainer(trainerEffects(store, tfjsProviders(loopEffects.now), given));
  }

  async train(recipe: Link, given: Partial<TrainerEffects> = {}, onEvent = (_: TrainEvent) => {}) {
    const controller = new AbortController();
    const events: TrainEvent[] = [];
    const progress = (event: TrainEvent) => {
      events.push(structuredClone(event));
      onEvent(event);
      if (event.type === 'epoch' && event.epoch === this.abortAfter) controller.abort();
      if (event.type === 'stage' && event.label === this.abortAt) controller.abort();
    };
    const context = { signal: controller.signal, progress };
    const request = { workspace: 'w', lease: 'l', recipe };
    const result = await this.trainer(given).train(request, context);
    expect(this.closed).toBe(1);
    return { result, events };
  }

  abortAfter = -1;
  abortAt = '';
}

describe('the trainer', () => {
  for (const kind of ['binary', 'multiclass', 'regression'] as const) {
    it(`stores a model that predicts from its links alone: ${kind}`, async () => {
      const place = new Workplace();
      const input = trainingInput({ kind });
      const { result, events } = await place.train(await place.save(input));
      if (result.outcome.type !== 'finished') throw new Error(result.outcome.type);
      const model = await place.json<ModelManifest>(result.outcome.model);
      expect(model).toEqual(result.model);
      expect(identityOf(model)).toBe(linkDigest(result.outcome.model));
      expect(linkTo(result.outcome.weightHash!)).toBe(model.weights);
      const preprocessing = await place.json<FittedPreprocessing>(model.preprocessing);
      const weights = await place.objects.get(result.outcome.weightHash!);
      const { answer } = makePredictor(model, preprocessing, weights).predictCells({ x1: 1 });
      expect(typeof answer).toBe(kind === 'regression' ? 'number' : 'string');
      const curves = await place.json<Curves>(result.outcome.curves);
      expect(curves).toMatchObject({ format: 'loam.curves/1', metric: input.task.metric });
      expect(curves.train.length).toBe(10);
      expect(events.filter(({ type }) => type === 'epoch').length).toBe(10);
      expect(result).toMatchObject({
        engine: { backend: 'wasm' },
        environment: { tfjs: '4.22.0', userAgent: 'test', adapter: null },
      });
    });
  }

  it('trains a baseline without opening an engine', async () => {
    const place = new Workplace();
    const recipe = await place.save(trainingInput({ model: { kind: 'baseline' } }));
    const { result } = await place.train(recipe, { providers: () => [] });
    expect(result.outcome).toMatchObject({ type: 'finished', weightHash: null });
    expect(result.engine.backend).toBe('none');
  });

  it('gives the same links for the same recipe', async () => {
    const outcomes = [];
    for (let i = 0; i < 2; i++) {
      const place = new Workplace();
      outcomes.push((await place.train(await place.save(trainingInput()))).result.outcome);
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
  });

  it('keeps model and curves of a run that is cancelled', async () => {
    const place = new Workplace();
    place.abortAfter = 4;
    const recipe = await place.save(trainingInput({ trainer: { epochs: 1000 } }));
    const { result } = await place.train(recipe);
    if (result.outcome.type !== 'cancelled') throw new Error(result.outcome.type);
    expect(result.outcome.epochs).toBe(4);
    expect((await place.json<Curves>(result.outcome.curves!)).train.length).toBe(4);
    expect(await place.json<ModelManifest>(result.outcome.model!)).toEqual(result.model);
  });

  it.each(['Reading columns', 'Preparing rows', 'Choosing an engine', 'Training'])(
    'is cancelled without a model when it is aborted at "%s"',
    async (stage) => {
      const place = new Workplace();
      place.abortAt = stage;
      const { result } = await place.train(await place.save(trainingInput()));
      expect(result).toMatchObject({
        model: null,
        outcome: { type: 'cancelled', model: null, curves: null, epochs: 0 },
      });
    },
  );

  it('ends a diverging run as failed, with the curves it got to', async () => {
    const place = new Workplace();
    const engine = fakeProvider({ name: 'wasm', trainLogits: [0, 0, NaN] });
    const { result } = await place.train(await place.save(trainingInput()), {
      providers: () => [engine],
    });
    expect(result).toMatchObject({
      model: null,
      outcome: { type: 'failed', code: 'loss-not-finite', epochs: 3 },
    });
    const { curves } = result.outcome;
    expect((await place.json<Curves>(curves!)).train.length).toBe(2);
  });

  it('ends as failed, with code and words, when the recipe cannot be trained', async () => {
    const input = trainingInput();
    const cases: [TrainingInput, string][] = [
      [{ ...input, parts: new Uint8Array(input.parts.length).fill(2) }, 'part-empty'],
      [{ ...input, recipe: { ...input.recipe, preprocessing: [] } }, 'no-features'],
      [{ ...input, recipe: { ...input.recipe, seed: -1 } }, 'recipe-invalid'],
      [{ ...input, recipe: { ...input.recipe, engine: 'webgpu' } }, 'engine-unavailable'],
    ];
    for (const [bad, code] of cases) {
      const place = new Workplace();
      const { result } = await place.train(await place.save(bad));
      expect(result.outcome).toMatchObject({ type: 'failed', code, curves: null, epochs: 0 });
      expect(result.outcome.type === 'failed' && result.outcome.message).toMatch(/\w+ \w+/);
    }
  });

  it('throws what is wrong with storage, and closes the workspace all the same', async () => {
    const place = new Workplace();
    await expect(place.train(linkTo('0'.repeat(64)))).rejects.toMatchObject({
      code: 'object-missing',
    });
    expect(place.closed).toBe(1);
  });
});
