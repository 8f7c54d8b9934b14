import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortedIndices } from '../../../../src/ui/components/table-order';

const values = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom('a', 'B', 'ä'), fc.constant(null)),
);

test('numbers go by size and text by code unit, numbers first', () => {
  expect(sortedIndices([10, 9, 'b', 'B', 2], 'ascending')).toEqual([4, 1, 0, 3, 2]);
});

test('missing values come last in both directions', () => {
  expect(sortedIndices([null, 2, NaN, 1], 'ascending')).toEqual([3, 1, 0, 2]);
  expect(sortedIndices([null, 2, NaN, 1], 'descending')).toEqual([1, 3, 0, 2]);
});

test('equal values keep their order in both directions', () => {
  expect(sortedIndices([1, 1, 0, 1], 'ascending')).toEqual([2, 0, 1, 3]);
  expect(sortedIndices([1, 1, 0, 1], 'descending')).toEqual([0, 1, 3, 2]);
});

test('every row is there once', () => {
  fc.assert(
    fc.property(
      values,
      fc.constantFrom('ascending' as const, 'descending' as const),
      (list, way) => {
        expect(sortedIndices(list, way).sort((a, b) => a - b)).toEqual(list.map((_, i) => i));
      },
    ),
  );
});
