import { describe, expect, it } from 'vitest';
import { readFormat } from '../../../../src/core/formats/read-format';
import { linkTo, type Digest } from '../../../../src/core/hash/digest';
import { linksIn } from '../../../../src/core/links/links-in';
import { checkRecipe } from '../../../../src/core/recipe/check';
import {
  epochWord,
  preparationSettings,
  recipeLabel,
  trainingRunSettings,
} from '../../../../src/core/recipe/describe';
import type { ImportedRecipe, Recipe } from '../../../../src/core/recipe/types';
import { isLoamError } from '../../../../src/core/errors';

const link = (digit: string) => linkTo(digit.repeat(64) as Digest);

const recipe: ImportedRecipe = {
  format: 'loam.recipe/3',
  semantics: 1,
  task: link('a'),
  model: {
    kind: 'imported',
    format: 'tfjs',
    name: 'model.json',
    producer: 'TensorFlow.js tfjs-layers v4.22.0',
    files: [
      { name: 'model.json', object: link('b') },
      { name: 'weights.bin', object: link('c') },
    ],
    inputs: [
      { input: 'input 1', column: 'age' },
      { input: 'fare', column: 'fare' },
    ],
    answers: ['no', 'yes'],
  },
  engine: 'imported',
};

function withModel(change: object): unknown {
  return { ...recipe, model: { ...recipe.model, ...change } };
}

function fieldRefused(value: unknown): unknown {
  try {
    checkRecipe(value as Recipe);
  } catch (error) {
    if (isLoamError(error, 'recipe-invalid')) return error.facts.field;
    throw error;
  }
  return null;
}

describe('the recipe of a model made elsewhere', () => {
  it('is read as it was written', () => {
    expect(fieldRefused(recipe)).toBeNull();
    expect(readFormat(structuredClone(recipe))).toEqual({ ok: true, value: recipe });
  });

  it('needs its task and the files as they came', () => {
    expect([...linksIn(recipe)].sort()).toEqual([link('a'), link('b'), link('c')].sort());
  });

  it('says where the model is from, and claims nothing of how it was trained', () => {
    expect(recipeLabel(recipe)).toBe('Imported TensorFlow.js');
    expect(epochWord(recipe.model)).toBe('epoch');
    expect(preparationSettings(recipe)).toEqual([]);
    expect(trainingRunSettings(recipe)).toEqual([
      { label: 'Model', value: 'Imported TensorFlow.js' },
      { label: 'Trained', value: 'elsewhere, not known how' },
      { label: 'Made by', value: 'TensorFlow.js tfjs-layers v4.22.0' },
      { label: 'File', value: 'model.json, bbbbbbbb' },
      { label: 'With it', value: 'weights.bin, cccccccc' },
      { label: 'Inputs', value: 'input 1 from age, fare' },
      { label: 'Answers', value: 'no, yes' },
    ]);
  });

  it.each([
    ['engine', { ...recipe, engine: 'exact' }],
    ['task', { ...recipe, task: 'a task' }],
    ['model.kind', withModel({ kind: 'mlp' })],
    ['model.format', withModel({ format: 'pickle' })],
    ['model.producer', withModel({ producer: null })],
    ['model.files', withModel({ files: [] })],
    ['model.files', withModel({ files: recipe.model.files.toReversed() })],
    ['model.files.0.object', withModel({ files: [{ name: 'model.json', object: 'sha256:0' }] })],
    ['model.name', withModel({ name: 'other.json' })],
    ['model.inputs', withModel({ inputs: [] })],
    [
      'model.inputs',
      withModel({
        inputs: [
          { input: 'a', column: 'age' },
          { input: 'b', column: 'age' },
        ],
      }),
    ],
    ['model.inputs.0.column', withModel({ inputs: [{ input: 'a', column: 3 }] })],
    ['model.answers', withModel({ answers: ['yes', 'yes'] })],
    ['model.answers', withModel({ answers: ['yes'] })],
  ])('is refused by its field %s', (field, value) => {
    expect(fieldRefused(value)).toBe(field);
    expect(readFormat(value)).toMatchObject({ ok: false });
  });

  it('is refused with a field too many or too few', () => {
    expect(readFormat({ ...recipe, seed: 1 })).toMatchObject({ ok: false, reason: 'wrong-shape' });
    expect(readFormat(withModel({ url: 'https://example.org' }))).toMatchObject({ ok: false });
  });
});
