import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { stream } from '../../../../../src/core/random/philox';
import type { LossKind, NetworkShape, Rows } from '../../../../../src/ml/engine/engine';
import { initialWeights, namedLayers, planNetwork } from '../../../../../src/ml/engine/network';
import { tfjsProviders } from '../../../../../src/ml/engine/tfjs/providers';
import {
  backward,
  forward,
  layerWeights,
  lossGradient,
} from '../../../../../src/ml/engine/tfjs/dense-step';
import { makeForwardPass } from '../../../../../src/ml/predict/forward';
import { meanLoss } from '../../../../../src/ml/train/loss';
import { loopEffects, randomJob } from '../../../../support/training';

beforeAll(async () => {
  await tfjsProviders(loopEffects.now)
    .find(({ backend }) => backend === 'cpu')!
    .open('cpu');
});

const LOSSES: LossKind[] = ['logistic', 'softmax', 'squared'];

/** The mean loss that train and validation report, by the forward pass of predictions, in doubles. */
function lossAt(shape: NetworkShape, loss: LossKind, rows: Rows, flat: Float32Array): number {
  const { layers, tensors } = namedLayers(planNetwork(shape), flat);
  const pass = makeForwardPass(layers, new Map(tensors.map((tensor) => [tensor.name, tensor])));
  return meanLoss(loss, Float32Array.from(pass.run(rows.inputs)), rows);
}

function gradientAt(shape: NetworkShape, loss: LossKind, rows: Rows, flat: Float32Array) {
  const plan = planNetwork(shape);
  return tf.tidy(() => {
    const weights = layerWeights(plan, tf.tensor1d(flat));
    const seen = forward(plan, weights, tf.tensor2d(rows.inputs, [rows.count, shape.inputs]));
    const targets =
      loss === 'softmax'
        ? tf.oneHot(
            tf.tensor1d(Int32Array.from(rows.targets), 'int32'),
            shape.outputs,
            1,
            0,
            'float32',
          )
        : tf.tensor2d(rows.targets, [rows.count, 1]);
    const scale = tf.tensor2d(
      Float32Array.from({ length: rows.count }, (_, i) => (rows.weights?.[i] ?? 1) / rows.count),
      [rows.count, 1],
    );
    const delta = lossGradient(loss, seen.values.at(-1)!, targets as tf.Tensor2D, scale);
    return backward(plan, weights, seen, delta, tf.ones([1, rows.count])).dataSync<'float32'>();
  });
}

describe('the written-out backward pass', () => {
  afterAll(() => expect(tf.memory().numTensors).toBe(0));

  for (const loss of LOSSES) {
    for (const activation of ['relu', 'tanh'] as const) {
      for (const hidden of [[], [6], [6, 4]]) {
        it(`agrees with finite differences: ${loss}, ${activation}, ${hidden.length} hidden`, () => {
          const job = randomJob({ loss });
          const shape = { ...job.network, activation, hidden };
          const rows = {
            ...job.train,
            weights: Float32Array.from(job.train.targets, (_, i) => (i % 5) / 2),
          };
          const flat = initialWeights(planNetwork(shape), 9);
          const gradient = gradientAt(shape, loss, rows, flat);
          const step = 1e-3;
          const random = stream(1, 'initialise/test');
          for (let k = 0; k < 25; k++) {
            const at = random.uint32(k) % flat.length;
            const shifted = (by: number) => {
              const moved = flat.slice();
              moved[at] = moved[at]! + by;
              return lossAt(shape, loss, rows, moved);
            };
            // Squared error's half is what is differentiated: answer - truth, not twice that.
            const factor = loss === 'squared' ? 2 : 1;
            const right = (shifted(step) - shifted(0)) / step / factor;
            const left = (shifted(0) - shifted(-step)) / step / factor;
            // At a corner of relu the slopes of the two sides differ, and the gradient lies between.
            const tolerance = 0.01 * Math.max(0.1, Math.abs(left), Math.abs(right));
            expect(gradient[at]!).toBeGreaterThan(Math.min(left, right) - tolerance);
            expect(gradient[at]!).toBeLessThan(Math.max(left, right) + tolerance);
          }
        });
      }
    }
  }
});
