import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../../src/core/errors';
import { describeOnnx, readOnnxModel } from '../../../../../src/deploy/onnx/read';
import { expectRecorded, readRecorded } from '../../../../support/recorded-answers';

const FOLDER = 'tests/golden/onnx';

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
    expectRecorded(readOnnxModel(bytesOf(name)), readRecorded(join(FOLDER, `${name}.json`)));
  });
});
