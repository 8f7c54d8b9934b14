import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planNetwork } from '../../../../../src/core/network/plan';
import type { Activation, LayerSpec, NetworkSpec } from '../../../../../src/core/network/types';
import { normal } from '../../../../../src/core/random/normal';
import { stream } from '../../../../../src/core/random/philox';
import type { LossKind, Rows } from '../../../../../src/ml/engine/engine';
import { denseStep } from '../../../../../src/ml/engine/tfjs/dense-step';
import { tfjsProviders } from '../../../../../src/ml/engine/tfjs/providers';
import { plainLoss, plainOutputs } from '../../../../support/plain-network';
import { loopEffects, randomJob } from '../../../../support/training';

beforeAll(async () => {
  await tfjsProviders(loopEffects.now)
    .find(({ name }) => name === 'cpu')!
    .open('cpu');
});

const LOSSES: LossKind[] = ['logistic', 'softmax', 'squared', 'absolute', 'huber'];
const SMOOTH: Activation[] = ['linear', 'gelu', 'silu', 'sigmoid', 'tanh', 'softplus'];
const CORNERED: Activation[] = ['relu', 'leaky-relu', 'elu'];

function gradientAt(network: NetworkSpec, loss: LossKind, rows: Rows, flat: Float32Array) {
  return tf.tidy(() => {
    const targets =
      loss === 'softmax'
        ? tf.oneHot(tf.tensor1d(Int32Array.from(rows.targets), 'int32'), network.outputs)
        : tf.tensor2d(rows.targets, [rows.count, 1]);
    const { gradient } = denseStep(planNetwork(network)).pass(loss, {
      weights: tf.tensor1d(flat),
      inputs: tf.tensor2d(rows.inputs, [rows.count, 5]),
      targets: tf.cast(targets as tf.Tensor2D, 'float32'),
      scale: tf.scalar(1 / rows.count),
      masks: [],
      ones: tf.ones([1, rows.count]),
    });
    return gradient.dataSync<'float32'>();
  });
}

describe('the written-out backward pass', () => {
  afterAll(() => expect(tf.memory().numTensors).toBe(0));

  for (const loss of LOSSES) {
    for (const activation of [...SMOOTH, ...CORNERED]) {
      it(`agrees with finite differences to 1e-4: ${loss}, ${activation}`, () => {
        for (const hidden of [[], [6], [6, 4]]) {
          const job = randomJob({ loss });
          const layers = hidden.map((units): LayerSpec => ({ layer: 'dense', units, activation }));
          const network = { ...job.network, layers };
          const plan = planNetwork(network);
          // Not where training begins: biases of 0 put relu on its corner.
          const drawn = stream(9, 'initialise/test');
          const flat = Float32Array.from(
            { length: plan.parameters },
            (_, i) => normal(drawn, i) / 2,
          );
          const gradient = gradientAt(network, loss, job.train, flat);
          const { inputs, targets, count } = job.train;
          const rows = Array.from({ length: count }, (_, row) => [
            ...inputs.subarray(row * 5, row * 5 + 5),
          ]);
          const lossWith = (at: number, by: number) => {
            const moved = Float64Array.from(flat);
            moved[at] = moved[at]! + by;
            return plainLoss(loss, plainOutputs(plan, moved, rows), targets);
          };
          const random = stream(1, 'initialise/test');
          for (let k = 0; k < 12; k++) {
            const at = random.uint32(k) % flat.length;
            const step = 1e-6;
            const slope = (lossWith(at, step) - lossWith(at, -step)) / (2 * step);
            const tolerance = 1e-4 * Math.max(0.1, Math.abs(slope));
            expect(Math.abs(gradient[at]! - slope)).toBeLessThan(tolerance);
          }
        }
      });
    }
  }
});
