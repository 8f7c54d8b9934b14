/** The plain reference of trees, and files that lie to it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../src/core/errors';
import { readFormat } from '../../../../src/core/formats/read-format';
import { exp, sigmoid } from '../../../../src/core/math';
import type { TreeEnsemble } from '../../../../src/core/model/types';
import type { TensorValues } from '../../../../src/ml/formats/safetensors';
import { makeTreesPass, type Tensors } from '../../../../src/ml/predict/trees';
import { randomTreesJob } from '../../../support/random-trees';
import { probes, trainTrees } from '../../../support/trained-trees';
import { NOWHERE } from '../../../support/training';

/**
 * Two trees over [number, code]: the first asks whether the number is at most 1.5 (missing goes right), and
 * on its right whether the code is 2 or 33; the second is one leaf.
 */
const ENSEMBLE: TreeEnsemble = {
  type: 'trees',
  inputs: 2,
  outputs: 1,
  trees: 2,
  nodes: 6,
  sets: 1,
  leaves: 0,
  combine: 'sum',
  base: [0.5],
  link: 'identity',
};

const VALUES: Record<string, { shape: number[]; values: TensorValues }> = {
  roots: { shape: [3], values: Int32Array.of(0, 5, 6) },
  input: { shape: [6], values: Int32Array.of(0, -1, 1, -1, -1, -1) },
  left: { shape: [6], values: Int32Array.of(1, 0, 3, 0, 0, 0) },
  value: { shape: [6], values: Float32Array.of(1.5, 1, 0, 2, 4, 8) },
  missing: { shape: [6], values: Uint8Array.of(0, 0, 1, 0, 0, 0) },
  set: { shape: [6], values: Int32Array.of(-1, -1, 0, -1, -1, -1) },
  sets: { shape: [1, 8], values: Int32Array.of(1 << 2, 1 << 1, 0, 0, 0, 0, 0, 0) },
  shares: { shape: [0, 1], values: new Float32Array(0) },
};

function tensorsOf(changed: Partial<typeof VALUES> = {}): Tensors {
  const all = { ...VALUES, ...changed } as typeof VALUES;
  return new Map(Object.entries(all).map(([name, tensor]) => [name, { name, ...tensor }]));
}

describe('trees in plain code', () => {
  it('send each row to its leaf and add up', () => {
    const rows = [
      [1.5, 9, 0.5 + 1 + 8],
      [1.6, 2, 0.5 + 2 + 8],
      [1.6, 33, 0.5 + 2 + 8],
      [1.6, 3, 0.5 + 4 + 8],
      [NaN, NaN, 0.5 + 2 + 8],
      [NaN, 300, 0.5 + 2 + 8],
      [9, -1, 0.5 + 2 + 8],
    ];
    const pass = makeTreesPass(ENSEMBLE, tensorsOf());
    const inputs = Float32Array.from(rows.flatMap(([number, code]) => [number!, code!]));
    expect([...pass.run(inputs)]).toEqual(rows.map(([, , sum]) => sum));
  });

  it('answer with a mean, and with what the link makes of it', () => {
    const row = Float32Array.of(0, 0);
    const run = (change: Partial<TreeEnsemble>) =>
      makeTreesPass({ ...ENSEMBLE, ...change }, tensorsOf()).run(row)[0]!;
    expect(run({ combine: 'mean' })).toBe(0.5 + 9 / 2);
    expect(run({ link: 'exp' })).toBe(exp(9.5));
    const share = run({ combine: 'mean', base: [-4.2], link: 'log-odds' });
    expect(sigmoid(share)).toBeCloseTo(0.3, 12);
    expect(sigmoid(run({ combine: 'mean', base: [7], link: 'log-odds' }))).toBeCloseTo(
      1 - 1e-6,
      12,
    );
  });

  it('are refused when a tensor has another shape or type, or is missing', () => {
    for (const [name, { shape, values }] of Object.entries(VALUES)) {
      const bad: Tensors[] = [
        tensorsOf({ [name]: { shape: [...shape, 1], values } }),
        tensorsOf({ [name]: { shape, values: new Float64Array(values.length) } }),
      ];
      const without = tensorsOf();
      without.delete(name);
      for (const tensors of [...bad, without]) {
        expect(() => makeTreesPass(ENSEMBLE, tensors)).toThrow(/object-damaged/);
      }
    }
  });

  it('are refused where a path would leave the tree, go in circles or end nowhere', () => {
    const lies: [string, number, number][] = [
      ['roots', 0, 1],
      ['roots', 1, 6],
      ['roots', 1, 7],
      ['roots', 1, -1],
      ['roots', 2, 5],
      ['input', 0, 2],
      ['input', 0, -2],
      ['left', 0, 0],
      ['left', 0, -1],
      ['left', 0, 4],
      ['left', 2, 1],
      ['left', 2, 4],
      ['missing', 0, 2],
      ['set', 2, 1],
      ['set', 2, -2],
      ['value', 0, NaN],
      ['value', 1, NaN],
      ['value', 1, Infinity],
    ];
    for (const [name, at, value] of lies) {
      const { shape, values } = VALUES[name]!;
      const changed = values.slice();
      changed[at] = value;
      const tensors = tensorsOf({ [name]: { shape, values: changed } });
      expect(() => makeTreesPass(ENSEMBLE, tensors), `${name}[${at}] = ${value}`).toThrow(
        /object-damaged/,
      );
    }
  });

  it('answer with numbers or are refused, whatever a file says', async () => {
    const job = randomTreesJob(47, { loss: 'softmax', forest: true });
    const { ensemble, tensors } = await trainTrees(job, 3);
    const rows = probes(job, 40, 1);
    const names = [...tensors.keys()];
    const value = fc.oneof(
      fc.constantFrom(-1, 0, 1, 2, 7, 255, 256, 2 ** 31 - 1, -(2 ** 31), NaN, Infinity),
      fc.integer({ min: -300, max: 300 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), value, (name, at, lie) => {
        const { shape, values } = tensors.get(name)!;
        if (values.length === 0) return;
        const changed = values.slice();
        changed[at % values.length] = lie;
        const spoilt: Tensors = new Map(tensors).set(name, { name, shape, values: changed });
        try {
          const out = makeTreesPass(ensemble, spoilt).run(rows);
          expect(out.every((x) => !Number.isNaN(x))).toBe(true);
        } catch (error) {
          expect(isLoamError(error, 'object-damaged')).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the manifest of trees', () => {
  const of = (network: object) => ({
    format: 'loam.model/1',
    kind: 'regression',
    target: 'y',
    classes: null,
    inputs: [],
    preprocessing: NOWHERE,
    network,
    weights: NOWHERE,
    targetTransform: { offset: 0, scale: 1 },
    threshold: null,
    calibrator: null,
    conformal: null,
  });

  it('passes its check, and no other sizes do', () => {
    expect(readFormat(of(ENSEMBLE))).toMatchObject({ ok: true });
    const lies: Partial<Record<keyof TreeEnsemble, unknown>>[] = [
      { trees: 0 },
      { nodes: 1 },
      { outputs: 2 },
      { base: [] },
      { base: [NaN] },
      { sets: -1 },
      { link: 'square' },
      { combine: 'product' },
    ];
    for (const lie of lies) {
      expect(readFormat(of({ ...ENSEMBLE, ...lie })).ok, JSON.stringify(lie)).toBe(false);
    }
  });
});
