import { describe, expect, it } from 'vitest';
import { modelManifest } from '../../../../src/core/formats/model';
import type { ModelManifest, OnnxNetwork } from '../../../../src/core/model/types';
import { NOWHERE } from '../../../support/training';

const network: OnnxNetwork = {
  type: 'onnx',
  inputs: 3,
  feeds: [
    { name: 'X', type: 'float', shape: [2], inputs: [0, 2], texts: null },
    {
      name: 'city',
      type: 'string',
      shape: [1],
      inputs: [1],
      texts: [{ known: ['Ulm'], other: '' }],
    },
  ],
  answer: { read: 'shares', output: 'probabilities', columns: [2, 0, 1] },
};

function manifestOf(changes: object, question: Partial<ModelManifest> = {}): unknown {
  return {
    format: 'loam.model/1',
    kind: 'multiclass',
    target: 'y',
    classes: ['a', 'b', 'c'],
    inputs: [],
    preprocessing: NOWHERE,
    network: { ...network, ...changes },
    weights: NOWHERE,
    targetTransform: { offset: 0, scale: 1 },
    threshold: null,
    calibrator: null,
    conformal: null,
    ...question,
  };
}

const [numbers, city] = network.feeds;
const feeding = (changes: object) => ({ feeds: [{ ...numbers, ...changes }, city] });
const two: Partial<ModelManifest> = { kind: 'binary', classes: ['no', 'yes'], threshold: 0.5 };
const number: Partial<ModelManifest> = { kind: 'regression', classes: null };

describe('a model that ONNX Runtime computes', () => {
  it.each<[string, object, Partial<ModelManifest>]>([
    ['columns of classes', {}, {}],
    ['labels alone', { answer: { read: 'label', output: 'l', labels: ['1', '2', '3'] } }, {}],
    ['the share of one of two', { answer: { read: 'share', output: 'p', of: 0 } }, two],
    ['a number', { answer: { read: 'value', output: 'v' } }, number],
  ])('may answer with %s', (_, changes, question) => {
    expect(modelManifest(manifestOf(changes, question))).toBe(true);
  });

  it.each<[string, object, Partial<ModelManifest>]>([
    ['a column twice', { answer: { ...network.answer, columns: [0, 0, 1] } }, {}],
    ['a column that is not there', { answer: { ...network.answer, columns: [0, 1, 3] } }, {}],
    ['fewer columns than classes', { answer: { ...network.answer, columns: [1, 0] } }, {}],
    ['labels for other classes', { answer: { read: 'label', output: 'l', labels: ['1'] } }, {}],
    ['one label twice', { answer: { read: 'label', output: 'l', labels: ['1', '1', '2'] } }, {}],
    ['a share of three classes', { answer: { read: 'share', output: 'p', of: 1 } }, {}],
    ['a number for classes', { answer: { read: 'value', output: 'v' } }, {}],
    ['classes for a number', {}, number],
    ['an unknown way to read', { answer: { read: 'code', output: 'v' } }, {}],
    ['a nameless output', { answer: { ...network.answer, output: '' } }, {}],
    ['no feeds', { feeds: [] }, {}],
    ['one feed twice', { feeds: [numbers, numbers, city] }, {}],
    ['an input that nothing makes', feeding({ inputs: [0, 3] }), {}],
    ['an input that goes nowhere', feeding({ inputs: [0, 0] }), {}],
    ['a shape of another size', feeding({ shape: [3] }), {}],
    ['a shape of nothing', feeding({ shape: [0] }), {}],
    ['a shape past all bounds', feeding({ shape: [2, 2 ** 40] }), {}],
    ['an element type of its own', feeding({ type: 'float16' }), {}],
    ['texts for numbers', feeding({ texts: city!.texts }), {}],
    ['texts without texts', { feeds: [numbers, { ...city, texts: null }] }, {}],
    ['a field too many', { feeds: [{ ...numbers, path: '../x' }, city] }, {}],
    ['no file', {}, { weights: null }],
  ])('is refused with %s', (_, changes, question) => {
    expect(modelManifest(manifestOf(changes, question))).toBe(false);
  });
});
