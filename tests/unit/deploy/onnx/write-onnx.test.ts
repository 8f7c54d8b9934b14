/** Whole models of random tables as ONNX: answers, names, bytes, and what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../src/core/errors';
import type { Cell } from '../../../../src/core/dataset/types';
import type {
  FittedStep,
  InputSignature,
  ModelLayer,
  Network,
} from '../../../../src/core/model/types';
import type { SealedModel } from '../../../../src/deploy/model/types';
import {
  exportOnnx,
  modelPorts,
  onnxFeeds,
  writeOnnx,
  type RunOnnx,
} from '../../../../src/deploy/onnx';
import { expectSameAnswers } from '../../../support/onnx-agreement';
import { askChecker, hasChecker } from '../../../support/onnx-checker';
import { runOnnx } from '../../../support/onnx-runtime';
import { pageInputOf } from '../../../support/page-input';
import { randomData, type RandomData } from '../../../support/page-tables';
import { plainInputs, sealedModel } from '../../../support/sealed-model';
import { seeded, type Seeded } from '../../../support/seeded';

const inputOf = (data: RandomData) => pageInputOf({ ...data, template: '' });

/** Any cell that a person may give for an input, of its type or of none. */
function anyCell(random: Seeded, { type, categories, labels, quantiles }: InputSignature): Cell {
  if (random.uniform() < 0.15) return random.pick<Cell>([null, '', 'NA', NaN, '?']);
  switch (type) {
    case 'number':
    case 'integer':
      return random.normal() * 50;
    case 'datetime':
      return Math.floor((quantiles?.[2] ?? 0) + random.normal() * 1e11);
    case 'boolean':
      return random.pick<Cell>([...(labels ?? []), true, false, 'yes', 'neither']);
    case 'category':
    case 'text':
      return random.pick<Cell>([...(categories ?? []), 'elsewhere']);
    default:
      throw type satisfies never;
  }
}

function rowsFor({ manifest }: SealedModel, count: number, seed: number): Cell[][] {
  const random = seeded(seed);
  return Array.from({ length: count }, () =>
    manifest.inputs.map((input) => anyCell(random, input)),
  );
}

const refusal = (model: SealedModel): unknown => {
  try {
    writeOnnx(model);
  } catch (error) {
    return isLoamError(error, 'export-refused') ? error.facts : error;
  }
  return 'written';
};

describe('a model version as ONNX', () => {
  it('answers rows of all types as the app does, odd ones too', async () => {
    await fc.assert(
      fc.asyncProperty(randomData, fc.nat(), async (data, seed) => {
        const { model } = inputOf(data);
        await expectSameAnswers(model, rowsFor(model, 60, seed));
      }),
      { numRuns: 15 },
    );
  });

  it('is the same bytes for the same model', () => {
    fc.assert(
      fc.property(randomData, (data) => {
        const once = writeOnnx(inputOf(data).model);
        expect(Buffer.compare(once, writeOnnx(inputOf(data).model))).toBe(0);
      }),
      { numRuns: 10 },
    );
  });

  it('carries no text that stands in one row only', () => {
    fc.assert(
      fc.property(randomData, (data) => {
        const text = Buffer.from(writeOnnx(inputOf(data).model)).toString('latin1');
        expect(data.secrets.filter((secret) => text.includes(secret))).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it('gives the answer of a baseline to every row', async () => {
    const networks: [Network, number, number?][] = [
      [{ type: 'constant', output: [0.25] }, 1],
      [{ type: 'constant', output: [-0.7] }, 1, 0.3],
      [{ type: 'constant', output: [0.1, 2, -1] }, 3],
    ];
    for (const [network, outputs, threshold] of networks) {
      const parts = { ...plainInputs(2), network, outputs };
      const model = sealedModel(threshold === undefined ? parts : { ...parts, threshold });
      await expectSameAnswers(model, [
        [1, 2],
        [null, 3],
        [NaN, NaN],
      ]);
    }
  });

  it('gives way where a column has the name of an output, or none', async () => {
    const { inputs, steps } = plainInputs(4);
    const names = ['label', 'probabilities', 'value', ''];
    const model = sealedModel({
      inputs: inputs.map((input, i) => ({ ...input, name: names[i]! })),
      steps: steps.map((step, i) => ({ ...step, column: names[i]! })),
      network: { type: 'constant', output: [1, 2, 3] },
      outputs: 3,
    });
    const ports = modelPorts(model.manifest);
    expect([...ports.inputs.map(({ name }) => name), ports.label, ports.value]).toEqual([
      ...['label', 'probabilities', 'value', 'column_4'],
      ...['label_', 'value_'],
    ]);
    await expectSameAnswers(model, [[1, 2, 3, 4]]);
  });

  it('refuses by name a layer that it does not know', () => {
    const layers = [{ layer: 'attention', values: 2 } as unknown as ModelLayer];
    const network: Network = { type: 'layers', layers };
    expect(refusal(sealedModel({ ...plainInputs(2), network, tensors: [], outputs: 1 }))).toEqual({
      format: 'ONNX',
      reason: 'its layer “attention”',
    });
  });

  it('refuses by name a network that it does not know', () => {
    const network = { type: 'rules' } as unknown as Network;
    expect(refusal(sealedModel({ ...plainInputs(2), network, tensors: [], outputs: 1 }))).toEqual({
      format: 'ONNX',
      reason: 'its network of type “rules”',
    });
  });

  it('refuses by name a step that makes numbers of texts, and one that hashes their words', () => {
    const { inputs, steps } = plainInputs(1);
    const network: Network = { type: 'layers', layers: [] };
    const texts = inputs.map((input) => ({ ...input, type: 'category' as const }));
    expect(
      refusal(sealedModel({ inputs: texts, steps, network, tensors: [], outputs: 1 })),
    ).toEqual({
      format: 'ONNX',
      reason: 'column “x0” holds texts, of which a step of kind numeric makes numbers',
    });
    const hashed: FittedStep = {
      ...{ column: 'x0', step: 'hashed-text', words: [1, 1], buckets: 64, lower: true },
      ...{ kept: [3], idf: [1] },
    };
    expect(
      refusal(sealedModel({ inputs: texts, steps: [hashed], network, tensors: [], outputs: 1 })),
    ).toEqual({
      format: 'ONNX',
      reason: 'column “x0” is taken apart into words that are hashed, and ONNX has no hash',
    });
  });
});

describe('an export as ONNX', () => {
  const data = fc.sample(randomData, { numRuns: 1, seed: 3 })[0]!;
  const input = inputOf({ ...data, kind: 'multiclass', classes: ['a<b', 'c', 'd'] });

  it('has its golden examples answered by the runtime before it leaves', async () => {
    const { bytes, checked } = await exportOnnx(input, runOnnx);
    expect(checked).toBe(10);
    expect(Buffer.compare(bytes, writeOnnx(input.model))).toBe(0);
  });

  it('is refused where the runtime answers one of them otherwise', async () => {
    const lying: RunOnnx = async (model, feeds) => {
      const answers = await runOnnx(model, feeds);
      const probabilities = Array.from(answers.probabilities as ArrayLike<number>);
      probabilities[5] = probabilities[5]! + 1e-3;
      return { ...answers, probabilities };
    };
    await expect(exportOnnx(input, lying)).rejects.toMatchObject({
      code: 'export-refused',
      facts: { reason: expect.stringMatching(/^golden example 2 is answered with /) as string },
    });
  });
});

describe('the checker of python3-onnx', () => {
  it.skipIf(!hasChecker)('accepts models of random tables, and infers their shapes', () => {
    const models = fc.sample(randomData, { numRuns: 6, seed: 1 });
    const files = models.map((data) => writeOnnx(inputOf(data).model));
    expect(askChecker(files)).toEqual({ status: 0, stderr: '' });
  });
});

describe('feeds of an ONNX file', () => {
  it('are numbers with NaN and texts with an empty one for what is missing', () => {
    const inputs: InputSignature[] = [
      { name: 'n', type: 'integer', categories: null, labels: null, quantiles: null },
      { name: 'd', type: 'datetime', categories: null, labels: null, quantiles: null },
      { name: 'c', type: 'category', categories: ['a'], labels: null, quantiles: null },
    ];
    const rows = [
      ['7', '1970-01-02', 'a'],
      [null, 'never', 'NA'],
    ];
    expect(onnxFeeds({ inputs }, rows)).toEqual([
      { name: 'n', type: 'double', values: Float64Array.of(7, NaN) },
      { name: 'd', type: 'double', values: Float64Array.of(86_400_000, NaN) },
      { name: 'c', type: 'string', values: ['a', ''] },
    ]);
  });
});
