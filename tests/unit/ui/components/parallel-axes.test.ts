import { describe, expect, it } from 'vitest';
import {
  axisMarks,
  brushed,
  parallelPath,
  shareOn,
  valueAt,
  type ParallelAxis,
  type ParallelLine,
} from '../../../../src/ui/components/parallel-axes';

const rate = {
  name: 'rate',
  label: 'rate',
  type: 'number',
  low: 0.001,
  high: 0.1,
  log: true,
} as const;
const depth = {
  name: 'depth',
  label: 'depth',
  type: 'number',
  low: 2,
  high: 10,
  log: false,
} as const;
const kind: ParallelAxis = {
  name: 'kind',
  label: 'kind',
  type: 'choice',
  options: ['a', 'b', 'c'],
};
const line = (key: string, values: ParallelLine['values']): ParallelLine => ({
  key,
  label: key,
  values,
});

describe('parallel axes', () => {
  it('put values at their share of the axis, on log axes by their magnitude', () => {
    expect(shareOn(depth, 4)).toBe(0.25);
    expect(shareOn(rate, 0.01)).toBeCloseTo(0.5, 12);
    expect(shareOn(kind, 'b')).toBe(0.5);
    expect(valueAt(rate, 0.5)).toBeCloseTo(0.01, 12);
    expect(valueAt(depth, 0.25)).toBe(4);
  });

  it('have no place for what is missing, unknown or not finite', () => {
    expect(shareOn(depth, null)).toBeNull();
    expect(shareOn(depth, undefined)).toBeNull();
    expect(shareOn(depth, NaN)).toBeNull();
    expect(shareOn(kind, 'z')).toBeNull();
    expect(shareOn({ ...depth, high: 2 }, 2)).toBe(0.5);
  });

  it('keep the lines that pass through every range', () => {
    const lines = [
      line('1', { rate: 0.001, depth: 10 }),
      line('2', { rate: 0.1, depth: 10 }),
      line('3', { rate: 0.1, depth: 2 }),
      line('4', { depth: 10 }),
    ];
    const ranges = { rate: { from: 0.5, to: 1 }, depth: { from: 0.9, to: 1 } };
    expect([...brushed(lines, [rate, depth], ranges)]).toEqual(['2']);
    expect(brushed(lines, [rate, depth], {}).size).toBe(4);
  });

  it('pass over an axis where a line has no value', () => {
    const x = (i: number) => 10 * i;
    const y = (share: number) => 100 * share;
    const path = parallelPath([depth, rate, kind], line('1', { depth: 10, kind: 'a' }), x, y);
    expect(parallelPath([depth, kind], line('2', { depth: 2 }), x, y)).toBe('M0.0 0.0h0');
    expect(parallelPath([depth], line('3', {}), x, y)).toBe('');
    expect(path).toBe('M0.0 100.0L20.0 0.0');
  });

  it('mark the ends and the middle, or every option', () => {
    expect(axisMarks(depth, String).map(({ text }) => text)).toEqual(['2', '6', '10']);
    expect(axisMarks(kind, String).map(({ share, text }) => [share, text])).toEqual([
      [0, 'a'],
      [0.5, 'b'],
      [1, 'c'],
    ]);
  });
});
