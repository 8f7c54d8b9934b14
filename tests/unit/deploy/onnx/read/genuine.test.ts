import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../../src/core/errors';
import { describeOnnx, readOnnxModel } from '../../../../../src/deploy/onnx/read';
import { foreignAnswers, type Cells } from '../../../../support/foreign-answers';

const FOLDER = 'tests/golden/onnx';
const TOLERANCE = 1e-5;

interface Feed {
  shape: number[];
  values: (number | string | null)[];
}
interface Recorded {
  feeds: Record<string, Feed>;
  outputs: Record<string, (number | string)[] | number[][]>;
}

/** One list of cells per row, inputs one after another. */
function cellsOf({ feeds }: Recorded): Cells[] {
  const list = Object.values(feeds);
  return Array.from({ length: list[0]!.shape[0]! }, (_, row) =>
    list.flatMap(({ shape, values }) => {
      const width = shape.slice(1).reduce((product, n) => product * n, 1);
      return values.slice(row * width, (row + 1) * width);
    }),
  );
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce(
    (most, x, i) => Math.max(most, Math.abs(x - b[i]!) / Math.max(1, Math.abs(b[i]!))),
    0,
  );
}

const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.onnx'))
  .map((name) => name.replace('.onnx', ''));

function bytesOf(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FOLDER, `${name}.onnx`)));
}

function reasonOf(name: string): unknown {
  try {
    readOnnxModel(bytesOf(name));
  } catch (error) {
    return isLoamError(error, 'model-unreadable') ? error.facts.reason : error;
  }
  return 'none';
}

describe('files that other programs wrote', () => {
  it('are refused by the operator that Loam has no words for', () => {
    expect(reasonOf('refused/poly')).toBe('the operator ReduceProd');
    expect(reasonOf('refused/svc')).toBe('the operator SVMClassifier');
    expect(reasonOf('refused/torch-lstm')).toMatch(/^the operator (ConstantOfShape|LSTM)/);
    expect(reasonOf('refused/torch-gelu')).toMatch(/^the operator Erf /);
  });

  it('say what they are, whether or not they can be read', () => {
    expect(describeOnnx(bytesOf('refused/svc'))).toEqual({
      producer: 'skl2onnx 1.20.0',
      irVersion: 10,
      opsets: [
        { domain: 'ai.onnx.ml', version: 1 },
        { domain: '', version: 21 },
      ],
      inputs: [{ name: 'X', type: 'float', shape: ['', 4] }],
      outputs: [
        { name: 'output_label', type: 'string', shape: [''] },
        { name: 'output_probability', type: 'sequence', shape: null },
      ],
      operators: ['SVMClassifier', 'Cast', 'Identity', 'ZipMap'],
      metadata: {},
    });
  });

  it('tell columns, categories and classes', () => {
    const { inputs, classes, kind, tensor, threshold, producer } = readOnnxModel(
      bytesOf('table-logreg'),
    );
    expect({ inputs, classes, kind, tensor, threshold, producer }).toEqual({
      inputs: [
        { name: 'age', type: 'number', categories: null },
        { name: 'income', type: 'number', categories: null },
        { name: 'city', type: 'category', categories: ['Bern', 'Oslo', 'Rome'] },
        { name: 'size', type: 'category', categories: ['L', 'M', 'S'] },
        { name: 'rooms', type: 'integer', categories: null },
      ],
      classes: ['buy', 'leave'],
      kind: 'binary',
      tensor: null,
      threshold: 0.5,
      producer: 'skl2onnx 1.20.0',
    });
  });

  it.each(names)('%s answers as ONNX Runtime did', (name) => {
    const recorded = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Recorded;
    const model = readOnnxModel(bytesOf(name));
    const answers = foreignAnswers(model, cellsOf(recorded));
    const outputs = Object.values(recorded.outputs);
    if (model.kind === 'regression') {
      const expected = (outputs[0] as (number | number[])[]).flat();
      expect(largestDifference(answers.values!, expected)).toBeLessThan(TOLERANCE);
      return;
    }
    const shares = outputs.find((output) => Array.isArray(output[0])) as number[][];
    if (!model.softmaxAdded) {
      const isLog = shares[0]!.every((share) => share <= 0);
      const given = isLog ? answers.probabilities!.map(Math.log) : answers.probabilities!;
      const positive = given.filter((_, i) => i % 2 === 1);
      const compared = shares[0]!.length === 1 ? positive : given;
      expect(largestDifference(compared, shares.flat())).toBeLessThan(TOLERANCE);
    }
    const most = (row: number[]) => row.indexOf(Math.max(...row));
    if (shares[0]!.length > 1) {
      expect(Array.from(answers.labels!)).toEqual(shares.map(most));
    }
    const labels = outputs.find((output) => !Array.isArray(output[0]));
    if (labels) {
      const given = Array.from(answers.labels!, (label) => model.classes![label]);
      expect(given).toEqual((labels as (number | string)[]).map(String));
    }
  });
});
