import { describe, expect, it } from 'vitest';
import { ladderCandidates, ladderNames, ladderSearch } from '../../../../src/core/study/ladder';
import { candidateRecipe } from '../../../../src/core/study/candidate-recipe';
import { checkRecipe } from '../../../../src/core/recipe/check';
import { linkTo } from '../../../../src/core/hash/digest';
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
const pixels = Object.fromEntries(
  Array.from({ length: 64 }, (_, i) => [
    `pixel_${i}`,
    Array.from({ length: 40 }, (_row, row) => (row * (i + 3)) % 17),
  ]),
);

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

  it('spends no rows on saying when to stop boosting where there are few', () => {
    const patience = (rows: number) =>
      ladderCandidates(factsOf(rows, plain)).find(({ model }) => model.kind === 'trees')!.trainer
        .patience;
    expect(patience(999)).toBeNull();
    expect(patience(1000)).not.toBeNull();
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
