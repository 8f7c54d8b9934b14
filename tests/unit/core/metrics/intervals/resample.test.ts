import { describe, expect, it } from 'vitest';
import type { Family } from '../../../../../src/core/metrics/family';
import { resample, resamplesFor } from '../../../../../src/core/metrics/intervals/resample';

/** Writes what it was counted with: rows in all, and the highest count. */
function witness(passes: number): Family {
  return {
    names: ['accuracy', 'f1'],
    passes,
    measure(counts, into, at) {
      into[at] = counts.reduce((sum, count) => sum + count, 0);
      into[at + 1] = Math.max(...counts);
    },
  };
}

describe('resamplesFor', () => {
  it('is 1,000, fewer where rows are many, and never below 100', () => {
    expect(resamplesFor(100, [witness(4)])).toBe(1000);
    expect(resamplesFor(100_000, [witness(7)])).toBeGreaterThan(150);
    expect(resamplesFor(100_000, [witness(7)])).toBeLessThan(1000);
    expect(resamplesFor(10_000_000, [witness(7)])).toBe(100);
  });
});

describe('resample', () => {
  it('draws as many rows as there are, with replacement, and leaves each group out once', async () => {
    const { resampled, leftOut } = await resample([witness(1)], 50, 1);
    expect([...resampled[0]!]).toEqual(new Array(1000).fill(50));
    expect(Math.max(...resampled[1]!)).toBeGreaterThan(2);
    expect([...leftOut[0]!]).toEqual(new Array(50).fill(49));
  });

  it('deals many rows to groups of equal size', async () => {
    const { leftOut } = await resample([witness(1)], 1050, 1);
    const sizes = [...leftOut[0]!].map((rest) => 1050 - rest);
    expect(sizes.reduce((a, b) => a + b)).toBe(1050);
    expect(new Set(sizes)).toEqual(new Set([5, 6]));
  });

  it('depends on the seed and on nothing else', async () => {
    const of = (seed: number) => resample([witness(1)], 30, seed);
    expect(await of(1)).toEqual(await of(1));
    expect(await of(1)).not.toEqual(await of(2));
  });
});
