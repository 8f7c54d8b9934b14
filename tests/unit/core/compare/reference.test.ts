import { expect, it } from 'vitest';
import { correctedT } from '../../../../src/core/compare/corrected-t';
import { forTried, holm } from '../../../../src/core/compare/holm';
import { mcnemar } from '../../../../src/core/compare/mcnemar';
import reference from '../../../golden/distributions-reference.json';

it('the corrected t test gives what its formula gives with scipy’s distribution, to 1e-12', () => {
  for (const { differences, learn, judge, expected } of reference.correctedT) {
    const found = correctedT(differences, learn, judge);
    for (const key of ['difference', 'low', 'high', 'p'] as const)
      expect(found[key]).toBeCloseTo(expected[key], 12);
  }
});

it('McNemar’s exact and mid-p values are those of statsmodels and scipy, to 1e-12', () => {
  for (const [onlyA, onlyB, exact, midP] of reference.mcnemar) {
    const found = mcnemar(onlyA!, onlyB!);
    expect(found.exact).toBeCloseTo(exact!, 12);
    expect(found.midP).toBeCloseTo(midP!, 12);
  }
  expect(mcnemar(0, 0)).toEqual({ onlyA: 0, onlyB: 0, exact: 1, midP: 1 });
});

it('Holm’s correction is that of statsmodels, to 1e-12', () => {
  for (const { p, adjusted } of reference.holm)
    holm(p).forEach((each, i) => expect(each).toBeCloseTo(adjusted[i]!, 12));
});

it('the best of several candidates needs a smaller p: 1 - (1 - p)^k', () => {
  expect(forTried(0.01, 1)).toBe(0.01);
  expect(forTried(0.01, 10)).toBeCloseTo(0.09561792499119551, 14);
  expect(forTried(1e-12, 3)).toBeCloseTo(3e-12, 23);
  expect(forTried(0.3, 40)).toBeCloseTo(1 - 0.7 ** 40, 14);
  expect(forTried(1, 4)).toBe(1);
});
