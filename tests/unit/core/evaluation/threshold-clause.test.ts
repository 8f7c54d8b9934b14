import { describe, expect, it } from 'vitest';
import { BY_HAND, thresholdClause } from '../../../../src/core/evaluation/threshold-clause';
import { thresholdSentence } from '../../../../src/deploy/model/refinement-words';

const model = { classes: ['no', 'yes'], threshold: 0.25 };
const cost = { miss: 400, falseAlarm: 25 };

describe('how a threshold was chosen', () => {
  it.each([
    [
      thresholdClause({ by: 'cost', cost }, 'yes', 'on validation', 'EUR'),
      'the cheapest on validation, where a miss costs 400 EUR and a false alarm 25 EUR',
    ],
    [
      thresholdClause({ by: 'recall', least: 0.85 }, 'yes', 'over the folds'),
      'the most precise over the folds that finds at least 85 % of yes',
    ],
    [
      thresholdClause({ by: 'precision', least: 0.5 }, 'yes', 'on validation'),
      'it finds most on validation where at least 50 % of the called are yes',
    ],
    [BY_HAND, 'chosen by hand'],
  ])('goes on the sentence of the threshold: %s', (clause, says) => {
    expect(clause).toBe(says);
    expect(thresholdSentence(model, clause)).toBe(
      `The answer is yes from a probability of 0.25 on: ${says}.`,
    );
  });
});
