import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withRanks } from '../../../../src/core/dataset/rank-select';

test('withRanks puts each rank where a sort would, and keeps all values', () => {
  const value = fc.oneof(
    fc.integer({ min: -5, max: 5 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => v + 0),
  );
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 400 }),
      fc.array(fc.nat(399), { maxLength: 9 }),
      (values, wanted) => {
        const ranks = wanted.filter((rank) => rank < values.length);
        const sorted = Float64Array.from(values).sort();
        const placed = withRanks(Float64Array.from(values), ranks);
        for (const rank of ranks) expect(placed[rank]).toBe(sorted[rank]);
        expect(placed.slice().sort()).toEqual(sorted);
      },
    ),
  );
});

test('withRanks takes no longer over values in order than over others', () => {
  for (const values of [
    Array.from({ length: 65_536 }, (_, i) => i),
    Array.from({ length: 65_536 }, (_, i) => -i),
    Array<number>(65_536).fill(7),
  ]) {
    const sorted = Float64Array.from(values).sort();
    expect(withRanks(Float64Array.from(values), [0, 30_000, 65_535])[30_000]).toBe(sorted[30_000]);
  }
});
