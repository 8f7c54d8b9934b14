import { describe, expect, it } from 'vitest';
import { ladderCandidates, ladderNames } from '../../../../src/core/study/ladder';
import { candidateRecipe } from '../../../../src/core/study/candidate-recipe';
import { checkRecipe } from '../../../../src/core/recipe/check';
import { linkTo } from '../../../../src/core/hash/digest';
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
