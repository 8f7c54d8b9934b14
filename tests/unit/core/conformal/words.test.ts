import { describe, expect, it } from 'vitest';
import { sureWords, timesIn } from '../../../../src/core/conformal/words';

describe('how sure an answer is', () => {
  it('is said as times out of few', () => {
    expect([0.8, 0.9, 0.95, 0.99, 0.875].map(timesIn)).toEqual([
      '8 times in 10',
      '9 times in 10',
      '19 times in 20',
      '99 times in 100',
      'in 87.5 % of rows',
    ]);
  });

  it('names the ends of an interval, or the classes', () => {
    const interval = { low: 120, high: 180 };
    expect(sureWords({ interval, set: null }, 0.9, String)).toBe(
      'between 120 and 180, 9 times in 10',
    );
    const words = (set: string[]) => sureWords({ interval: null, set }, 0.9, String);
    expect(words(['yes'])).toBe('yes alone, 9 times in 10');
    expect(words(['no', 'yes'])).toBe('no or yes, 9 times in 10');
    const many = Array.from({ length: 14 }, (_, i) => `c${i}`);
    expect(words(many)).toBe(`one of ${many.slice(0, 12).join(', ')} and 2 more, 9 times in 10`);
    expect(sureWords({ interval: null, set: null }, 0.9, String)).toBeNull();
  });
});
