import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestSoFar } from '../../../../src/core/study/best-so-far';
import { dimensionImportance } from '../../../../src/core/study/importance';
import type { TrialSoFar } from '../../../../src/core/study/history';
import { studySteps } from '../../../../src/core/study/propose';
import { rungsOf } from '../../../../src/core/study/rungs';
import { meanAndSd } from '../../../../src/core/study/trial-score';
import type { Space } from '../../../../src/core/study/types';
import { stream } from '../../../../src/core/random/philox';
import { searched, searchOver } from '../../../support/searched';

const SPACE: Space = [
  { name: 'model.rowShare', when: null, type: 'number', low: 0.01, high: 1, log: false },
];
const HALVING = { first: 1, factor: 3 };
const STUDY = searchOver(SPACE, 'random', 1, { halving: HALVING });
const RUNGS = rungsOf(HALVING, 9);

/** Every trial by itself up to where it stops. @param curves the value on each fold, by trial */
function halved(curves: readonly number[][]): TrialSoFar[] {
  const history: TrialSoFar[] = [];
  curves.forEach((curve, number) => {
    let own: TrialSoFar = { number, parameters: {}, outcome: 'running', values: [], mean: null };
    history.push(own);
    RUNGS.forEach((folds, rung) => {
      if (own.outcome !== 'running') return;
      const values = curve.slice(0, folds);
      const last = rung === RUNGS.length - 1;
      own = { ...own, values, mean: meanAndSd(values).mean };
      history[number] = own;
      const on = last || studySteps.goesOn(STUDY, history, number, rung);
      history[number] = own = {
        ...own,
        outcome: last ? 'finished' : on ? 'running' : 'stopped',
      };
    });
  });
  return history;
}

describe('successive halving', () => {
  it('looks after 1, 3 and all 9 folds', () => {
    expect(RUNGS).toEqual([1, 3, 9]);
  });

  it('never stops the best of curves that do not cross, and spends under half of the folds', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 40, maxLength: 60 }),
        (levels) => {
          const curves = levels.map((level) => RUNGS.flatMap(() => [level, level, level]));
          const history = halved(curves);
          const best = levels.indexOf(Math.min(...levels));
          expect(history[best]).toMatchObject({ outcome: 'finished', mean: levels[best] });
        },
      ),
      { seed: 6, numRuns: 60 },
    );
    const numbers = stream(4, 'levels');
    const shares = Array.from({ length: 30 }, (_, set) => {
      const curves = Array.from({ length: 60 }, (_each, i) =>
        new Array<number>(9).fill(numbers.uniform(set * 60 + i)),
      );
      const spent = halved(curves).reduce((sum, { values }) => sum + values.length, 0);
      return spent / (60 * 9);
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const said = `share of all folds: ${mean} on average, ${Math.max(...shares)} at most`;
    console.info(said);
    expect(mean, said).toBeGreaterThan(0.2);
    expect(mean, said).toBeLessThan(0.4);
    expect(Math.max(...shares), said).toBeLessThan(0.5);
  });

  it('keeps one of the best three of 60 noisy curves 9 times in 10', () => {
    const noise = stream(9, 'noise');
    let drawn = 0;
    let kept = 0;
    for (let set = 0; set < 50; set++) {
      const levels = Array.from({ length: 60 }, () => noise.uniform(drawn++));
      const curves = levels.map((level) =>
        Array.from({ length: 9 }, () => level + 0.1 * (noise.uniform(drawn++) - 0.5)),
      );
      const finished = halved(curves).filter(({ outcome }) => outcome === 'finished');
      const third = [...levels].sort((a, b) => a - b)[2]!;
      if (finished.some(({ number }) => levels[number]! <= third)) kept++;
    }
    expect(kept, `${kept} of 50 sets`).toBeGreaterThanOrEqual(45);
  });

  it('is not led by a metric that is undefined: such a trial comes last', () => {
    const trial = (number: number, value: number | null): TrialSoFar => ({
      ...{ number, parameters: {}, outcome: 'running', values: [value], mean: value },
    });
    const history = [trial(0, 0.5), trial(1, 0.4), trial(2, null), trial(3, 0.9)];
    const on = history.map(({ number }) => studySteps.goesOn(STUDY, history, number, 0));
    expect(on).toEqual([true, true, false, false]);
  });

  it('compares each trial by the folds that the rung asks for, whatever others have done since', () => {
    const far: TrialSoFar = {
      ...{ number: 0, parameters: {}, outcome: 'finished', mean: 0.9 },
      values: [0.1, ...new Array<number>(8).fill(1)],
    };
    const near: TrialSoFar = {
      ...{ number: 1, parameters: {}, outcome: 'running', values: [0.2], mean: 0.2 },
    };
    expect(studySteps.goesOn(STUDY, [far, near], 1, 0)).toBe(false);
  });
});

describe('the best so far', () => {
  it('is told of finished trials only, in the order of their numbers', () => {
    const of = (number: number, outcome: TrialSoFar['outcome'], mean: number | null) =>
      ({ number, parameters: {}, outcome, values: [], mean }) as TrialSoFar;
    const history = [
      of(0, 'finished', 3),
      of(1, 'stopped', 1),
      of(2, 'finished', 5),
      of(3, 'failed', null),
      of(4, 'finished', 2),
      of(5, 'running', 0),
    ];
    expect(bestSoFar('rmse', history)).toEqual([
      { number: 0, mean: 3, best: 3 },
      { number: 2, mean: 5, best: 3 },
      { number: 4, mean: 2, best: 2 },
    ]);
    expect(bestSoFar('r2', history).map(({ best }) => best)).toEqual([3, 5, 5]);
  });
});

describe('the importance of a dimension', () => {
  const space: Space = [
    { name: 'model.loss', when: null, type: 'choice', options: ['squared', 'absolute'] },
    ...SPACE,
    { name: 'model.l2', when: null, type: 'number', low: 0, high: 1, log: false },
  ];
  const worth = (p: Record<string, unknown>) =>
    4 * Number(p['model.loss'] === 'absolute') + 2 * (p['model.rowShare'] as number);

  it('is its share of the variance: none for one that does nothing', () => {
    const history = searched(searchOver(space, 'random', 3), worth, 300);
    const found = dimensionImportance(space, history)!;
    expect(found.map(({ name }) => name)).toEqual(['model.loss', 'model.rowShare', 'model.l2']);
    // Variances: 4 of the choice (two values 4 apart), 4 * 0.99² / 12 of the range.
    const range = (4 * 0.99 * 0.99) / 12;
    expect(found[0]!.share).toBeCloseTo(4 / (4 + range), 1);
    expect(found[1]!.share).toBeCloseTo(range / (4 + range), 1);
    expect(found[2]!.share).toBeLessThan(0.03);
  });

  it('is not said of a few trials, nor where all came out the same', () => {
    const history = searched(searchOver(space, 'random', 3), worth, 11);
    expect(dimensionImportance(space, history)).toBeNull();
    const same = searched(searchOver(space, 'random', 3), () => 1, 40);
    expect(dimensionImportance(space, same)).toBeNull();
  });
});
