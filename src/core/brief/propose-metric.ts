/** The metric that the costs of a brief call for. */
import type { DecisionCost } from '../evaluation/decisions';
import { plainNumber } from '../evaluation/plain-number';
import type { MetricName } from '../metrics/names';
import { RARE_SHARE } from '../task/guess/guess-metric';

export interface MetricProposal {
  metric: MetricName;
  /** A whole sentence. */
  why: string;
}

/**
 * Two classes whose mistakes cost different amounts are best told apart at a threshold that is yet to be found:
 * the metric has to judge the order of the answers, not the answers at one half.
 * @param rare whether the positive rows are under `RARE_SHARE` of all
 */
export function proposeMetric(
  { miss, falseAlarm }: DecisionCost,
  rare: boolean,
): MetricProposal | null {
  if (miss === falseAlarm) return null;
  const costs =
    miss > falseAlarm
      ? 'A miss costs more than a false alarm'
      : 'A false alarm costs more than a miss';
  return rare
    ? {
        metric: 'average_precision',
        why: `${costs}, and under ${plainNumber(RARE_SHARE * 100, 2)} % of the rows are positive: average precision judges how far up those are put, and is not flattered by the many others. The threshold is then chosen by cost.`,
      }
    : {
        metric: 'roc_auc',
        why: `${costs}: ROC AUC judges how well the rows are put in order. The threshold is then chosen by cost.`,
      };
}
