/** Prediction in WASM beside the plain reference: the same bits, whatever the net and the rows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planNetwork } from '../../../../../../src/core/network/plan';
import type { Activation, LayerSpec } from '../../../../../../src/core/network/types';
import { fusedAnswers } from '../../../../../../src/ml/engine/fused/predict/bulk-answers';
import { fusedPass } from '../../../../../../src/ml/engine/fused/predict/fused-predictor';
import { namedLayers } from '../../../../../../src/ml/engine/network';
import { writeSafetensors } from '../../../../../../src/ml/formats/safetensors';
import { answersOf, type Head } from '../../../../../../src/ml/predict/answer';
import { plainPass, type ComputedNetwork } from '../../../../../../src/ml/predict/output-pass';
import { ACTIVATIONS, madeNetwork, networkCases } from '../../../../../support/random-networks';
import { seeded } from '../../../../../support/seeded';

/** Where functions branch, overflow, or have a sign of 0. */
const EDGES = [
  ...[0, -0, NaN, Infinity, -Infinity, 1e-9, -1e-9, 0.125, -0.125, 20, -20, 40, -40, 40.5, -40.5],
  ...[709.8, -709.8, -745.2, 1e30, -1e30, 1e-300, 0.4142, 1.1e-16, 3e38, 1e-45],
];

const layer = fc.record({
  units: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 70 })),
  activation: fc.constantFrom(...ACTIVATIONS),
});

const nets = fc.record({
  inputs: fc.integer({ min: 1, max: 40 }),
  layers: fc.array(layer, { maxLength: 3 }),
  outputs: fc.integer({ min: 1, max: 5 }),
  rows: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 10, max: 1500 })),
  edges: fc.constantFrom(0, 0.02, 0.5),
  spoiltWeights: fc.constantFrom(0, 0, 0.05),
  seed: fc.nat(2 ** 31),
});
type Net = typeof nets extends fc.Arbitrary<infer T> ? T : never;

function networkOf(
  input: number[],
  layers: LayerSpec[],
  outputs: number,
  weightOf: () => number,
): { network: ComputedNetwork; weights: Uint8Array } {
  const plan = planNetwork({ input, layers, outputs });
  const flat = Float32Array.from({ length: plan.parameters }, weightOf);
  const named = namedLayers(plan, flat);
  return {
    network: { type: 'layers', layers: named.layers },
    weights: writeSafetensors(named.tensors),
  };
}

async function expectSameBits({ inputs, layers, outputs, rows, ...drawn }: Net): Promise<void> {
  const { uniform, normal, pick } = seeded(drawn.seed);
  const valueOr = (edges: number) => () => (uniform() < edges ? pick(EDGES) : normal());
  const { network, weights } = networkOf(
    [inputs],
    layers.map((each) => ({ layer: 'dense', ...each })),
    outputs,
    valueOr(drawn.spoiltWeights),
  );
  const values = Float32Array.from({ length: rows * inputs }, valueOr(drawn.edges));
  const fused = await fusedPass(network, weights);
  const plain = plainPass(network, weights);
  expect([fused.inputs, fused.outputs]).toEqual([plain.inputs, plain.outputs]);
  expectEqualBits(fused.run(values), plain.run(values));
}

/** Every NaN is one. */
function expectEqualBits(actual: Float64Array, expected: Float64Array): void {
  expect(actual.length).toBe(expected.length);
  const at = actual.findIndex((value, i) => !Object.is(value, expected[i]));
  if (at >= 0) expect({ at, value: actual[at] }).toEqual({ at, value: expected[at] });
}

describe('prediction in WASM', () => {
  it('has the bits of the plain pass for any dense net, edges of every function included', async () => {
    await fc.assert(fc.asyncProperty(nets, expectSameBits));
  });

  for (const activation of ACTIVATIONS) {
    it(`has the bits of core/math in ${activation}, from subnormal numbers to infinity`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(2 ** 31), (seed) => expectActivation(activation, seed)),
        { numRuns: 20 },
      );
    });
  }

  it('has the bits of the plain pass for nets of other layers', async () => {
    for (const kind of ['conv2d', 'batch-norm', 'embedding'] as const) {
      const [drawn] = fc.sample(networkCases(kind), { numRuns: 1, seed: 7 });
      const made = madeNetwork(drawn!);
      const { layers, tensors } = namedLayers(made.plan, made.weights);
      const network: ComputedNetwork = { type: 'layers', layers };
      const weights = writeSafetensors(tensors);
      const fused = await fusedPass(network, weights);
      expectEqualBits(fused.run(made.inputs), plainPass(network, weights).run(made.inputs));
    }
  });

  it('answers with the bits of the plain answers', async () => {
    const answers = await fusedAnswers();
    const heads = fc.constantFrom<Pick<Head, 'kind' | 'classes' | 'calibrator'>>(
      { kind: 'binary', classes: 2 },
      {
        kind: 'binary',
        classes: 2,
        calibrator: { type: 'platt', slope: 0.4, intercept: 1 },
      },
      { kind: 'multiclass', classes: 3, calibrator: { type: 'temperature', temperature: 2.5 } },
      { kind: 'multiclass', classes: 3 },
      { kind: 'multiclass', classes: 1000 },
      { kind: 'multiclass', classes: 2100 },
      { kind: 'regression', classes: 1 },
    );
    await fc.assert(
      fc.asyncProperty(heads, fc.nat(5000), fc.nat(2 ** 31), async (shape, size, seed) => {
        const head: Head = { ...shape, targetTransform: { offset: 3, scale: 0.7 } };
        const { uniform, normal, pick } = seeded(seed);
        const width = head.kind === 'multiclass' ? head.classes : 1;
        const outputs = Float64Array.from({ length: Math.floor(size / width) * width }, () =>
          uniform() < 0.02 ? pick(EDGES) : normal() * 10,
        );
        expectEqualBits(answers(head, outputs), answersOf(head, outputs));
        return Promise.resolve();
      }),
      { numRuns: 40 },
    );
  });

  it('refuses weights that do not fit, as the plain pass does', async () => {
    const { network } = networkOf([3], [], 1, () => 1);
    const { weights } = networkOf([4], [], 1, () => 1);
    await expect(fusedPass(network, weights)).rejects.toMatchObject({ code: 'object-damaged' });
    expect(() => plainPass(network, weights)).toThrow('object-damaged');
  });
});

/** One unit with weight 1 and bias 0 hands each input to the function, another takes its value on. */
async function expectActivation(activation: Activation, seed: number): Promise<void> {
  const { network, weights } = networkOf(
    [1],
    [{ layer: 'dense', units: 1, activation }],
    1,
    (() => {
      let i = 0;
      return () => [1, 0, 1, 0][i++]!;
    })(),
  );
  const { uniform, normal, pick } = seeded(seed);
  const size = () => Math.pow(2, uniform() * 60 - 50);
  const values = Float32Array.from({ length: 4001 }, () =>
    uniform() < 0.05 ? pick(EDGES) : normal() * (uniform() < 0.5 ? 8 : size()),
  );
  const fused = await fusedPass(network, weights);
  expectEqualBits(fused.run(values), plainPass(network, weights).run(values));
}
