import { expect, test } from 'vitest';
import { draftProblem, UNMADE_TASK } from '../../../src/app/draft-problem';
import type { RecipeFacts } from '../../../src/core/recipe/facts';
import { toRecipe } from '../../../src/core/recipe/spec';

const facts: RecipeFacts = { rows: 500, kind: 'binary', classes: null, roles: [], columns: [] };
const draft = toRecipe({ task: UNMADE_TASK, model: 'trees' }, facts);

test('a draft that can run has no problem, and any other says which setting is wrong and why', () => {
  expect(draftProblem(draft)).toBeNull();
  const trainer = { ...draft.trainer, learningRate: 0 };
  expect(draftProblem({ ...draft, trainer })).toBe(
    'Learning rate must be a number above 0, at most 1,000,000.',
  );
  if (draft.model.kind !== 'trees') throw new Error('trees');
  const model = { ...draft.model, leastRows: 0.5 };
  expect(draftProblem({ ...draft, model })).toBe('Least rows must be a whole number from 1.');
  const windows = (byFolds: { windows: number; ahead?: number }) =>
    draftProblem({ ...draft, byFolds });
  expect([windows({ windows: 2 }), windows({ windows: 4, ahead: 1000 })]).toEqual([null, null]);
  expect(windows({ windows: 1 })).toBe('Windows must be 2 to 50.');
  expect(windows({ windows: 4, ahead: NaN })).toBe(
    'How far ahead must be a span of time, such as 7 days or 12 hours.',
  );
});
