import { describe, expect, it } from 'vitest';
import { ladderCandidates, ladderNames, ladderSearch } from '../../../../src/core/study/ladder';
import { candidateRecipe } from '../../../../src/core/study/candidate-recipe';
import { checkRecipe } from '../../../../src/core/recipe/check';
import { linkTo } from '../../../../src/core/hash/digest';
import type { Candidate } from '../../../../src/core/study/types';
import { isLag } from '../../../../src/core/recipe/refinements';
import type { RecipeFacts } from '../../../../src/core/recipe/facts';
import { profileTable } from '../../../../src/core/dataset/profile-table';
import { tableOf } from '../../../support/table-of';

function factsOf(rows: number, columns: Record<string, (number | string)[]>): RecipeFacts {
  const { columns: profiles } = profileTable(tableOf(columns));
  const roles = profiles.map(({ name }) => ({ column: name, role: 'feature' as const }));
  return { rows, kind: 'binary', classes: ['no', 'yes'], roles, columns: profiles };
}

const plain = { age: [31, 44, 27, 65], city: ['Ulm', 'Ulm', 'Kiel', 'Kiel'] };
const pixelsOf = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `pixel_${i}`,
      Array.from({ length: 40 }, (_row, row) => (row * ((i % 16) + 1) + i) % 17),
    ]),
  );
const pixels = pixelsOf(64);
const manyCities = Array.from({ length: 480 }, (_, row) => `city ${row % 80}`);

describe('a ladder', () => {
  it('goes from the baseline up to the MLP, and to a convolutional net for images only', () => {
    expect(ladderNames(factsOf(100, plain))).toEqual([
      'baseline',
      'linear',
      'trees',
      'forest',
      'mlp',
    ]);
    expect(ladderNames(factsOf(100, pixels)).at(-1)).toBe('cnn');
  });

  it.each([4, 900, 5_000, 400_000])('is made of recipes that can run: %i rows', (rows) => {
    for (const columns of [plain, pixels]) {
      for (const candidate of ladderCandidates(factsOf(rows, columns))) {
        const recipe = candidateRecipe(candidate, linkTo('0'.repeat(64)));
        expect(() => checkRecipe(recipe)).not.toThrow();
      }
    }
  });

  const rungOf = (kind: string, facts: RecipeFacts) =>
    ladderCandidates(facts).find(({ model }) => model.kind === kind)!;
  const wide = (kind: RecipeFacts['kind'], rows: number): RecipeFacts => ({
    ...factsOf(rows, pixelsOf(200)),
    kind,
    classes: kind === 'regression' ? null : ['no', 'yes'],
  });

  it.each([
    ['trees', 5000],
    ['linear', 5000],
  ])('spends no rows on saying when to stop where there are few: %s under %i', (kind, few) => {
    expect(rungOf(kind, factsOf(few - 1, plain)).trainer.patience).toBeNull();
    expect(rungOf(kind, factsOf(few, plain)).trainer.patience).not.toBeNull();
  });

  it('has a linear model end in larger batches, but for few rows and where it stops early', () => {
    const batch = (rows: number) => rungOf('linear', factsOf(rows, plain)).trainer.batch;
    expect([499, 500, 4999, 5000].map(batch)).toEqual([16, 128, 256, 64]);
  });

  it('holds the weights of a linear model more firmly the more inputs there are for each row', () => {
    const decay = (rows: number, columns: Record<string, (number | string)[]>) =>
      rungOf('linear', factsOf(rows, columns)).model;
    expect(decay(500, plain)).toEqual({ kind: 'linear', l2: 0.002 });
    expect(decay(500, pixelsOf(50))).toEqual({ kind: 'linear', l2: 0.01 });
    expect(decay(40, pixelsOf(200))).toEqual({ kind: 'linear', l2: 0.3 });
    expect(decay(500, { city: manyCities })).toEqual({ kind: 'linear', l2: 0.002 });
    expect(decay(2000, pixelsOf(200))).toEqual({ kind: 'linear', l2: 0.0005 });
  });

  it.each([
    [480, 'linear', { step: 'one-hot', limit: 1000, minCount: 2 }],
    [480, 'trees', { step: 'one-hot', limit: 1000, minCount: 2 }],
    [480, 'forest', { step: 'one-hot', limit: 1000, minCount: 2 }],
    [480, 'mlp', { step: 'one-hot', limit: 1000, minCount: 2 }],
    [4_000, 'trees', { step: 'codes', limit: 254, minCount: 5 }],
    [4_000, 'forest', { step: 'target-encode', smoothing: 20, folds: 5, minCount: 10 }],
    [40_000, 'linear', { step: 'one-hot', limit: 250, minCount: 2 }],
    [40_000, 'mlp', { step: 'one-hot', limit: 100, minCount: 2 }],
    [100_000, 'mlp', { step: 'target-encode', smoothing: 20, folds: 5, minCount: 10 }],
  ])('of %i rows in 80 categories gives a model of kind %s %j', (rows, kind, step) => {
    const { preprocessing } = rungOf(kind, factsOf(rows, { city: manyCities }));
    expect(preprocessing).toEqual([{ column: 'city', ...step }]);
  });

  it('gives linear models and nets a long tail as its logarithm and as it is, and trees as it is alone', () => {
    const tail = Array.from({ length: 400 }, (_, i) => Math.exp(i / 80));
    const far = tail.map((value, i) => (i === 0 ? 1e6 : value));
    const facts = factsOf(400, { 'net `price`': tail, far });
    for (const kind of ['linear', 'mlp']) {
      const { derive, preprocessing } = rungOf(kind, facts);
      expect(derive).toEqual([{ name: 'net `price` as it is', expression: '`net ``price```' }]);
      expect(
        preprocessing.map((step) => step.step === 'numeric' && [step.column, step.transform]),
      ).toEqual([
        ['net `price`', 'log'],
        ['far', 'log'],
        ['net `price` as it is', 'none'],
      ]);
    }
    expect(rungOf('trees', facts).derive).toEqual([]);
    expect(rungOf('linear', factsOf(39, { tail })).derive).toEqual([]);
  });

  it('lets trees of a number look at all inputs, in larger leaves, where these are more than rows', () => {
    const growth = ({ model }: Candidate) =>
      model.kind === 'trees' ? [model.columnShare, model.leastRows] : [];
    expect(growth(rungOf('trees', wide('regression', 190)))).toEqual([1, 20]);
    expect(growth(rungOf('trees', wide('regression', 60)))).toEqual([1, 7]);
    expect(growth(rungOf('trees', wide('regression', 210)))).toEqual([0.5, 5]);
    expect(growth(rungOf('trees', wide('binary', 60)))).toEqual([0.5, 5]);
  });

  it('grows fewer and larger steps of boosting from 1,000 rows on', () => {
    const steps = (rows: number) => {
      const { epochs, learningRate } = rungOf('trees', factsOf(rows, plain)).trainer;
      return [epochs, learningRate];
    };
    expect([999, 1000, 4999, 5000].map(steps)).toEqual([
      [200, 0.05],
      [100, 0.1],
      [100, 0.1],
      [500, 0.1],
    ]);
  });

  it('holds the leaves of boosted trees less the more classes share the second derivatives', () => {
    const l2 = (classes: string[]) => {
      const { model } = rungOf('trees', { ...factsOf(2000, plain), kind: 'multiclass', classes });
      return model.kind === 'trees' ? model.l2 : null;
    };
    expect([2, 3, 10].map((count) => l2(Array.from({ length: count }, String)))).toEqual([
      1, 0.9, 0.4,
    ]);
    expect(rungOf('trees', wide('regression', 2000)).model).toMatchObject({ l2: 1 });
  });

  it('draws at most about a hundred inputs for a split of a forest', () => {
    const share = (columns: number) => {
      const { model } = rungOf('forest', factsOf(40, pixelsOf(columns)));
      return model.kind === 'forest' ? model.columnShare : null;
    };
    expect([share(200), share(500), share(1000)]).toEqual([0.3, 0.2, 0.1]);
  });

  it('draws the root of many inputs where a forest has classes, and rows enough', () => {
    const share = (kind: RecipeFacts['kind'], rows: number, count: number) => {
      const { roles, columns } = factsOf(rows, pixelsOf(count));
      const { model } = rungOf('forest', { ...wide(kind, rows), roles, columns });
      return model.kind === 'forest' ? model.columnShare : null;
    };
    expect([29, 30, 64, 400].map((count) => share('binary', 1000, count))).toEqual([
      0.3, 0.2, 0.1, 0.05,
    ]);
    expect([share('binary', 999, 64), share('regression', 1000, 64)]).toEqual([0.3, 0.4]);
  });

  it('tells linear models and nets what was missing only where each column has 50 rows', () => {
    const holes = Array.from({ length: 100 }, (_, row) => (row % 3 === 0 ? NaN : row));
    const facts = (rows: number) => factsOf(rows, { age: holes, pay: [...holes].reverse() });
    const told = (kind: string, rows: number) =>
      rungOf(kind, facts(rows)).preprocessing.map(
        (step) => step.step === 'numeric' && step.indicator,
      );
    for (const kind of ['linear', 'mlp']) {
      expect(told(kind, 99)).toEqual([false, false]);
      expect(told(kind, 100)).toEqual([true, true]);
    }
  });
});

describe('the ladder of a series', () => {
  const DAY = 86_400_000;
  const days = Array.from({ length: 800 }, (_, day) => day);
  const series: RecipeFacts = {
    rows: days.length,
    kind: 'regression',
    classes: null,
    roles: [
      { column: 'at', role: 'time' },
      { column: 'celsius', role: 'target' },
    ],
    columns: profileTable(
      tableOf({
        at: {
          schema: { name: 'at', type: 'datetime', precision: 'day' },
          values: days.map((day) => day * DAY),
        },
        celsius: days.map((day) => day % 17),
      }),
    ).columns,
  };
  const lagsOf = (folds: Parameters<typeof ladderSearch>[1]) => {
    const search = ladderSearch(series, folds);
    const candidates = search.type === 'ladder' ? search.candidates : [];
    return candidates.map(({ model, derive }) => ({
      kind: model.kind,
      lags: derive.filter(isLag),
    }));
  };

  it('looks back at least as far as its folds look ahead, and the baseline not at all', () => {
    const found = lagsOf({ by: 'time', count: 5, horizon: 7 * DAY });
    expect(found.find(({ kind }) => kind === 'baseline')!.lags).toEqual([]);
    const { lags } = found.find(({ kind }) => kind === 'linear')!;
    expect(lags.map(({ lag }) => [lag.rows, lag.mean])).toEqual([
      [7, 1],
      [8, 1],
      [7, 7],
      [7, 28],
    ]);
    expect(lags.every(({ lag }) => lag.column === 'celsius')).toBe(true);
  });

  it('looks back over a year where there are years of it', () => {
    const rows = 3650;
    const years = { ...series, rows };
    const search = ladderSearch(years, { by: 'time', count: 5, horizon: 7 * DAY });
    const derived = search.type === 'ladder' ? search.candidates[1]!.derive.filter(isLag) : [];
    expect(derived.map(({ lag }) => lag.rows)).toContain(365);
  });

  it('does not look back where its folds are dealt by key: they would see the rows that they judge', () => {
    const found = lagsOf({ by: 'stratified', count: 5, repeats: 1, seed: 0 });
    expect(found.flatMap(({ lags }) => lags)).toEqual([]);
  });
});
