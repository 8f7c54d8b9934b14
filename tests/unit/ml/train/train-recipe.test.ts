import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../src/core/hash/digest';
import { PART_CODE, type TaskKind } from '../../../../src/core/task/types';
import { tfjsProviders } from '../../../../src/ml/engine/tfjs/providers';
import { answersOf } from '../../../../src/ml/predict/answer';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { prepareTraining, rowsOfPart, type TrainingInput } from '../../../../src/ml/train/prepare';
import type { RecipeEvent, RecipeResult } from '../../../../src/ml/train/recipe-result';
import { trainRecipe } from '../../../../src/ml/train/train-recipe';
import { fakeProvider } from '../../../support/fake-engine';
import {
  loopEffects,
  mlp,
  never,
  NOWHERE,
  numericStep,
  trainingInput,
} from '../../../support/training';

const providers = tfjsProviders(loopEffects.now);
const KINDS: TaskKind[] = ['binary', 'multiclass', 'regression'];

async function train(input: TrainingInput, from = providers) {
  const events: RecipeEvent[] = [];
  const context = { signal: never(), progress: (event: RecipeEvent) => void events.push(event) };
  const result = await trainRecipe(input, from, context, loopEffects);
  return { result, events };
}

function predictorOf({ model }: RecipeResult) {
  const { manifest, preprocessing, weights } = model!;
  const links = { preprocessing: NOWHERE, weights: weights && NOWHERE };
  return makePredictor({ ...manifest, ...links }, preprocessing, weights);
}

describe('training a recipe', () => {
  for (const kind of KINDS) {
    it(`learns the ${kind} task: far better than the baseline on rows it never saw`, async () => {
      const trainer = { epochs: 60, patience: 20, learningRate: 0.02 };
      const input = trainingInput({ kind, rows: 400, trainer });
      const test = rowsOfPart(input.parts, 'test');
      const errors = [];
      for (const model of [{ kind: 'baseline' } as const, mlp]) {
        const { result } = await train({ ...input, recipe: { ...input.recipe, model } });
        const { labels, values } = predictorOf(result).predictTable(input.table, test);
        const y = input.table.columns[3]!;
        const wrong = Array.from(test, (row, i) =>
          y.kind === 'coded'
            ? Number(labels![i] !== y.codes[row])
            : Math.abs(values![i]! - y.values[row]!),
        );
        errors.push(wrong.reduce((sum, e) => sum + e, 0));
      }
      expect(errors[1]!).toBeLessThan(0.5 * errors[0]!);
    });

    it(`has curves and events that agree, one per epoch: ${kind}`, async () => {
      const { result, events } = await train(trainingInput({ kind, trainer: { epochs: 5 } }));
      const epochs = events.filter((event) => event.type === 'epoch');
      expect(epochs.map(({ report }) => report.epoch)).toEqual([1, 2, 3, 4, 5]);
      expect(result.curves.train).toEqual(epochs.map(({ report }) => report.train));
      expect(result.curves.validation).toEqual(epochs.map(({ report }) => report.validation));
      expect(result.curves.metricValidation).toEqual(epochs.map(({ metric }) => metric));
      expect(result.curves.metricValidation.every((value) => value !== null)).toBe(true);
      expect(result.engine).toMatchObject({ backend: 'wasm' });
    });

    it(`predicts what the engine put out on validation at its best epoch: ${kind}`, async () => {
      const input = trainingInput({ kind, trainer: { epochs: 4 } });
      const prepared = prepareTraining(input);
      const outputs: Float32Array[] = [];
      const engine = await providers.find(({ name }) => name === 'wasm')!.open('wasm');
      const session = await engine.start(prepared.job);
      for (let epoch = 1; epoch <= 4; epoch++) {
        outputs.push((await session.epoch(epoch, () => Promise.resolve(true)))!.validation!);
      }
      session.dispose();
      const { result } = await train(input);
      if (result.outcome.type !== 'finished') throw new Error(result.outcome.type);
      const head = {
        kind,
        targetTransform: prepared.targetTransform,
        classes: input.task.classes?.length ?? 1,
      };
      const expected = answersOf(head, outputs[result.outcome.bestEpoch - 1]!);
      const rows = prepared.validationRows;
      const { probabilities, values } = predictorOf(result).predictTable(input.table, rows);
      const answers = probabilities ?? values!;
      answers.forEach((x, i) => {
        expect(Math.abs(x - expected[i]!)).toBeLessThan(1e-5 * prepared.targetTransform.scale);
      });
    });
  }

  it('learns nothing from test rows: changing them changes no bit of the model', async () => {
    const input = trainingInput({ trainer: { epochs: 3 } });
    const [x1, ...others] = input.table.columns;
    if (x1?.kind !== 'numeric') throw new Error('x1 is numeric');
    const changed = x1.values.map((x, row) => (input.parts[row] === PART_CODE.test ? 1e9 : x));
    const table = { ...input.table, columns: [{ ...x1, values: changed }, ...others] };
    const first = (await train(input)).result.model;
    expect((await train({ ...input, table })).result.model).toEqual(first);
  });

  it('gives the same bytes for the same recipe, and others for another seed', async () => {
    const hash = async (seed: number) =>
      digestOf((await train(trainingInput({ seed }))).result.model!.weights!);
    expect([await hash(7), await hash(7)]).toEqual([await hash(7), await hash(7)]);
    expect(await hash(8)).not.toBe(await hash(7));
  });

  it('begins again on another engine when one is lost, with fresh curves, and says so', async () => {
    const gpu = fakeProvider({ name: 'webgpu', msPerStep: 0, lostIn: 3 });
    const slow = fakeProvider({ name: 'exact', msPerStep: 2000 });
    const input = trainingInput({ engine: 'auto', trainer: { epochs: 4 } });
    const { result } = await train(input, [gpu, slow]);
    expect(gpu.calls).toContain('forget');
    expect(result.engine.backend).toBe('exact');
    expect(result.engine.why).toMatch(/^WebGPU was lost while training\. Exact mode: /);
    expect(result.curves.train.length).toBe(4);
  });

  it('opens the engine that the recipe names again when it is lost', async () => {
    const gpu = fakeProvider({ name: 'webgpu', lostIn: 2 });
    const input = trainingInput({ engine: 'webgpu', trainer: { epochs: 4 } });
    const { result } = await train(input, [gpu]);
    expect(gpu.calls.filter((call) => call === 'open webgpu').length).toBe(2);
    expect(result).toMatchObject({ outcome: { type: 'finished', epochs: 4 } });
    expect(result.curves.train.length).toBe(4);
  });

  it('throws engine-lost when the engine that the recipe names is lost again and again', async () => {
    const gpu = fakeProvider({ name: 'webgpu', lostIn: 1, lostAlways: true });
    const input = trainingInput({ engine: 'webgpu' });
    await expect(train(input, [gpu, ...providers])).rejects.toMatchObject({ code: 'engine-lost' });
  });

  it('fails with loss-not-finite at a hopeless learning rate, keeping finite curves', async () => {
    const trainer = { optimiser: 'sgd', learningRate: 1e6, epochs: 50 } as const;
    const { result } = await train(trainingInput({ kind: 'regression', trainer }));
    expect(result).toMatchObject({
      outcome: { type: 'failed', problem: { code: 'loss-not-finite' } },
      model: null,
    });
    expect(result.curves.train.every(Number.isFinite)).toBe(true);
  });

  it('counts a baseline without an engine, and it answers the shares of train', async () => {
    const input = trainingInput({ kind: 'multiclass', model: { kind: 'baseline' } });
    const { result } = await train(input, []);
    expect(result).toMatchObject({ engine: { backend: 'none' }, model: { weights: null } });
    const rows = rowsOfPart(input.parts, 'train');
    const y = input.table.columns[3]!;
    const shares = [0, 1, 2].map(
      (c) =>
        Array.from(rows).filter((row) => y.kind === 'coded' && y.codes[row] === c).length /
        rows.length,
    );
    const { probabilities } = predictorOf(result).predictCells({});
    probabilities!.forEach((p, c) => expect(p).toBeCloseTo(shares[c]!, 12));
  });
});

describe('the model of a recipe', () => {
  it('names its inputs with categories and coarse quantiles of train', async () => {
    const { model } = (await train(trainingInput({ trainer: { epochs: 1 } }))).result;
    const [x1, x2, city] = model!.manifest.inputs;
    expect(x1).toMatchObject({ name: 'x1', type: 'number', categories: null, labels: null });
    for (const quantile of [...x1!.quantiles!, ...x2!.quantiles!]) {
      expect(Number(quantile.toPrecision(2))).toBe(quantile);
    }
    expect(city).toMatchObject({ name: 'city', type: 'category', quantiles: null });
    expect([...city!.categories!].sort()).toEqual(['Bonn', 'Kiel', 'Ulm']);
  });
});

describe('what cannot be trained is refused by name', () => {
  const refuses = (input: TrainingInput, code: string, facts: object = {}) =>
    expect(train(input)).rejects.toMatchObject({ code, facts });

  it('a train part without rows', async () => {
    const input = trainingInput();
    await refuses({ ...input, parts: input.parts.fill(PART_CODE.test) }, 'part-empty', {
      part: 'train',
    });
  });

  it('a train part that lacks a class', async () => {
    const input = trainingInput();
    const task = { ...input.task, classes: ['maybe', 'yes', 'no'], kind: 'multiclass' as const };
    await refuses({ ...input, task }, 'part-lacks-class', { part: 'train', class: 'maybe' });
  });

  it('a recipe without inputs, unless it is a baseline', async () => {
    const input = trainingInput();
    const recipe = { ...input.recipe, preprocessing: [] };
    await refuses({ ...input, recipe }, 'no-features');
    const baseline = { ...recipe, model: { kind: 'baseline' as const } };
    expect((await train({ ...input, recipe: baseline })).result.outcome.type).toBe('finished');
  });

  it('a recipe that learns from the target, or from a column that is not there', async () => {
    const input = trainingInput();
    const withStep = (column: string) => ({
      ...input,
      recipe: { ...input.recipe, preprocessing: [numericStep(column)] },
    });
    await refuses(withStep('y'), 'recipe-invalid', { field: 'preprocessing' });
    await refuses(withStep('z'), 'columns-differ', { column: 'z' });
  });

  it('parts of another table', async () => {
    const input = trainingInput();
    await refuses({ ...input, parts: input.parts.slice(1) }, 'object-damaged', { what: 'parts' });
  });
});

describe('row weights', () => {
  const withWeights = (values: number[]): TrainingInput => {
    const input = trainingInput({ rows: 10 });
    const column = {
      kind: 'numeric',
      schema: { name: 'w', type: 'number' },
      values: Float64Array.from(values),
    } as const;
    return {
      ...input,
      table: { ...input.table, columns: [...input.table.columns, column] },
      task: { ...input.task, roles: [...input.task.roles, { column: 'w', role: 'weight' }] },
    };
  };

  it('have mean 1 over train; missing and negative ones are 0', () => {
    const { job } = prepareTraining(withWeights([1, 2, NaN, 5, 5, -1, 3, Infinity, 5, 5]));
    expect([...job.train.weights!]).toEqual([1, 2, 0, 0, 3, 0]);
    expect([...job.validation!.weights!]).toEqual([5, 5]);
  });

  it('that add up to nothing are refused', () => {
    expect(() => prepareTraining(withWeights(new Array(10).fill(0)))).toThrow(
      expect.objectContaining({ code: 'recipe-invalid' }),
    );
  });

  it('balanced, give every class the same sum', () => {
    const input = trainingInput({ kind: 'multiclass', trainer: { classWeights: 'balanced' } });
    const { job } = prepareTraining(input);
    const sums = [0, 0, 0];
    job.train.targets.forEach((code, row) => (sums[code]! += job.train.weights![row]!));
    for (const sum of sums) expect(sum).toBeCloseTo(job.train.count / 3, 3);
  });
});
