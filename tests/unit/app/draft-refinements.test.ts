import { describe, expect, it } from 'vitest';
import { draftProblem } from '../../../src/app/draft-problem';
import { draftRefinements, foldsJudge } from '../../../src/app/draft-refinements';
import { foldWords, refinementSettings } from '../../../src/core/recipe/describe-refinements';
import type { RecipeDraft } from '../../../src/app/commands/start-run';
import { trainingInput } from '../../support/training';

const { format: _f, semantics: _s, task: _t, ...plain } = trainingInput().recipe;
const draft: RecipeDraft = { ...plain, byFolds: true, calibration: 'platt', coverage: 0.9 };

describe('what a draft refines', () => {
  it('stays while it fits the task, and a calibrator goes with its classes', () => {
    const kept = { byFolds: true, calibration: 'platt', coverage: 0.9 };
    expect(draftRefinements(draft, 'binary')).toEqual(kept);
    expect(draftRefinements(draft, 'multiclass')).toEqual({ ...kept, calibration: 'none' });
    expect(draftRefinements(draft, 'regression')).toEqual({ ...kept, calibration: 'none' });
    const none = { byFolds: undefined, calibration: 'none', coverage: null };
    expect(draftRefinements(null, 'binary')).toEqual(none);
  });

  it('is judged by folds where train and validation have under 2,000 rows, unless asked otherwise', () => {
    const shares = { validation: 0.2, test: 0.2 };
    expect(foldsJudge(undefined, 2_498, shares)).toBe('where-dealt');
    expect(foldsJudge(undefined, 2_500, shares)).toBe(false);
    expect(foldsJudge(undefined, 2_500, { validation: 0.2, test: 0.5 })).toBe('where-dealt');
    expect([foldsJudge(false, 100, shares), foldsJudge(true, 1e6, shares)]).toEqual([false, true]);
  });

  it('is checked with the rest of the draft', () => {
    expect(draftProblem(draft)).toBeNull();
    expect(draftProblem({ ...draft, coverage: 0.3 })).toBe(
      'Coverage must be from 0.5 to 0.999, or null.',
    );
  });

  it('is said of the recipe, and only where there is something to say', () => {
    const folds = { by: 'stratified', count: 5, repeats: 2, seed: 0 } as const;
    expect(
      refinementSettings({
        derive: [],
        fitting: { type: 'folds', folds },
        calibration: 'isotonic',
        coverage: 0.95,
      }),
    ).toEqual([
      {
        label: 'Learns from',
        value: 'train and validation, after 5 folds, stratified, 2 times over',
      },
      { label: 'Probabilities', value: 'isotonic regression' },
      { label: 'How sure', value: 'covers 95 %' },
    ]);
    const windows = { by: 'time', count: 4, horizon: 5_400_000 } as const;
    expect(foldWords(windows)).toBe('4 windows of 1.5 hours, each after the rows learnt from');
    expect(
      refinementSettings({
        derive: [],
        fitting: { type: 'held-out' },
        calibration: 'none',
        coverage: null,
      }),
    ).toEqual([]);
  });
});
