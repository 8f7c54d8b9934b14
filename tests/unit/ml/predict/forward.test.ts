/** The plain forward pass beside TensorFlow.js, layer by layer over random shapes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedLayers } from '../../../../src/ml/engine/network';
import { makeForwardPass } from '../../../../src/ml/predict/forward';
import {
  ACTIVATIONS,
  LAYER_KINDS,
  madeNetwork,
  networkCases,
  type NetworkCase,
} from '../../../support/random-networks';
import { tfjsForward } from '../../../support/tfjs-network';

function plainOutputs(made: ReturnType<typeof madeNetwork>): Float64Array {
  const { layers, tensors } = namedLayers(made.plan, made.weights);
  return makeForwardPass(layers, new Map(tensors.map((tensor) => [tensor.name, tensor]))).run(
    made.inputs,
  );
}

async function expectAgreement(drawn: NetworkCase): Promise<void> {
  const made = madeNetwork(drawn);
  const plain = plainOutputs(made);
  const theirs = await tfjsForward(drawn.network, made.weights, made.inputs);
  expect(plain.length).toBe(theirs.length);
  plain.forEach((value, i) => {
    expect(Math.abs(value - theirs[i]!)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(value)));
  });
}

describe('the plain forward pass', () => {
  for (const kind of LAYER_KINDS) {
    it(`equals TensorFlow.js to 1e-5 for ${kind} of any shape`, async () => {
      await fc.assert(fc.asyncProperty(networkCases(kind), expectAgreement), { numRuns: 40 });
    });
  }

  for (const activation of ACTIVATIONS) {
    it(`equals TensorFlow.js to 1e-5 for dense layers with ${activation}`, async () => {
      const cases = fc.record({
        inputs: fc.integer({ min: 1, max: 9 }),
        units: fc.integer({ min: 1, max: 9 }),
        rows: fc.integer({ min: 1, max: 7 }),
        seed: fc.nat(2 ** 31),
      });
      await fc.assert(
        fc.asyncProperty(cases, ({ inputs, units, rows, seed }) =>
          expectAgreement({
            network: {
              input: [inputs],
              layers: [{ layer: 'dense', units, activation }],
              outputs: 2,
            },
            rows,
            seed,
          }),
        ),
        { numRuns: 40 },
      );
    });
  }
});
