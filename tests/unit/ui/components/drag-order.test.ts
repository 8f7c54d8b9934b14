import fc from 'fast-check';
import { expect, test } from 'vitest';
import { landingPlace } from '../../../../src/ui/components/drag-order';

const middles = [10, 30, 50, 70];

test('a row that is let go lands behind the others whose middle is above the pointer', () => {
  expect(landingPlace(middles, 0, 0)).toBe(0);
  expect(landingPlace(middles, 0, 31)).toBe(1);
  expect(landingPlace(middles, 0, 999)).toBe(3);
  expect(landingPlace(middles, 3, 29)).toBe(1);
  expect(landingPlace(middles, 3, -5)).toBe(0);
});

test('a row that is let go over itself stays, and every place can be reached', () => {
  fc.assert(
    fc.property(fc.nat(3), (from) => {
      expect(landingPlace(middles, from, middles[from]!)).toBe(from);
      const places = [0, 20, 40, 60, 80].map((y) => landingPlace(middles, from, y));
      expect(new Set(places)).toEqual(new Set([0, 1, 2, 3]));
    }),
  );
});
