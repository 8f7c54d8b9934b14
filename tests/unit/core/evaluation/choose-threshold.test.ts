import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseThreshold } from '../../../../src/core/evaluation/choose-threshold';
import { decisionAt, type DecisionScores } from '../../../../src/core/evaluation/decisions';

const scores: DecisionScores = {
  positive: Float64Array.of(0.3, 0.6, 0.8, 0.9),
  negative: Float64Array.of(0.1, 0.2, 0.3, 0.7),
};

describe('chooseThreshold', () => {
  it('by cost takes the cheapest, and says what it saves', () => {
    expect(
      chooseThreshold(scores, { by: 'cost', cost: { miss: 10, falseAlarm: 4 } }, 'yes'),
    ).toEqual({
      type: 'chosen',
      decision: decisionAt(scores, 0.3, { miss: 10, falseAlarm: 4 }),
      sentence:
        'finds 4 of 4 yes, calls 2 others, saves 32; 0.667 of the called are yes; 2 rows have this very probability',
    });
  });

  it('by recall takes the most precise that finds enough', () => {
    expect(chooseThreshold(scores, { by: 'recall', least: 0.75 }, 'yes')).toEqual({
      type: 'chosen',
      decision: decisionAt(scores, 0.6, null),
      sentence: 'finds 3 of 4 yes, calls 1 other; 0.75 of the called are yes',
    });
  });

  it('by precision takes what finds most', () => {
    expect(chooseThreshold(scores, { by: 'precision', least: 0.75 }, 'yes')).toEqual({
      type: 'chosen',
      decision: decisionAt(scores, 0.6, null),
      sentence: 'finds 3 of 4 yes, calls 1 other; 0.75 of the called are yes',
    });
  });

  it('says what cannot be had', () => {
    const upside = { positive: scores.negative, negative: scores.positive };
    expect(chooseThreshold(upside, { by: 'precision', least: 0.9 }, 'yes')).toEqual({
      type: 'impossible',
      sentence: 'No threshold reaches a precision of 0.9 here; the most is 0.5.',
    });
    const none = { positive: new Float64Array(), negative: scores.negative };
    expect(chooseThreshold(none, { by: 'recall', least: 0.9 }, 'yes')).toEqual({
      type: 'impossible',
      sentence: 'No row here is yes, so there is nothing to find.',
    });
  });

  it('keeps what was wished for, and no other threshold does it better', () => {
    const share = fc.integer({ min: 0, max: 20 }).map((n) => n / 20);
    const some = fc.array(share, { minLength: 1, maxLength: 12 });
    const wish = fc.record({
      by: fc.constantFrom('recall' as const, 'precision' as const),
      least: share,
    });
    const rate = (a: number, b: number) => (a + b === 0 ? 0 : a / (a + b));
    fc.assert(
      fc.property(some, some, wish, (positive, negative, { by, least }) => {
        const given = {
          positive: Float64Array.from(positive).sort(),
          negative: Float64Array.from(negative).sort(),
        };
        const all = [...positive, ...negative].map((t) => decisionAt(given, t, null));
        const recall = (d: (typeof all)[number]) => d.found / d.positives;
        const precision = (d: (typeof all)[number]) => rate(d.found, d.falseAlarms);
        const [held, best] = by === 'recall' ? [recall, precision] : [precision, recall];
        const able = all.filter((d) => held(d) >= least && d.found > 0);
        const found = chooseThreshold(given, { by, least }, 'yes');
        if (found.type === 'impossible') {
          expect(able).toEqual([]);
          return;
        }
        expect(held(found.decision)).toBeGreaterThanOrEqual(least);
        for (const other of able) expect(best(other)).toBeLessThanOrEqual(best(found.decision));
      }),
    );
  });
});
