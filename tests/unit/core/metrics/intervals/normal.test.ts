import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  normalQuantile,
  normalShare,
  Z_95,
} from '../../../../../src/core/metrics/intervals/normal';

it.each([
  [0, 0.5],
  [1, 0.8413447460685429],
  [-1, 0.15865525393145705],
  [1.959963984540054, 0.975],
  [3, 0.9986501019683699],
  [-5, 2.866515718791939e-7],
])('normalShare(%s) is %s', (x, p) => {
  expect(Math.abs(normalShare(x) - p)).toBeLessThan(2e-15);
});

it.each([
  [0.5, 0],
  [0.975, 1.959963984540054],
  [0.025, -1.959963984540054],
  [0.9, 1.2815515655446004],
  [1e-10, -6.361340902404056],
  [1e-300, -37.0471],
  [0, -Infinity],
  [1, Infinity],
])('normalQuantile(%s) is %s', (p, z) => {
  if (Number.isFinite(z)) expect(normalQuantile(p)).toBeCloseTo(z, p < 1e-100 ? 4 : 12);
  else expect(normalQuantile(p)).toBe(z);
});

it('Z_95 is the quantile of 0.975', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(Z_95, 14);
});

it('share and quantile undo each other', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (p) => {
      expect(Math.abs(normalShare(normalQuantile(p)) - p)).toBeLessThan(1e-13);
    }),
  );
});

it('both end, with NaN, on NaN', () => {
  expect([normalShare(NaN), normalQuantile(NaN)]).toEqual([NaN, NaN]);
});
