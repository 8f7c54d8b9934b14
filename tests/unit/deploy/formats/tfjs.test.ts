/** TensorFlow.js layers models, run by TensorFlow.js, beside the app's own prediction. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calibrator, ModelLayer } from '../../../../src/core/model/types';
import type { TaskKind } from '../../../../src/core/task/types';
import { sizeOf } from '../../../../src/core/network/plan';
import { shardedModel } from '../../../../src/deploy/formats/tfjs/write-tfjs';
import { namedLayers } from '../../../../src/ml/engine/network';
import { answersOf } from '../../../../src/ml/predict/answer';
import { makeForwardPass } from '../../../../src/ml/predict/forward';
import {
  ACTIVATIONS,
  LAYER_KINDS,
  madeNetwork,
  networkCases,
  type NetworkCase,
} from '../../../support/random-networks';
import { runTfjs } from '../../../support/tfjs-layers-model';

async function expectAgreement(
  drawn: NetworkCase,
  calibrator: Calibrator | null = null,
): Promise<void> {
  const made = madeNetwork(drawn);
  const { layers, tensors } = namedLayers(made.plan, made.weights);
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const multiclass = drawn.network.outputs > 1;
  const isNumber = !multiclass && calibrator === null;
  const kind: TaskKind = isNumber ? 'regression' : multiclass ? 'multiclass' : 'binary';
  const head = {
    kind,
    calibrator,
    targetTransform: isNumber ? { offset: 2, scale: 3 } : { offset: 0, scale: 1 },
  };
  // An embedding takes what is no code from its last row; TensorFlow.js wants that row's own number.
  const inputs =
    layers[0]!.layer === 'embedding' ? codesOnly(made.inputs, layers[0]!) : made.inputs;
  const files = shardedModel(head, layers, named);
  const theirs = await runTfjs(files, inputs, sizeOf(drawn.network.input));
  const outputs = makeForwardPass(layers, named).run(inputs);
  const classes = kind === 'binary' ? 2 : drawn.network.outputs;
  const all = answersOf({ ...head, classes }, outputs);
  // Of two classes theirs answers with the second alone.
  const ours = kind === 'binary' ? all.filter((_, i) => i % 2 === 1) : all;
  expect(theirs.length).toBe(ours.length);
  const off = Array.from(ours, (value, i) => [value, theirs[i]!] as const).filter(
    ([a, b]) => !(Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(a))),
  );
  expect(off).toEqual([]);
}

function codesOnly(
  inputs: Float32Array,
  { vocabulary }: Extract<ModelLayer, { layer: 'embedding' }>,
): Float32Array {
  return inputs.map((x) => (x >= 0 && x < vocabulary && Math.floor(x) === x ? x : vocabulary));
}

describe('a network as a TensorFlow.js layers model', () => {
  for (const kind of LAYER_KINDS) {
    it(`answers as the app does, to 1e-5, for ${kind} of any shape`, async () => {
      await fc.assert(
        fc.asyncProperty(networkCases(kind), (drawn) => expectAgreement(drawn)),
        { numRuns: 20 },
      );
    });
  }

  it.each(ACTIVATIONS)('answers as the app does with %s', async (activation) => {
    await expectAgreement({
      network: { input: [4], layers: [{ layer: 'dense', units: 6, activation }], outputs: 3 },
      rows: 12,
      seed: 9,
    });
  });

  it.each<[Calibrator, number]>([
    [{ type: 'platt', slope: 0.7, intercept: -1.3 }, 1],
    [{ type: 'temperature', temperature: 1.7 }, 1],
    [{ type: 'temperature', temperature: 0.6 }, 4],
  ])(
    'answers with the calibrated probabilities of the app: %o, %i outputs',
    async (of, outputs) => {
      const layers = [{ layer: 'dense', units: 6, activation: 'relu' } as const];
      await expectAgreement({ network: { input: [4], layers, outputs }, rows: 40, seed: 3 }, of);
    },
  );

  it('is refused by name where the probabilities are calibrated by a curve', () => {
    const calibrator: Calibrator = { type: 'isotonic', curves: [{ x: [0, 1], y: [0, 1] }] };
    const head = { kind: 'binary', targetTransform: { offset: 0, scale: 1 }, calibrator } as const;
    const layer = { layer: 'dense', kernel: 'k', bias: 'b', inputs: 1, outputs: 1 } as const;
    const tensors = new Map([
      ['k', { name: 'k', shape: [1, 1], values: Float32Array.of(1) }],
      ['b', { name: 'b', shape: [1], values: Float32Array.of(0) }],
    ]);
    expect(() => shardedModel(head, [{ ...layer, activation: 'linear' }], tensors)).toThrow(
      expect.objectContaining({
        code: 'export-refused',
        facts: {
          format: 'TensorFlow.js',
          reason: 'its calibration by a curve (isotonic regression)',
        },
      }),
    );
  });

  it('answers as the app does with gelu far from zero, where one side of it is flat', async () => {
    const tensors = [
      { name: 'kernel', shape: [1, 1], values: Float32Array.of(1) },
      { name: 'bias', shape: [1], values: Float32Array.of(0) },
    ];
    const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    const layer = {
      layer: 'dense',
      kernel: 'kernel',
      bias: 'bias',
      inputs: 1,
      outputs: 1,
    } as const;
    const layers: ModelLayer[] = [{ ...layer, activation: 'gelu' }];
    const inputs = Float32Array.of(-40, -6, -3, -1, -0.75, 0, 1e-4, 0.5, 3, 40);
    const head = { kind: 'regression', targetTransform: { offset: 0, scale: 1 } } as const;
    const theirs = await runTfjs(shardedModel(head, layers, named), inputs, 1);
    const ours = makeForwardPass(layers, named).run(inputs);
    const off = Array.from(ours, (value, i) => Math.abs(value - theirs[i]!) / Math.max(1, value));
    expect(Math.max(...off)).toBeLessThan(1e-5);
    expect(theirs[0]).toBeCloseTo(0, 12);
  });
});
