/** Gradients of dense nets next to those of TensorFlow.js and to finite differences. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { planNetwork } from '../../../../../../src/core/network/plan';
import type { NetworkSpec } from '../../../../../../src/core/network/types';
import type { Engine, LossKind, NetworkJob, Rows } from '../../../../../../src/ml/engine/engine';
import { exactProvider } from '../../../../../../src/ml/engine/fused/provider';
import { plainLoss, plainOutputs } from '../../../../../support/plain-network';
import { LOSSES, randomRows } from '../../../../../support/random-net-jobs';
import { ACTIVATIONS } from '../../../../../support/random-networks';
import { tfjsGradient } from '../../../../../support/tfjs-network';

let engine: Engine;
beforeAll(async () => {
  engine = await exactProvider(() => performance.now()).open('exact');
});

/** So large that a step is the gradient, and what the weights were before is lost in its rounding. */
const RATE = 2 ** 20;

/** What the engine takes for the gradient at its own first weights. */
async function engineGradient(network: NetworkSpec, loss: LossKind, train: Rows) {
  const job: NetworkJob = {
    type: 'network',
    network,
    loss,
    train,
    validation: null,
    ...{ l1: 0, l2: 0, clip: null, seed: 5 },
    trainer: {
      ...{ optimiser: 'sgd', learningRate: RATE, batch: train.count, epochs: 1 },
      ...{ patience: null, classWeights: 'none' },
    },
  };
  const session = await engine.start(job);
  const weights = (await session.save()).arrays['weights'] as Float32Array;
  const outputs = await session.epoch(1, () => Promise.resolve(true));
  const after = (await session.save()).arrays['weights'] as Float32Array;
  session.dispose();
  const gradient = Float64Array.from(after, (w, i) => (weights[i]! - w) / RATE);
  return { weights, gradient, loss: outputs!.train };
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const norm = (of: (i: number) => number) =>
    Math.sqrt(Array.from(a, (_, i) => of(i) ** 2).reduce((x, y) => x + y, 0));
  return (
    norm((i) => a[i]! - b[i]!) /
    Math.max(
      1e-3,
      norm((i) => b[i]!),
    )
  );
}

/** TensorFlow.js has no gradient of its own Huber loss. */
const DIFFERENTIABLE = LOSSES.filter((name) => name !== 'huber');

const cases = fc.record({
  inputs: fc.integer({ min: 1, max: 13 }),
  units: fc.array(fc.integer({ min: 1, max: 21 }), { minLength: 1, maxLength: 2 }),
  classes: fc.integer({ min: 2, max: 11 }),
  count: fc.integer({ min: 1, max: 30 }),
  seed: fc.nat(2 ** 31),
});

describe('the gradient of a dense net', () => {
  for (const activation of ACTIVATIONS) {
    it(`with ${activation} is that of TensorFlow.js to 1e-4, for every loss that it can differentiate`, async () => {
      await fc.assert(
        fc.asyncProperty(cases, fc.constantFrom(...DIFFERENTIABLE), async (shape, loss) => {
          const { inputs, units, classes, count, seed } = shape;
          const layers = units.map((n) => ({ layer: 'dense' as const, units: n, activation }));
          const outputs = loss === 'softmax' ? classes : 1;
          const network: NetworkSpec = { input: [inputs], layers, outputs };
          const rows = randomRows({ count, inputs, loss, classes, weighted: false, seed });
          const ours = await engineGradient(network, loss, rows);
          const theirs = await tfjsGradient(network, loss, ours.weights, rows);
          expect(distance(ours.gradient, theirs.gradient)).toBeLessThan(1e-4);
          const loss2 = loss === 'squared' ? theirs.loss * 2 : theirs.loss;
          expect(Math.abs(ours.loss - loss2)).toBeLessThan(1e-4 * Math.max(1, loss2));
        }),
        { numRuns: 12 },
      );
    });
  }

  it('is the slope of the loss, by finite differences to 1e-4', async () => {
    // Activations without a kink, which a difference could straddle.
    const smooth = ACTIVATIONS.filter((name) => !['relu', 'leaky-relu'].includes(name));
    await fc.assert(
      fc.asyncProperty(
        cases,
        fc.constantFrom(...smooth),
        fc.constantFrom(...LOSSES.filter((name) => name !== 'absolute')),
        async ({ inputs, units, classes, count, seed }, activation, loss) => {
          const layers = units.map((n) => ({ layer: 'dense' as const, units: n, activation }));
          const outputs = loss === 'softmax' ? classes : 1;
          const network: NetworkSpec = { input: [inputs], layers, outputs };
          const rows = randomRows({ count, inputs, loss, classes, weighted: false, seed });
          const { weights, gradient } = await engineGradient(network, loss, rows);
          const plan = planNetwork(network);
          const x = Array.from({ length: count }, (_, r) => [
            ...rows.inputs.subarray(r * inputs, (r + 1) * inputs),
          ]);
          const lossAt = (moved: Float64Array) =>
            plainLoss(loss, plainOutputs(plan, moved, x), rows.targets);
          const slopes = Array.from(weights, (_, i) => {
            const [up, down] = [Float64Array.from(weights), Float64Array.from(weights)];
            up[i]! += 1e-5;
            down[i]! -= 1e-5;
            return (lossAt(up) - lossAt(down)) / 2e-5;
          });
          expect(distance(gradient, slopes)).toBeLessThan(1e-4);
        },
      ),
      { numRuns: 25 },
    );
  });
});
