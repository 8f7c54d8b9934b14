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
 * @param share of the rows that are positive
 */
export function proposeMetric(
  { miss, falseAlarm }: DecisionCost,
  share: number,
): MetricProposal | null {
  if (miss === falseAlarm) return null;
  const costs =
    miss > falseAlarm
      ? `A miss costs more than a false alarm`
      : `A false alarm costs more than a miss`;
  const percent = `${plainNumber(share * 100, 2)} % of the rows are positive`;
  return share < RARE_SHARE
    ? {
        metric: 'average_precision',
        why: `${costs}, and only ${percent}: average precision judges how far up the positive rows are put, whatever the threshold, and is not flattered by the many others.`,
      }
    : {
        metric: 'roc_auc',
        why: `${costs}: ROC AUC judges how well the rows are put in order, whatever the threshold, which is then chosen by cost. ${percent.replace('% of', '% of all')}, enough for it.`,
      };
}
