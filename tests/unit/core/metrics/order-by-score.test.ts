import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderByScore } from '../../../../src/core/metrics/order-by-score';

it('puts rows by falling score and ties by row number, few or many, of any size and sign', () => {
  const score = fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(0, -0, Infinity, -Infinity, 5e-324, -5e-324),
  );
  const rows = fc.integer({ min: 0, max: 1500 });
  fc.assert(
    fc.property(fc.array(score, { minLength: 1, maxLength: 60 }), rows, (some, n) => {
      // Stepping by 7 mixes the few values over many rows.
      const scores = Float64Array.from({ length: n }, (_, i) => some[(i * 7) % some.length]!);
      const expected = Array.from(scores.keys()).sort((a, b) =>
        scores[a] === scores[b] ? a - b : scores[a]! < scores[b]! ? 1 : -1,
      );
      expect([...orderByScore(scores)]).toEqual(expected);
    }),
  );
});
