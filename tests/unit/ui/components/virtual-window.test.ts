import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scrollToShow, virtualWindow } from '../../../../src/ui/components/virtual-window';

const ROW = 33;
const lists = fc.record({
  count: fc.integer({ min: 0, max: 20_000 }),
  scrollTop: fc.integer({ min: -500, max: 800_000 }),
  viewHeight: fc.integer({ min: 0, max: 2000 }),
});

describe('virtualWindow', () => {
  test('draws the rows in view and the margin around them', () => {
    expect(virtualWindow(3300, 330, ROW, 10_000, 12)).toEqual({
      start: 88,
      end: 123,
      before: 88 * ROW,
      after: (10_000 - 123) * ROW,
    });
  });

  test('keeps the height of the whole list at every scroll position', () => {
    fc.assert(
      fc.property(lists, ({ count, scrollTop, viewHeight }) => {
        const { start, end, before, after } = virtualWindow(scrollTop, viewHeight, ROW, count);
        expect(before + (end - start) * ROW + after).toBe(count * ROW);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(count);
      }),
    );
  });

  test('covers everything that can be seen', () => {
    fc.assert(
      fc.property(lists, ({ count, scrollTop, viewHeight }) => {
        const reachable = Math.max(0, Math.min(scrollTop, count * ROW - viewHeight));
        const { start, end } = virtualWindow(scrollTop, viewHeight, ROW, count);
        expect(start * ROW).toBeLessThanOrEqual(reachable);
        expect(end * ROW).toBeGreaterThanOrEqual(Math.min(count * ROW, reachable + viewHeight));
      }),
    );
  });

  test('draws no more rows than fit the view and two margins', () => {
    fc.assert(
      fc.property(lists, ({ count, scrollTop, viewHeight }) => {
        const { start, end } = virtualWindow(scrollTop, viewHeight, ROW, count, 10);
        expect(end - start).toBeLessThanOrEqual(Math.ceil(viewHeight / ROW) + 1 + 20);
      }),
    );
  });
});

describe('scrollToShow', () => {
  test('does not move for a row that is in view', () => {
    expect(scrollToShow(5, 100, 330, ROW)).toBe(100);
  });

  test('brings a row above to the upper edge and one below to the lower', () => {
    expect(scrollToShow(0, 100, 330, ROW)).toBe(0);
    expect(scrollToShow(20, 0, 330, ROW)).toBe(21 * ROW - 330);
  });

  test('leaves room for a head that stays', () => {
    expect(scrollToShow(20, 0, 330, ROW, 30)).toBe(21 * ROW - 300);
  });
});
