import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnProfile } from '../../../../src/core/dataset/types';
import { linkTo } from '../../../../src/core/hash/digest';
import { checkRecipe } from '../../../../src/core/recipe/check';
import {
  defaultModel,
  defaultPreprocessing,
  defaultTrainer,
} from '../../../../src/core/recipe/defaults';
import type { RecipeFacts } from '../../../../src/core/recipe/facts';
import {
  modelLabel,
  recipeDifferences,
  recipeSettings,
} from '../../../../src/core/recipe/describe';
import { blankPixels, imageShape } from '../../../../src/core/recipe/image-shape';
import { toRecipe } from '../../../../src/core/recipe/spec';
import type { ModelSpec, Recipe } from '../../../../src/core/recipe/types';

const task = linkTo('a'.repeat(64));

const numeric = (
  name: string,
  quantiles: number[],
  more: Partial<ColumnProfile> = {},
): ColumnProfile => ({
  name,
  type: 'number',
  missing: 0,
  distinct: 50,
  distinctExact: true,
  coded: null,
  numeric: {
    min: quantiles[0]!,
    max: quantiles[6]!,
    mean: quantiles[3]!,
    sd: (quantiles[5]! - quantiles[1]!) / 3,
    quantiles,
    quantilesExact: true,
    histogram: { start: 0, width: 1, counts: [100 - (more.missing ?? 0)] },
    infinite: 0,
  },
  ...more,
});
const even = [0, 5, 25, 50, 75, 95, 100];
const coded = (name: string, type: ColumnProfile['type'], distinct: number): ColumnProfile => ({
  name,
  type,
  missing: 0,
  distinct,
  distinctExact: true,
  numeric: null,
  coded: { top: [], rest: 100, medianWords: null },
});

const factsOf = (columns: ColumnProfile[], more: Partial<RecipeFacts> = {}): RecipeFacts => ({
  rows: 100,
  kind: 'binary',
  classes: ['no', 'yes'],
  roles: columns.map(({ name }) => ({ column: name, role: 'feature' })),
  columns,
  ...more,
});

const mlp: ModelSpec = { kind: 'mlp', hidden: [8], activation: 'relu', l2: 0, dropout: 0 };
const stepsOf = (...columns: ColumnProfile[]) => defaultPreprocessing(factsOf(columns), mlp);

describe('default preprocessing', () => {
  it('standardises numbers, fills the median, and marks what is often missing', () => {
    const plain = { step: 'numeric', transform: 'none', impute: 'median', scale: 'standard' };
    expect(stepsOf(numeric('a', even), numeric('b', even, { missing: 40 }))).toEqual([
      { column: 'a', ...plain, indicator: false },
      { column: 'b', ...plain, indicator: true },
    ]);
  });

  it('takes the logarithm of skewed columns and of columns with far extremes, and of no others', () => {
    const transforms = stepsOf(
      numeric('even', even),
      numeric('income', [0, 5, 10, 20, 60, 300, 9000]),
      numeric('debt', [-9000, -300, -60, -20, -10, -5, 0]),
      numeric('outlier', [-50, -5, -2, 0, 2, 5, 1e6]),
      numeric('mostly zero', [0, 0, 0, 0, 0, 9, 20]),
    ).map((step) => (step.step === 'numeric' ? step.transform : step.step));
    expect(transforms).toEqual(['none', 'log', 'log', 'log', 'none']);
  });

  it('makes categories and booleans one-hot, dates their parts, and leaves free text out', () => {
    const day = 86_400_000;
    const dates = numeric(
      'd',
      even.map((n) => n * day),
      { type: 'datetime' },
    );
    const times = numeric(
      't',
      even.map((n) => n * day + 1),
      { type: 'datetime' },
    );
    const steps = stepsOf(
      coded('c', 'category', 4),
      coded('b', 'boolean', 2),
      coded('few words', 'text', 12),
      coded('essay', 'text', 900),
      dates,
      times,
    );
    expect(steps.map(({ column, step }) => [column, step])).toEqual([
      ['c', 'one-hot'],
      ['b', 'one-hot'],
      ['few words', 'one-hot'],
      ['d', 'date-parts'],
      ['t', 'date-parts'],
    ]);
    expect(steps[3]).toMatchObject({ parts: ['month', 'weekday', 'elapsed-days'] });
    expect(steps[4]).toMatchObject({ parts: ['month', 'weekday', 'elapsed-days', 'hour'] });
  });

  it('leaves out constants, columns without values, and whatever is no feature', () => {
    const constant = numeric('constant', even, { distinct: 1 });
    const empty = numeric('empty', even, { distinct: 0, missing: 100 });
    const roles = [
      { column: 'id', role: 'id' as const },
      { column: 'y', role: 'target' as const },
    ];
    const facts = factsOf([numeric('id', even), numeric('y', even)], { roles });
    expect([...stepsOf(constant, empty), ...defaultPreprocessing(facts, mlp)]).toEqual([]);
  });
});

describe('what trees are given', () => {
  const trees = defaultModel('trees', factsOf([]));

  it('is every value as it is: numbers unscaled with gaps kept, categories as numbers', () => {
    const facts = factsOf([numeric('a', even, { missing: 40 }), coded('c', 'category', 4)]);
    expect(defaultPreprocessing(facts, trees)).toEqual([
      {
        column: 'a',
        step: 'numeric',
        transform: 'none',
        impute: 'keep',
        indicator: false,
        scale: 'none',
      },
      { column: 'c', step: 'codes', limit: 254, minCount: 2 },
    ]);
  });
});

describe('the shape of an image', () => {
  const pixels = (count: number, name = 'pixel') =>
    Array.from({ length: count }, (_, i) => numeric(`${name}_${i}`, [0, 0, 0, 8, 12, 16]));
  const blank = (name: string) =>
    numeric(name, [0, 0, 0, 0, 0, 0, 0], { distinct: 1, type: 'integer' });

  it('is seen in columns named alike that fill a square and never go below 0', () => {
    expect(imageShape(factsOf(pixels(64)))).toEqual([8, 8, 1]);
    expect(imageShape(factsOf(pixels(63)))).toBeNull();
    expect(imageShape(factsOf([...pixels(63), numeric('age', even)]))).toBeNull();
    expect(imageShape(factsOf(pixels(16)))).toBeNull();
    const negative = pixels(64).map((column, i) =>
      i === 5 ? numeric(column.name, [-1, 0, 0, 8, 12, 16]) : column,
    );
    expect(imageShape(factsOf(negative))).toBeNull();
  });

  it('keeps blank pixels, which a table would drop, and tells a person which they are', () => {
    const columns = pixels(64).map((column, i) => (i < 3 ? blank(column.name) : column));
    const facts = factsOf(columns, {
      roles: columns.map(({ name }, i) => ({ column: name, role: i < 3 ? 'ignore' : 'feature' })),
    });
    expect(imageShape(facts)).toBeNull();
    expect(blankPixels(facts)).toEqual(['pixel_0', 'pixel_1', 'pixel_2']);
    const whole = factsOf(columns);
    expect(imageShape(whole)).toEqual([8, 8, 1]);
    const steps = (name: 'cnn' | 'layers' | 'mlp') =>
      defaultPreprocessing(whole, defaultModel(name, whole)).length;
    expect([steps('cnn'), steps('layers'), steps('mlp')]).toEqual([64, 64, 61]);
    // What is blank elsewhere is no pixel.
    const other = [...columns.slice(3), blank('price'), blank('size'), blank('tax')];
    const roles = other.map(({ name }, i) => ({
      column: name,
      role: i < 61 ? ('feature' as const) : ('ignore' as const),
    }));
    expect(blankPixels(factsOf(other, { roles }))).toEqual([]);
  });
});

describe('a recipe spec', () => {
  const facts = factsOf([numeric('a', even), coded('c', 'category', 4)]);

  it('becomes a complete recipe that passes its own check, for data of any size and kind', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('binary', 'multiclass', 'regression' as const),
        fc.constantFrom('baseline', 'linear', 'mlp', 'layers', 'cnn', 'trees', 'forest' as const),
        fc.nat(10_000_000),
        (kind, model, rows) => {
          const recipe = toRecipe({ task, model }, { ...facts, kind, rows });
          expect(() => checkRecipe(recipe)).not.toThrow();
          const scaled = kind === 'regression' && model !== 'trees' && model !== 'forest';
          expect(recipe.targetScale).toBe(scaled ? 'standard' : 'none');
          expect(Object.values(recipe).every((value) => value !== undefined)).toBe(true);
        },
      ),
    );
  });

  it('keeps what it says and fills in the rest', () => {
    const recipe = toRecipe(
      {
        task,
        model: { kind: 'mlp', hidden: [7] },
        trainer: { epochs: 3, batch: undefined },
        seed: 5,
      },
      facts,
    );
    const model = { ...defaultModel('mlp', facts), hidden: [7] };
    expect(recipe.model).toEqual(model);
    expect(recipe.trainer).toEqual({ ...defaultTrainer(recipe.model, facts), epochs: 3 });
    expect(recipe).toMatchObject({ seed: 5, engine: 'auto', format: 'loam.recipe/1' });
  });
});

describe('checking a recipe', () => {
  const good = toRecipe({ task }, factsOf([numeric('a', even), coded('c', 'category', 4)]));
  const set = (path: string, value: unknown): Recipe => {
    const copy = structuredClone(good) as unknown as Record<string, unknown>;
    const keys = path.split('.');
    const parent = keys.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy);
    parent[keys.at(-1)!] = value;
    return copy as unknown as Recipe;
  };

  const BAD: [string, unknown, string?][] = [
    ['format', 'loam.recipe/5'],
    ['semantics', 2],
    ['task', 'nowhere'],
    ['seed', -1],
    ['seed', 2 ** 53],
    ['engine', 'cuda'],
    ['targetScale', 'log'],
    ['model', null],
    ['model.kind', 'oracle'],
    ['model.hidden', []],
    ['model.hidden', [0]],
    ['model.hidden', [5000]],
    ['model.activation', 'swoosh'],
    ['model.dropout', 1],
    ['model.l2', NaN],
    ['trainer.optimiser', 'lion'],
    ['trainer.learningRate', 0],
    ['trainer.learningRate', Infinity],
    ['trainer.batch', 1.5],
    ['trainer.epochs', 0],
    ['trainer.patience', 0],
    ['trainer.classWeights', 'heavy'],
    ['preprocessing', {}],
    ['preprocessing.0', null],
    ['preprocessing.0.step', 'embed'],
    ['preprocessing.0.scale', 'max'],
    ['preprocessing.0.indicator', 'yes'],
    ['preprocessing.1.limit', 0],
    ['preprocessing.1.column', 'a', 'preprocessing'],
  ];
  const trees = toRecipe({ task, model: 'trees' }, factsOf([numeric('a', even)]));
  const layers = toRecipe({ task, model: 'layers' }, factsOf([numeric('a', even)]));
  const dense = { layer: 'dense', units: 4, activation: 'relu' };
  const conv = { layer: 'conv2d', filters: 2, size: [3, 3], stride: [1, 1], padding: 'valid' };
  const BAD_MODELS: [Recipe, Record<string, unknown>, string][] = [
    [trees, { leaves: 1 }, 'model.leaves'],
    [trees, { depth: 0 }, 'model.depth'],
    [trees, { bins: 256 }, 'model.bins'],
    [trees, { rowShare: 0 }, 'model.rowShare'],
    [trees, { loss: 'hinge' }, 'model.loss'],
    [trees, { quantile: 1 }, 'model.quantile'],
    [trees, { monotone: [{ column: 'a', direction: 2 }] }, 'model.monotone.0.direction'],
    [layers, { clip: 0 }, 'model.clip'],
    [layers, { input: [2, 2, 2, 2] }, 'model.input'],
    [layers, { layers: [{ ...dense, units: 0 }] }, 'model.layers.0.units'],
    [layers, { layers: [dense, { layer: 'fold' }] }, 'model.layers.1.layer'],
    [layers, { layers: [dense, { ...conv, activation: 'relu' }] }, 'model.layers.1'],
    [
      layers,
      { input: [4, 4, 1], layers: [{ ...conv, size: [5, 3], activation: 'relu' }] },
      'model.layers.0',
    ],
  ];
  it.each(BAD_MODELS)('refuses a model of its kind with a setting gone wrong: %#', (...given) => {
    const [recipe, change, field] = given;
    const bad = { ...recipe, model: { ...recipe.model, ...change } } as unknown as Recipe;
    expect(() => checkRecipe(recipe)).not.toThrow();
    expect(() => checkRecipe(bad)).toThrow(
      expect.objectContaining({
        code: 'recipe-invalid',
        facts: expect.objectContaining({ field }) as object,
      }),
    );
  });

  it('lets missing values stay missing for trees only', () => {
    const bad = { ...good, preprocessing: trees.preprocessing };
    expect(() => checkRecipe(bad)).toThrow(
      expect.objectContaining({
        facts: expect.objectContaining({ field: 'preprocessing.0.impute' }) as object,
      }),
    );
  });

  it.each(BAD)('refuses %s = %j and names the field', (path, value, field = path) => {
    expect(() => checkRecipe(set(path, value))).toThrow(
      expect.objectContaining({
        code: 'recipe-invalid',
        facts: expect.objectContaining({ field }) as object,
      }),
    );
  });
});

describe('a recipe in words', () => {
  const facts = factsOf([numeric('a', even)]);

  it('is named after its model', () => {
    const labels = (['baseline', 'linear'] as const).map((kind) =>
      modelLabel(defaultModel(kind, facts)),
    );
    expect(labels).toEqual(['Baseline', 'Linear']);
    expect(
      modelLabel({ kind: 'mlp', hidden: [64, 32], activation: 'relu', l2: 0, dropout: 0 }),
    ).toBe('MLP 64 · 32');
  });

  it('says every setting once, and differs exactly where settings differ', () => {
    const first = toRecipe({ task }, facts);
    const second = toRecipe({ task, seed: 2, trainer: { batch: 99 } }, facts);
    const labels = recipeSettings(first).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    expect(recipeDifferences([first, first])).toEqual([]);
    expect(recipeDifferences([first, second])).toEqual([
      { label: 'Batch', values: [String(first.trainer.batch), '99'] },
      { label: 'Seed', values: ['1', '2'] },
    ]);
  });

  it('shows settings that only one of the models has', () => {
    const linear = toRecipe({ task, model: 'linear' }, facts);
    const baseline = toRecipe({ task, model: 'baseline' }, facts);
    expect(recipeDifferences([linear, baseline])).toContainEqual({
      label: 'Optimiser',
      values: ['adam', null],
    });
  });
});
