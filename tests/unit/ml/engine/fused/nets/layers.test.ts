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

const norm = (values: number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));

/** Norm of the difference over the norm of `wanted`, which counts as no less than 1e-3. */
function distance(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  const differences = Array.from(wanted, (x, i) => got[i]! - x);
  return norm(differences) / Math.max(norm(Array.from(wanted)), 1e-3);
}

/** Norm of the difference over the norm of what the outputs are sums of, as rounding errors grow with that. */
function outputDistance(got: ArrayLike<number>, wanted: ArrayLike<number>, made: MadeNetwork) {
  const last = made.plan.layers.at(-1)!;
  if (last.op !== 'dense') throw new Error(`The outputs come from a ${last.op} layer.`);
  const before = { ...made.plan, layers: made.plan.layers.slice(0, -1) };
  const sizes = plainOutputs(before, made.weights, rowsIn(made)).flatMap((row) =>
    plainOutputs({ ...before, layers: [last] }, made.weights.map(Math.abs), [row.map(Math.abs)]),
  );
  return norm(Array.from(wanted, (x, i) => got[i]! - x)) / norm(sizes.flat());
}

function rowsIn({ inputs, targets }: MadeNetwork): number[][] {
  const width = inputs.length / targets.length;
  return Array.from(targets, (_, i) => Array.from(inputs.subarray(i * width, (i + 1) * width)));
}

/**
 * Slopes of the plain network in float64 at some parameters, to the left and to the right: where a ReLU or a
 * maximum changes over within the width, the two differ and the derivative is one of those between.
 */
function slopes(made: MadeNetwork, loss: LossKind, probes: number[]): [number, number][] {
  const weights = Float64Array.from(made.weights);
  const rows = rowsIn(made);
  const lossNow = () => plainLoss(loss, plainOutputs(made.plan, weights, rows), made.targets);
  const at = (i: number, value: number) => {
    const before = weights[i]!;
    weights[i] = value;
    const found = lossNow();
    weights[i] = before;
    return found;
  };
  const width = 1e-6;
  const here = lossNow();
  return probes.map((i) => {
    const w = weights[i]!;
    return [(here - at(i, w - width)) / width, (at(i, w + width) - here) / width];
  });
}

/** The value nearest to `x` between two others. */
const clamped = (x: number, [a, b]: [number, number]) =>
  Math.min(Math.max(x, Math.min(a, b)), Math.max(a, b));

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
          expect(outputDistance(ours.outputs, theirs.outputs, made)).toBeLessThan(1e-6);
        }
        expect(distance(ours.gradient, theirs.gradient)).toBeLessThan(1e-4);
        const probes = Array.from({ length: PROBES }, (_, i) =>
          Math.floor((i / PROBES) * plan.parameters),
        );
        const measured = slopes(made, loss, probes);
        expect(
          distance(
            probes.map((i) => ours.gradient[i]!),
            measured.map((both, i) => clamped(ours.gradient[probes[i]!]!, both)),
          ),
        ).toBeLessThan(1e-4);
      }),
      { numRuns: RUNS },
    ));
});
