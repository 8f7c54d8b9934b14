import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine, LossKind } from '../../../../../../src/ml/engine/engine';
import { exactProvider } from '../../../../../../src/ml/engine/fused/provider';
import { oneBatchJob, oneStep, rowsOf } from '../../../../../support/net-sessions';
import { plainLoss, plainOutputs } from '../../../../../support/plain-network';
import {
  LAYER_KINDS,
  madeNetwork,
  networkCases,
  type MadeNetwork,
  type NetworkCase,
} from '../../../../../support/random-networks';
import { tfjsGradient } from '../../../../../support/tfjs-network';

const RUNS = 30;
/** Parameters that finite differences look at, of each network. */
const PROBES = 25;

let engine: Engine;
beforeAll(async () => {
  engine = await exactProvider(() => 0).open('exact');
});

function lossFor({ network }: NetworkCase): LossKind {
  return network.outputs === 1 ? 'squared' : 'softmax';
}

/** Norm of the difference over the norm of `wanted`, which counts as no less than 1e-3. */
function distance(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  const norm = (values: number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
  const differences = Array.from(wanted, (x, i) => got[i]! - x);
  return norm(differences) / Math.max(norm(Array.from(wanted)), 1e-3);
}

function rowsIn({ inputs, targets }: MadeNetwork): number[][] {
  const width = inputs.length / targets.length;
  return Array.from(targets, (_, i) => Array.from(inputs.subarray(i * width, (i + 1) * width)));
}

/** Central differences of the plain network in float64 at some parameters. */
function slopes(made: MadeNetwork, loss: LossKind, probes: number[]): number[] {
  const weights = Float64Array.from(made.weights);
  const rows = rowsIn(made);
  const at = (i: number, value: number) => {
    const before = weights[i]!;
    weights[i] = value;
    const found = plainLoss(loss, plainOutputs(made.plan, weights, rows), made.targets);
    weights[i] = before;
    return found;
  };
  const width = 1e-6;
  return probes.map((i) => {
    const w = weights[i]!;
    return (at(i, w + width) - at(i, w - width)) / (2 * width);
  });
}

describe.each(LAYER_KINDS)('a %s layer', (kind) => {
  it('gives the outputs and the gradient of TensorFlow.js, and the slopes of a plain network', () =>
    fc.assert(
      fc.asyncProperty(networkCases(kind), async (net) => {
        const made = madeNetwork(net);
        const { plan, weights, inputs, targets } = made;
        const loss = lossFor(net);
        const job = oneBatchJob(net.network, loss, rowsOf(inputs, targets));
        const ours = await oneStep(engine, job, weights);
        const theirs = await tfjsGradient(net.network, loss, weights, { inputs, targets });
        // The loss of a step is by the statistics of the batch, outputs by the moving ones.
        const factor = loss === 'squared' ? 0.5 : 1;
        expect(Math.abs(ours.loss * factor - theirs.loss)).toBeLessThan(1e-5 * (1 + theirs.loss));
        if (kind !== 'batch-norm') {
          expect(distance(ours.outputs, theirs.outputs)).toBeLessThan(1e-5);
        }
        expect(distance(ours.gradient, theirs.gradient)).toBeLessThan(1e-4);
        const probes = Array.from({ length: PROBES }, (_, i) =>
          Math.floor((i / PROBES) * plan.parameters),
        );
        const measured = slopes(made, loss, probes);
        expect(
          distance(
            probes.map((i) => ours.gradient[i]!),
            measured,
          ),
        ).toBeLessThan(1e-4);
      }),
      { numRuns: RUNS },
    ));
});
