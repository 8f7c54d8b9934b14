/** How a threshold was chosen, as a clause that goes on "The answer is yes from 0.3 on:". */
import type { ThresholdWish } from './choose-threshold';
import { plainNumber } from './plain-number';

const DIGITS = 4;

/** The clause of a number that a person gave. */
export const BY_HAND = 'chosen by hand';

/** Which answers chose: those of one model to validation, or those of folds to rows that they had not seen. */
export type ChosenOn = 'on validation' | 'over the folds';

/**
 * @param positive label of the positive class
 * @param unit what costs are counted in; '' where nobody said
 */
export function thresholdClause(
  wish: ThresholdWish,
  positive: string,
  on: ChosenOn,
  unit = '',
): string {
  switch (wish.by) {
    case 'cost': {
      const amount = (cost: number) =>
        `${plainNumber(cost, DIGITS)}${unit === '' ? '' : ` ${unit}`}`;
      const { miss, falseAlarm } = wish.cost;
      return `the cheapest ${on}, where a miss costs ${amount(miss)} and a false alarm ${amount(falseAlarm)}`;
    }
    case 'recall':
      return `the most precise ${on} that finds at least ${percent(wish.least)} of ${positive}`;
    case 'precision':
      return `it finds most ${on} where at least ${percent(wish.least)} of the called are ${positive}`;
    default:
      throw wish satisfies never;
  }
}

function percent(share: number): string {
  return `${plainNumber(100 * share, DIGITS)} %`;
}
