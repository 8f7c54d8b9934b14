import { expect, it } from 'vitest';
import { betaQuantile, betaShare } from '../../../../src/core/distributions/beta';
import {
  binomialAtLeast,
  binomialAtMost,
  binomialExactly,
} from '../../../../src/core/distributions/binomial';
import { tQuantile, tShare } from '../../../../src/core/distributions/student-t';
import reference from '../../../golden/distributions-reference.json';

/** How far `is` lies from `said`, relative to it. */
function off(is: number, said: number): number {
  return is === said ? 0 : Math.abs(is - said) / Math.abs(said);
}

function worst(offs: number[]): number {
  return Math.max(...offs);
}

it('shares of beta distributions are those of scipy to 1e-12, absolute', () => {
  const offs = reference.beta.map(([x, a, b, said]) => Math.abs(betaShare(x!, a!, b!) - said!));
  expect(worst(offs)).toBeLessThan(1e-12);
});

it('quantiles of beta distributions are those of scipy to 1e-12, relative', () => {
  const offs = reference.betaQuantiles.map(([p, a, b, said]) =>
    off(betaQuantile(p!, a!, b!), said!),
  );
  expect(worst(offs)).toBeLessThan(1e-12);
});

it('shares of Student’s t are those of scipy to 1e-12, relative', () => {
  expect(worst(reference.t.map(([t, df, said]) => off(tShare(t!, df!), said!)))).toBeLessThan(
    1e-12,
  );
});

it('quantiles of Student’s t are those of scipy to 1e-12, relative', () => {
  const offs = reference.tQuantiles.map(([p, df, said]) => off(tQuantile(p!, df!), said!));
  expect(worst(offs)).toBeLessThan(1e-12);
});

it('binomial tails and probabilities are those of scipy to 1e-12, absolute', () => {
  const offs = reference.binomial.flatMap(([k, n, p, atMost, atLeast, exactly]) => [
    Math.abs(binomialAtMost(k!, n!, p!) - atMost!),
    Math.abs(binomialAtLeast(k!, n!, p!) - atLeast!),
    Math.abs(binomialExactly(k!, n!, p!) - exactly!),
  ]);
  expect(worst(offs)).toBeLessThan(1e-12);
});

it('what is no distribution or no share is not a number, and the ends are the ends', () => {
  expect([
    betaShare(0.5, 0, 1),
    betaShare(-0.1, 1, 1),
    betaQuantile(1.1, 1, 1),
    tShare(0, 0),
  ]).toEqual([NaN, NaN, NaN, NaN]);
  expect([
    betaShare(0, 2, 3),
    betaShare(1, 2, 3),
    betaQuantile(0, 2, 3),
    betaQuantile(1, 2, 3),
  ]).toEqual([0, 1, 0, 1]);
  expect([tShare(0, 3), tQuantile(0.5, 3), tQuantile(0, 3), tQuantile(1, 3)]).toEqual([
    0.5,
    0,
    -Infinity,
    Infinity,
  ]);
  expect([
    binomialAtMost(-1, 5, 0.2),
    binomialAtMost(5, 5, 0.2),
    binomialAtLeast(0, 5, 0.2),
  ]).toEqual([0, 1, 1]);
});
