import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  extent,
  linePath,
  linear,
  niceDomain,
  seriesColour,
  tickLabel,
  ticks,
  widened,
} from '../../../../src/ui/components/scale';

const domains = fc
  .tuple(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  )
  .map(([min, span]) => ({ min, max: min + span }))
  .filter(({ min, max }) => max - min > 1e-9 * Math.max(1, Math.abs(min)));

describe('extent', () => {
  test('looks at finite values only', () => {
    expect(extent([3, null, NaN, -1, Infinity, undefined])).toEqual({ min: -1, max: 3 });
  });

  test('is null where nothing is finite', () => {
    expect(extent([null, NaN])).toBeNull();
  });
});

test('a single value is put in the middle of a domain that has a width', () => {
  expect(widened({ min: 4, max: 4 })).toEqual({ min: 2, max: 6 });
  expect(widened({ min: 0, max: 0 })).toEqual({ min: -0.5, max: 0.5 });
  expect(widened(null)).toEqual({ min: 0, max: 1 });
});

describe('ticks', () => {
  test('are round numbers inside the domain', () => {
    expect(ticks({ min: 0, max: 1 }, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks({ min: 0.13, max: 0.62 }, 4)).toEqual([0.2, 0.3, 0.4, 0.5, 0.6]);
    expect(ticks({ min: -120, max: 120 }, 3)).toEqual([-100, 0, 100]);
  });

  test('are ascending, inside the domain, and neither none nor a crowd', () => {
    fc.assert(
      fc.property(domains, fc.integer({ min: 2, max: 8 }), (domain, count) => {
        const found = ticks(domain, count);
        const slack = (domain.max - domain.min) * 1e-6;
        expect(found.length).toBeGreaterThanOrEqual(1);
        expect(found.length).toBeLessThanOrEqual(2 * count + 2);
        found.forEach((tick, i) => {
          expect(tick).toBeGreaterThanOrEqual(domain.min - slack);
          expect(tick).toBeLessThanOrEqual(domain.max + slack);
          if (i > 0) expect(tick).toBeGreaterThan(found[i - 1]!);
        });
      }),
    );
  });
});

test('a nice domain holds the data', () => {
  fc.assert(
    fc.property(domains, (domain) => {
      const nice = niceDomain(domain);
      const slack = (domain.max - domain.min) * 1e-6;
      expect(nice.min).toBeLessThanOrEqual(domain.min + slack);
      expect(nice.max).toBeGreaterThanOrEqual(domain.max - slack);
    }),
  );
});

test('a scale takes the ends of the domain to the ends of the range, also downwards', () => {
  const y = linear({ min: 10, max: 20 }, 200, 0);
  expect([10, 15, 20].map(y)).toEqual([200, 100, 0]);
});

test('tick labels are short and carry a true minus sign', () => {
  expect([0, 0.25, -5, 9999, 12_000, 1_500_000, 3e9, 0.00002].map(tickLabel)).toEqual([
    '0',
    '0.25',
    '−5',
    '9999',
    '12k',
    '1.5M',
    '3e9',
    '2e−5',
  ]);
});

test('a point that is not finite breaks the line in two', () => {
  const same = (value: number) => value;
  const points = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
    { x: 2, y: NaN },
    { x: 3, y: 3 },
    { x: 4, y: 4 },
  ];
  expect(linePath(points, same, same)).toBe('M0.0 0.0L1.0 1.0M3.0 3.0L4.0 4.0');
});

test('the seventh series takes the first colour again', () => {
  expect([0, 5, 6].map(seriesColour)).toEqual(['var(--c1)', 'var(--c6)', 'var(--c1)']);
});
