/** Networks of every layer and activation as ONNX, run by ONNX Runtime, beside the app's own prediction. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { sizeOf } from '../../../../src/core/network/plan';
import type { Activation, LayerSpec } from '../../../../src/core/network/types';
import { namedLayers } from '../../../../src/ml/engine/network';
import { expectSameAnswers } from '../../../support/onnx-agreement';
import {
  ACTIVATIONS,
  LAYER_KINDS,
  madeNetwork,
  networkCases,
  type NetworkCase,
} from '../../../support/random-networks';
import { cellRows, plainInputs, sealedModel } from '../../../support/sealed-model';
import { seeded } from '../../../support/seeded';

function expectAgreement(drawn: NetworkCase): Promise<void> {
  const made = madeNetwork(drawn);
  const { layers, tensors } = namedLayers(made.plan, made.weights);
  const width = sizeOf(drawn.network.input);
  const model = sealedModel({
    ...plainInputs(width),
    network: { type: 'layers', layers },
    tensors,
    outputs: drawn.network.outputs,
  });
  return expectSameAnswers(model, cellRows(made.inputs, width));
}

/** All layers that follow one another in practice, with an image that stays an image between them. */
const tower: LayerSpec[] = [
  {
    layer: 'conv2d',
    filters: 5,
    size: [3, 3],
    stride: [1, 1],
    padding: 'same',
    activation: 'gelu',
  },
  { layer: 'batch-norm', momentum: 0.9, epsilon: 1e-3 },
  {
    layer: 'depthwise2d',
    multiplier: 2,
    size: [3, 2],
    stride: [2, 1],
    padding: 'same',
    activation: 'relu',
  },
  { layer: 'pool2d', of: 'average', size: [2, 2], stride: [2, 2], padding: 'same' },
  { layer: 'layer-norm', epsilon: 1e-3 },
  {
    layer: 'conv2d',
    filters: 3,
    size: [2, 2],
    stride: [1, 1],
    padding: 'valid',
    activation: 'silu',
  },
  { layer: 'pool2d', of: 'max', size: [2, 2], stride: [1, 1], padding: 'same' },
  { layer: 'flatten' },
  { layer: 'dense', units: 6, activation: 'softplus' },
  { layer: 'layer-norm', epsilon: 1e-3 },
];

/** One unit whose answer is the activation of its input, for values where runtimes cut corners. */
function activationCase(activation: Activation) {
  const dense = { layer: 'dense', inputs: 1, outputs: 1 } as const;
  return sealedModel({
    ...plainInputs(1),
    network: {
      type: 'layers',
      layers: [{ ...dense, kernel: 'kernel', bias: 'bias', activation }],
    },
    tensors: [
      { name: 'kernel', shape: [1, 1], values: Float32Array.of(1) },
      { name: 'bias', shape: [1], values: Float32Array.of(0) },
    ],
    outputs: 1,
  });
}

describe('a network as ONNX', () => {
  for (const kind of LAYER_KINDS) {
    it(`answers as the app does, to 1e-5, for ${kind} of any shape`, async () => {
      await fc.assert(fc.asyncProperty(networkCases(kind), expectAgreement), { numRuns: 25 });
    });
  }

  it.each(ACTIVATIONS)('computes %s as the app does, however large its input', async (name) => {
    const large = [0, 1e-6, 0.3, 1, 4, 9, 20, 50, 90, 1000, 1e6, 1e20, 1e30];
    const rows = [...large, ...large.map((x) => -x)].map((x) => [x]);
    await expectSameAnswers(activationCase(name), rows);
  });

  it('answers as the app does when many layers follow each other', async () => {
    const seeds = fc.record({ seed: fc.nat(2 ** 31), outputs: fc.constantFrom(1, 3) });
    await fc.assert(
      fc.asyncProperty(seeds, ({ seed, outputs }) =>
        expectAgreement({
          network: { input: [9, 8, 3], layers: tower, outputs },
          rows: 6,
          seed,
        }),
      ),
      { numRuns: 15 },
    );
  });

  it('normalises a layer whose values are far from zero', async () => {
    const values = { layer: 'layer-norm', values: 4, channels: 4, epsilon: 1e-3 } as const;
    const random = seeded(5);
    const model = sealedModel({
      ...plainInputs(4),
      network: { type: 'layers', layers: [{ ...values, gamma: 'gamma', beta: 'beta' }] },
      tensors: [
        { name: 'gamma', shape: [4], values: Float32Array.of(1, 2, 3, 4) },
        { name: 'beta', shape: [4], values: Float32Array.of(0, 1, 0, -1) },
      ],
      outputs: 4,
    });
    const rows = Array.from({ length: 20 }, () =>
      Array.from({ length: 4 }, () => 5000 + Math.round(random.normal() * 8)),
    );
    await expectSameAnswers(model, rows);
  });
});
