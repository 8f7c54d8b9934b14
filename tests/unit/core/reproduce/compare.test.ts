import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareMakings, TOLERANCE } from '../../../../src/core/reproduce/compare';
import { LEVELS, reachedLevel } from '../../../../src/core/reproduce/level';
import type { Check, Level } from '../../../../src/core/reproduce/types';
import { environmentHere, HERE, making, THERE } from '../../../support/making';

const other = 'b'.repeat(64);

describe('a model that was made again', () => {
  it('has level 2 with the same bits on the same device, and 3 on another', () => {
    expect(compareMakings(making(), making()).level).toBe(2);
    expect(compareMakings(making(), making({ device: THERE })).level).toBe(3);
  });

  it('has no level 3 from a device that is not known to be another', () => {
    const unknown = { browser: '', system: '', cores: 0 };
    expect(compareMakings(making(), making({ device: unknown })).level).toBe(2);
    expect(compareMakings(making(), making({ device: { ...HERE, cores: 0 } })).level).toBe(2);
  });

  it('has level 1 with other bits only where every loss and metric is within the tolerance', () => {
    const near = making({ bits: other, losses: { train: 0.2501, validation: 0.5 } });
    expect(compareMakings(making(), near)).toMatchObject({ level: 1, tolerance: TOLERANCE });
    const far = making({ bits: other, losses: { train: 0.2504, validation: 0.5 } });
    expect(compareMakings(making(), far).level).toBe(0);
    const worse = making({ bits: other, metrics: [{ name: 'Accuracy', value: 0.86 }] });
    expect(compareMakings(making(), worse).level).toBe(0);
  });

  it('has level 0 where a number is on one side only, or on neither', () => {
    const lost = making({ bits: other, losses: { train: 0.25, validation: null } });
    expect(compareMakings(making(), lost).level).toBe(0);
    const bare = { losses: { train: null, validation: null }, metrics: [] };
    expect(compareMakings(making(bare), making({ ...bare, bits: other })).level).toBe(0);
  });

  it('names every number of either, and says which are the same', () => {
    const again = making({ bits: other, metrics: [{ name: 'F1', value: 0.5 }] });
    expect(compareMakings(making(), again).numbers).toEqual([
      { what: 'train loss', first: 0.25, again: 0.25, same: true },
      { what: 'validation loss', first: 0.5, again: 0.5, same: true },
      { what: 'Accuracy', first: 0.875, again: null, same: false },
      { what: 'ROC AUC', first: null, again: null, same: true },
      { what: 'F1', first: null, again: 0.5, same: false },
    ]);
  });

  it('is judged the same whichever of the two came first', () => {
    const number = fc.double({ min: -1, max: 1, noNaN: true });
    const some = fc.record({
      bits: fc.constantFrom('a'.repeat(64), other),
      losses: fc.record({ train: number, validation: fc.option(number) }),
      metrics: fc.constant([]),
      device: fc.constantFrom(HERE, THERE),
    });
    fc.assert(
      fc.property(some, some, (a, b) => {
        expect(compareMakings(a, b).level).toBe(compareMakings(b, a).level);
      }),
    );
  });
});

describe('the level of a model', () => {
  const check = (level: Level): Check => ({
    proof: { ...compareMakings(making(), making()), level },
    source: { type: 'retrained', environment: environmentHere, seconds: 1 },
  });

  it('is the best of what was shown here and claimed elsewhere', () => {
    expect(reachedLevel(null, null)).toBe(0);
    expect(reachedLevel(check(2), null)).toBe(2);
    expect(reachedLevel(check(2), check(3))).toBe(3);
    expect(reachedLevel(check(1), check(0))).toBe(1);
  });

  it('has words for each', () => {
    expect(Object.values(LEVELS).map(({ name }) => name.slice(0, 2))).toEqual([
      'R0',
      'R1',
      'R2',
      'R3',
    ]);
  });
});
