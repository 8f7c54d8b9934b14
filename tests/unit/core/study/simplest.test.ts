import { describe, expect, it } from 'vitest';
import { pickSimplest, type ComparedBy, type Rung } from '../../../../src/core/study/simplest';
import { meanAndSd } from '../../../../src/core/study/trial-score';

const by: ComparedBy = {
  metric: 'roc_auc',
  folds: { by: 'stratified', count: 5, repeats: 1, seed: 0 },
  rows: 1000,
};

function rung(number: number, label: string, values: (number | null)[]): Rung {
  const folds = values.map((value, fold) => ({ fold, value, rows: 200, seconds: 1, bestEpoch: 1 }));
  return { number, label, folds, mean: meanAndSd(values).mean };
}

const baseline = rung(0, 'Baseline', [0.5, 0.5, 0.5, 0.5, 0.5]);
const linear = rung(1, 'Linear', [0.84, 0.86, 0.85, 0.83, 0.87]);
const trees = rung(2, 'Trees', [0.85, 0.85, 0.86, 0.84, 0.86]);

describe('the simplest rung that is not measurably worse than the best', () => {
  it('is a simpler one where the folds cannot tell them apart', () => {
    const pick = pickSimplest([baseline, linear, trees], by)!;
    expect([pick.best, pick.simplest]).toEqual([2, 1]);
    expect(pick.reason).toBe(
      'Linear is the simplest that is not measurably worse than Trees: mean ROC AUC 0.85 against 0.852 over 5 folds, by the corrected resampled t test, corrected for 2 comparisons (Holm).',
    );
    expect(pick.against.get(0)!.verdict).toBe('worse');
    expect(pick.against.get(1)!.verdict).toBe('not enough evidence');
  });

  it('is the best itself where everything simpler is measurably worse', () => {
    const pick = pickSimplest([baseline, trees], by)!;
    expect([pick.best, pick.simplest]).toEqual([2, 2]);
    expect(pick.reason).toMatch(/^Trees has the best ROC AUC, 0.852 over 5 folds/);
  });

  it('is none that is far from the best, though folds that differ much prove nothing against it', () => {
    const calm = rung(2, 'Boosted trees', [12, 15, 14, 18, 15]);
    const wild = rung(0, 'Baseline', [20, 90, 30, 70, 15]);
    const pick = pickSimplest([wild, calm], { ...by, metric: 'rmse' })!;
    expect(pick.against.get(0)!.verdict).toBe('not enough evidence');
    expect([pick.best, pick.simplest]).toEqual([2, 2]);
    expect(pick.reason).toBe(
      'Boosted trees has the best RMSE, 14.8 over 5 folds. Baseline is not measurably worse by these folds, but 45 is no RMSE that Boosted trees would have by chance: more rows or folds would tell.',
    );
  });

  it('may be in between, near to the best and simpler', () => {
    const calm = rung(2, 'Boosted trees', [12, 15, 14, 18, 15]);
    const near = rung(1, 'Linear', [14, 14, 16, 17, 15]);
    const wild = rung(0, 'Baseline', [20, 90, 30, 70, 15]);
    const pick = pickSimplest([wild, near, calm], { ...by, metric: 'rmse' })!;
    expect([pick.best, pick.simplest]).toEqual([2, 1]);
    expect(pick.reason).toMatch(
      /^Linear is the simplest that is near Boosted trees and not .* \(Holm\)\. Baseline is not measurably/,
    );
  });

  it('has the lowest mean for the best where lower is better', () => {
    expect(pickSimplest([linear, trees], { ...by, metric: 'rmse' })!.best).toBe(1);
  });

  it('is never one that could not be tested', () => {
    // All differences are equal: rounding alone, so that no test can say anything.
    const shifted = rung(0, 'Shifted', [0.75, 0.75, 0.76, 0.74, 0.76]);
    expect(pickSimplest([shifted, trees], by)!.simplest).toBe(2);
  });

  it('looks only at folds where both are defined, and at nothing where there are none', () => {
    const gaps = rung(1, 'Gaps', [0.84, null, 0.85, 0.83, 0.87]);
    expect(pickSimplest([gaps, trees], by)!.against.get(1)!.n).toBe(4);
    expect(pickSimplest([rung(0, 'None', [null, null])], by)).toBeNull();
    expect(pickSimplest([], by)).toBeNull();
  });
});
