import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as math from '../../../../src/core/math';

const ODD_ONES = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  -2,
  3,
  -3,
  1e300,
  -1e300,
  1e-300,
  -1e-300,
  5e-324,
  -5e-324,
  4503599627370497.5,
  9007199254740991,
  9007199254740992,
  -9007199254740991,
  Infinity,
  -Infinity,
  NaN,
];

describe('math at the edges', () => {
  it.each(['exp', 'log', 'log1p', 'sin', 'cos', 'tanh'] as const)(
    '%s agrees with ECMAScript on infinities, NaN, zeros and their signs',
    (name) => {
      for (const x of ODD_ONES) {
        const expected = Math[name](x);
        const actual = math[name](x);
        if (Number.isFinite(expected) && expected !== 0) {
          expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-15);
        } else expect(actual).toBe(expected);
      }
    },
  );

  it('pow agrees with ECMAScript on every pair of odd arguments', () => {
    for (const x of ODD_ONES) {
      for (const y of ODD_ONES) {
        const expected = Math.pow(x, y);
        const actual = math.pow(x, y);
        if (Number.isFinite(expected) && expected !== 0) {
          expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-15);
        } else expect(actual, `${x} ^ ${y}`).toBe(expected);
      }
    }
  });

  it('exp overflows and underflows where it must', () => {
    expect(math.exp(709.782712893384)).toBeLessThan(Infinity);
    expect(math.exp(709.7827128933841)).toBe(Infinity);
    expect(math.exp(-745.1332191019411)).toBe(5e-324);
    expect(math.exp(-745.1332191019412)).toBe(0);
  });

  it('sigmoid lies in [0, 1], is one half at 0 and mirrors itself', () => {
    expect([0, Infinity, -Infinity, NaN].map(math.sigmoid)).toEqual([0.5, 1, 0, NaN]);
    fc.assert(
      fc.property(fc.double({ min: -800, max: 800, noNaN: true }), (x) => {
        const y = math.sigmoid(x);
        return y >= 0 && y <= 1 && Math.abs(y + math.sigmoid(-x) - 1) < 1e-15;
      }),
    );
  });

  it('tanh and sin are odd, cos is even, bit for bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(math.tanh(-x)).toBe(-math.tanh(x));
        expect(math.sin(-x)).toBe(-math.sin(x));
        expect(math.cos(-x)).toBe(math.cos(x));
      }),
    );
  });
});
