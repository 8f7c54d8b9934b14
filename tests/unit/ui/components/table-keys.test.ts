import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chosenAfter, rowAfterKey } from '../../../../src/ui/components/table-keys';

test('arrows move by one row, page keys by a page, Home and End to the ends', () => {
  const from50 = (key: string) => rowAfterKey(key, 50, 100, 9);
  expect(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'].map(from50)).toEqual([
    51, 49, 59, 41, 0, 99,
  ]);
});

test('other keys do not move', () => {
  expect(
    ['a', 'Enter', ' ', 'Tab', 'constructor'].map((key) => rowAfterKey(key, 5, 10, 3)),
  ).toEqual(Array(5).fill(null));
});

test('no key leaves the list', () => {
  const keys = fc.constantFrom('ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End');
  const places = fc
    .integer({ min: 1, max: 500 })
    .chain((count) => fc.tuple(fc.integer({ min: 0, max: count - 1 }), fc.constant(count)));
  fc.assert(
    fc.property(keys, places, fc.integer({ min: -1, max: 50 }), (key, [current, count], page) => {
      const next = rowAfterKey(key, current, count, page)!;
      expect(next).toBeGreaterThanOrEqual(0);
      expect(next).toBeLessThan(count);
    }),
  );
});

test('a row that is pressed changes sides and leaves the rest alone', () => {
  expect([...chosenAfter(new Set(['a']), 'b', [])]).toEqual(['a', 'b']);
  expect([...chosenAfter(new Set(['a', 'b']), 'a', [])]).toEqual(['b']);
});

test('a range goes to the side the pressed row goes to', () => {
  expect([...chosenAfter(new Set(['b']), 'd', ['b', 'c', 'd'])]).toEqual(['b', 'd', 'c']);
  expect([...chosenAfter(new Set(['a', 'b', 'd']), 'd', ['b', 'c', 'd'])]).toEqual(['a']);
});

test('the set that was given is left as it is', () => {
  const chosen = new Set(['a']);
  chosenAfter(chosen, 'b', ['a', 'b']);
  expect([...chosen]).toEqual(['a']);
});
