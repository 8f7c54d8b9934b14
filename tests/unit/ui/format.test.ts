import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDate,
  formatDuration,
  formatNumber,
  formatPercent,
  NO_VALUE,
  plural,
  shortHash,
} from '../../../src/ui/format';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Units stand after a space that does not break; tests read better without it. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('formatCount', () => {
  test('groups thousands by commas and rounds to whole numbers', () => {
    expect([0, 7, 999, 1000, 12_000, 1_234_567, 2.6].map(formatCount)).toEqual([
      '0',
      '7',
      '999',
      '1,000',
      '12,000',
      '1,234,567',
      '3',
    ]);
  });

  test('writes a true minus sign and never minus zero', () => {
    expect([-1200, -0, -0.2].map(formatCount)).toEqual(['−1,200', '0', '0']);
  });

  test('taking the commas out gives the number back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (n) => {
        expect(Number(formatCount(n).replaceAll(',', ''))).toBe(n);
      }),
    );
  });
});

describe('formatNumber', () => {
  test('shows four significant digits, and as many decimals as asked for', () => {
    expect(formatNumber(0.887123)).toBe('0.8871');
    expect(formatNumber(2.5)).toBe('2.5');
    expect(formatNumber(0.5, 3)).toBe('0.500');
    expect(formatNumber(1234.5678, 2)).toBe('1,234.57');
  });

  test('keeps two decimals from a thousand on', () => {
    expect(formatNumber(1000)).toBe('1,000');
    expect(formatNumber(28_400.126)).toBe('28,400.13');
  });

  test('turns to powers of ten where digits would run long', () => {
    expect(formatNumber(0.0000123)).toBe('1.23e−5');
    expect(formatNumber(0.00001)).toBe('1e−5');
    expect(formatNumber(3e12)).toBe('3e12');
    expect(formatNumber(-1.5e10)).toBe('−1.5e10');
    expect(formatNumber(1e10)).toBe('1e10');
  });

  test('writes a dash for what is missing and the sign for what is infinite', () => {
    expect([null, undefined, NaN].map((value) => formatNumber(value))).toEqual(
      Array(3).fill(NO_VALUE),
    );
    expect([Infinity, -Infinity].map((value) => formatNumber(value))).toEqual(['∞', '−∞']);
  });

  test('writes zero without a sign', () => {
    expect([0, -0].map((value) => formatNumber(value))).toEqual(['0', '0']);
    expect(formatNumber(-0.0001, 2)).toBe('0.00');
  });
});

describe('formatPercent', () => {
  test('writes a share with one decimal and a space before the sign', () => {
    expect([0.031, 0.5, 1, 0, 0.98765].map((share) => plain(formatPercent(share)))).toEqual([
      '3.1 %',
      '50 %',
      '100 %',
      '0 %',
      '98.8 %',
    ]);
  });

  test('never shows a small share as none', () => {
    expect(plain(formatPercent(0.0004))).toBe('< 0.1 %');
    expect(plain(formatPercent(0.004, 0))).toBe('< 1 %');
  });

  test('writes a dash where there is no share', () => {
    expect(formatPercent(null)).toBe(NO_VALUE);
  });
});

describe('formatBytes', () => {
  test('takes the largest decimal unit that leaves at least one', () => {
    expect(
      [0, 999, 1000, 1_200_000, 88_400_000, 940_000_000, 1.8e9, 3e12].map(formatBytes).map(plain),
    ).toEqual(['0 B', '999 B', '1 KB', '1.2 MB', '88.4 MB', '940 MB', '1.8 GB', '3 TB']);
  });

  test('never writes a thousand of one unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999.4e12 }), (size) => {
        expect(parseFloat(formatBytes(size).replaceAll(',', ''))).toBeLessThan(1000);
      }),
    );
  });
});

describe('formatDuration', () => {
  test('writes one unit for short spans and two for long ones', () => {
    const spans = [0, 0.42, 9, 99, 600, 4000, 42_000, 2 * MINUTE + 5 * SECOND, 3 * MINUTE];
    expect(spans.map(formatDuration).map(plain)).toEqual([
      '0 ms',
      '0.4 ms',
      '9 ms',
      '99 ms',
      '0.6 s',
      '4.0 s',
      '42 s',
      '2 min 5 s',
      '3 min',
    ]);
    expect([HOUR + 3 * MINUTE, 2 * DAY + 4 * HOUR].map(formatDuration).map(plain)).toEqual([
      '1 h 3 min',
      '2 d 4 h',
    ]);
  });

  test('never writes sixty seconds, sixty minutes or twenty-four hours beside a larger unit', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 400 * DAY, noNaN: true }), (span) => {
        expect(plain(formatDuration(span))).not.toMatch(/(?<![\d.])(60 s|60 min|24 h|1000 ms)/);
      }),
    );
  });
});

describe('formatAgo', () => {
  test('counts in the largest unit that fits', () => {
    const now = 1_700_000_000_000;
    const text = (span: number) => plain(formatAgo(now - span, now));
    expect([0, 44 * SECOND, MINUTE, 20 * MINUTE, 2 * HOUR, 3 * DAY].map(text)).toEqual([
      'just now',
      'just now',
      '1 min ago',
      '20 min ago',
      '2 h ago',
      '3 d ago',
    ]);
  });

  test('takes a clock that runs ahead for now', () => {
    expect(formatAgo(5000, 1000)).toBe('just now');
  });

  test('names the day once a month has passed', () => {
    const at = new Date(2025, 2, 14, 12).getTime();
    expect(formatAgo(at, at + 40 * DAY)).toBe('14 Mar 2025');
  });
});

test('a moment is written with its day and time, in the zone of the reader', () => {
  expect(formatDate(new Date(2026, 10, 3, 14, 5).getTime())).toBe('3 Nov 2026, 14:05');
});

test('a hash is shortened to its first eight digits, whatever stands before them', () => {
  const hash = '9f2c41d8e07b6a5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c';
  expect([hash, `sha256:${hash}`].map(shortHash)).toEqual(['9f2c41d8', '9f2c41d8']);
});

test('a thing is plural unless there is exactly one', () => {
  expect([0, 1, 2, 12_000].map((n) => plural(n, 'row'))).toEqual([
    '0 rows',
    '1 row',
    '2 rows',
    '12,000 rows',
  ]);
  expect(plural(2, 'entry', 'entries')).toBe('2 entries');
});
