/** The one metric a task is judged by, from how its classes are spread. */
import type { MetricName } from '../../metrics/names';
import type { TaskKind } from '../types';

/** Below this share of positives ROC AUC flatters; average precision looks at the positives alone. */
export const RARE_SHARE = 0.1;
/** Where the largest class has this many times the rows of the smallest, accuracy hides the small ones. */
const UNEVEN = 3;

/** @param counts rows per class; not read for regression */
export function guessMetric(
  kind: TaskKind,
  counts: ReadonlyMap<string, number>,
  positive: string | null,
): MetricName {
  if (kind === 'regression') return 'rmse';
  const rows = [...counts.values()];
  const total = rows.reduce((a, b) => a + b, 0);
  if (kind === 'binary') {
    const share = (counts.get(positive ?? '') ?? 0) / total;
    return share < RARE_SHARE ? 'average_precision' : 'roc_auc';
  }
  return Math.max(...rows) >= UNEVEN * Math.min(...rows) ? 'f1_macro' : 'accuracy';
}
