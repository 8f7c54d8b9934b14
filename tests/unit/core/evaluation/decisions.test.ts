import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cheapestDecision,
  decisionAt,
  decisionSentence,
  type DecisionScores,
} from '../../../../src/core/evaluation/decisions';

const SCORES: DecisionScores = {
  positive: Float64Array.of(0.2, 0.6, 0.6, 0.9),
  negative: Float64Array.of(0.1, 0.3, 0.6),
};
const COST = { miss: 400, falseAlarm: 25 };

/** Few distinct values, so that many are tied. */
const score = fc.integer({ min: 0, max: 8 }).map((n) => n / 8);
const scores = fc
  .record({
    positive: fc.array(score, { maxLength: 12 }),
    negative: fc.array(score, { maxLength: 12 }),
  })
  .map(({ positive, negative }): DecisionScores => ({
    positive: Float64Array.from(positive).sort(),
    negative: Float64Array.from(negative).sort(),
  }));
const cost = fc.record({ miss: fc.nat(50), falseAlarm: fc.nat(50) });

describe('a decision', () => {
  it('calls a row from the threshold on, and counts both kinds of error', () => {
    expect(decisionAt(SCORES, 0.6, COST)).toEqual({
      threshold: 0.6,
      found: 3,
      positives: 4,
      falseAlarms: 1,
      others: 3,
      cost: 425,
      saves: 1175,
    });
  });

  it('has no cost where nobody said what errors cost', () => {
    expect(decisionAt(SCORES, 0.5, null)).toMatchObject({ cost: null, saves: null });
  });

  it('agrees with counting every row, at every threshold', () => {
    fc.assert(
      fc.property(scores, score, ({ positive, negative }, threshold) => {
        const found = decisionAt({ positive, negative }, threshold, null);
        expect(found.found).toBe(positive.filter((p) => p >= threshold).length);
        expect(found.falseAlarms).toBe(negative.filter((p) => p >= threshold).length);
      }),
    );
  });
});

describe('the cheapest decision', () => {
  it('costs no more than any other threshold, and of equals is the highest', () => {
    fc.assert(
      fc.property(scores, cost, (given, price) => {
        const best = cheapestDecision(given, price);
        const others = [0, ...given.positive, ...given.negative, 2];
        for (const threshold of others) {
          const other = decisionAt(given, threshold, price);
          expect(best.cost!).toBeLessThanOrEqual(other.cost!);
          const differs = other.found !== best.found || other.falseAlarms !== best.falseAlarms;
          if (other.cost === best.cost && differs) {
            expect(best.threshold).toBeGreaterThan(threshold);
          }
        }
      }),
    );
  });

  it('calls nobody where false alarms are all that costs, a certain score included', () => {
    const certain = { positive: Float64Array.of(1), negative: Float64Array.of(1) };
    expect(cheapestDecision(certain, { miss: 0, falseAlarm: 1 })).toMatchObject({
      found: 0,
      falseAlarms: 0,
      cost: 0,
    });
  });
});

describe('the sentence of a decision', () => {
  it.each([
    [0.6, 'finds 3 of 4 yes, calls 1 other, saves 1,175'],
    [0, 'finds 4 of 4 yes, calls 3 others, saves 1,525'],
  ])('at %s says what is found, who else is called and what is saved', (threshold, said) => {
    expect(decisionSentence(decisionAt(SCORES, threshold, COST), 'yes')).toBe(said);
  });

  it('says so where the decision costs more than calling nobody', () => {
    const dear = decisionAt(SCORES, 0, { miss: 1, falseAlarm: 100 });
    expect(decisionSentence(dear, 'yes')).toBe(
      'finds 4 of 4 yes, calls 3 others, costs 296 more than calling nobody',
    );
  });

  it('leaves money out where nobody said what errors cost', () => {
    expect(decisionSentence(decisionAt(SCORES, 0.9, null), 'yes')).toBe(
      'finds 1 of 4 yes, calls 0 others',
    );
  });
});
