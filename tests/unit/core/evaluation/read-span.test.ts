import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSpan, writeSpan } from '../../../../src/core/evaluation/read-span';
import { spanWords } from '../../../../src/core/evaluation/span-words';

const DAY = 86_400_000;

test('a span is read in weeks down to milliseconds, and nothing whose length varies', () => {
  const read = ['7 days', '1 week', '1.5 hours', '90minutes', ' 2 seconds ', '3 milliseconds'];
  expect(read.map(readSpan)).toEqual([7 * DAY, 7 * DAY, 5_400_000, 5_400_000, 2000, 3]);
  const not = ['', '7', 'days', '-1 day', '0 days', '1 month', '1e9 days', '7 dayss', '1 toString'];
  expect(not.map(readSpan)).toEqual(not.map(() => null));
  expect([readSpan('99999999 weeks'), readSpan('0.1 milliseconds')]).toEqual([null, null]);
});

test('what is written reads back as the very same span', () => {
  expect([7 * DAY, 3 * DAY, 5_400_000, 1].map(writeSpan)).toEqual([
    ...['7 days', '3 days', '90 minutes', '1 millisecond'],
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e13 }), (span) => {
      expect(readSpan(writeSpan(span))).toBe(span);
    }),
  );
});

test('words of a span that lose no digit are read back, too', () => {
  for (const span of [7 * DAY, DAY, 5_400_000, 60_000, 1000])
    expect(readSpan(spanWords(span))).toBe(span);
});
