/** How a threshold was chosen, as a clause that goes on "The answer is yes from 0.3 on:". */
import type { ThresholdWish } from './choose-threshold';
import { plainNumber } from './plain-number';

const DIGITS = 4;

/**
 * @param positive label of the positive class
 * @param unit what costs are counted in; '' where nobody said
 */
export function thresholdClause(
  wish: ThresholdWish | { by: 'hand' },
  positive: string,
  unit = '',
): string {
  switch (wish.by) {
    case 'cost': {
      const amount = (cost: number) =>
        `${plainNumber(cost, DIGITS)}${unit === '' ? '' : ` ${unit}`}`;
      const { miss, falseAlarm } = wish.cost;
      return `the cheapest on validation, where a miss costs ${amount(miss)} and a false alarm ${amount(falseAlarm)}`;
    }
    case 'recall':
      return `the most precise on validation that finds at least ${percent(wish.least)} of ${positive}`;
    case 'precision':
      return `it finds most on validation where at least ${percent(wish.least)} of the called are ${positive}`;
    case 'hand':
      return 'chosen by hand';
    default:
      throw wish satisfies never;
  }
}

function percent(share: number): string {
  return `${plainNumber(100 * share, DIGITS)} %`;
}
