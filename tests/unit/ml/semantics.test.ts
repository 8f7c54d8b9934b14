/**
 * What `semantics: 1` means for preparing, initialising, training on WASM and predicting, frozen as
 * hashes. A hash that moves is a change of what stored recipes mean: it needs a new number, not an edit.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { digestOf, identityOf } from '../../../src/core/hash/digest';
import type { ColumnStep, ModelSpec } from '../../../src/core/recipe/types';
import { planNetwork } from '../../../src/core/network/plan';
import { initialWeights } from '../../../src/ml/engine/network';
import { tfjsProviders } from '../../../src/ml/engine/tfjs/providers';
import { makePredictor } from '../../../src/ml/predict/predictor';
import { prepareTraining } from '../../../src/ml/train/prepare';
import { trainRecipe } from '../../../src/ml/train/train-recipe';
import {
  loopEffects,
  mlp,
  never,
  NOWHERE,
  numericStep,
  trainingInput,
} from '../../support/training';

const golden = JSON.parse(
  readFileSync(new URL('../../golden/training-1.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, string>>;

const bytesOf = (values: Float32Array | Float64Array) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

const STEPS: ColumnStep[] = [
  { ...numericStep('x1'), transform: 'log', indicator: true },
  { ...numericStep('x2'), scale: 'minmax', impute: 'mean' },
  { column: 'city', step: 'one-hot', limit: 2, minCount: 1 },
];

const MODEL: ModelSpec = { ...mlp, activation: 'tanh', dropout: 0.1 };

describe('semantics 1', () => {
  for (const kind of ['binary', 'multiclass', 'regression'] as const) {
    it(`prepares, initialises, trains and predicts the frozen bits: ${kind}`, async () => {
      const base = trainingInput({ kind, model: MODEL, trainer: { epochs: 3 } });
      const input = { ...base, recipe: { ...base.recipe, preprocessing: STEPS } };
      const { fitted, job } = prepareTraining(input);
      if (job.type !== 'network') throw new Error(job.type);
      const { model } = await trainRecipe(
        input,
        tfjsProviders(loopEffects.now),
        { signal: never(), progress: () => undefined },
        loopEffects,
      );
      const { manifest, preprocessing, weights } = model!;
      const complete = { ...manifest, preprocessing: NOWHERE, weights: NOWHERE };
      const { probabilities, values } = makePredictor(
        complete,
        preprocessing,
        weights,
      ).predictTable(input.table);
      expect({
        preprocessing: identityOf(fitted),
        inputs: digestOf(bytesOf(job.train.inputs)),
        targets: digestOf(bytesOf(job.train.targets)),
        initial: digestOf(bytesOf(initialWeights(planNetwork(job.network), 7))),
        wasmWeights: digestOf(weights!),
        manifest: identityOf(complete),
        predictions: digestOf(bytesOf(probabilities ?? values!)),
      }).toEqual(golden[kind]);
    });
  }
});
