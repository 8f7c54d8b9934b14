import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundedEdge } from '../../../../src/deploy/drift/rounded-edge';

const value = fc.oneof(
  fc.integer({ min: -100_000, max: 100_000 }),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
);

describe('the values that a coarse quantile stands for', () => {
  it('are all that round to it, and inside of its ends no others', () => {
    fc.assert(
      fc.property(value, value, fc.double({ min: 0, max: 1, noNaN: true }), (x, y, share) => {
        const edge = Number(x.toPrecision(2));
        const { low, high } = roundedEdge(edge, 'number');
        expect(x).toBeGreaterThanOrEqual(low);
        expect(x).toBeLessThanOrEqual(high);
        for (const other of [y, low + share * (high - low)]) {
          const isInside = other > low && other < high;
          if (isInside) expect(Number(other.toPrecision(2))).toBe(edge);
          if (other < low || other > high) expect(Number(other.toPrecision(2))).not.toBe(edge);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of a date are those of its month', () => {
    const edge = Date.UTC(2024, 1, 1);
    expect(roundedEdge(edge, 'datetime')).toEqual({ low: edge, high: Date.UTC(2024, 2, 1) - 1 });
  });

  it('are the quantile itself where it is finer than any rounding', () => {
    expect(roundedEdge(1.234, 'number')).toEqual({ low: 1.234, high: 1.234 });
    expect(roundedEdge(86_400_000, 'datetime')).toEqual({ low: 86_400_000, high: 86_400_000 });
  });
});
