/** Why a model is wanted, in plain words. What it says of costs feeds metric, threshold and the sentences on screen. */
import type { DecisionCost } from '../evaluation/decisions';
import type { MetricName } from '../metrics/names';

export interface Brief {
  format: 'loam.brief/1';
  /** Name of the data (of any version) and the column to predict. */
  dataset: string;
  target: string;
  question: string;
  /** Who decides on the answers. */
  decides: string;
  /** Two classes: what one wrong answer costs; null where nobody said. */
  cost: DecisionCost | null;
  /** What the cost is counted in, e.g. "EUR"; '' where nobody said. */
  unit: string;
  /** The least useful performance; null where nobody said. */
  least: number | null;
  /** What `least` is counted in; absent (briefs of before): the metric of whichever task asks. */
  leastMetric?: MetricName;
  /** ISO date (YYYY-MM-DD) by which the model is looked at again; null where nobody said. */
  review: string | null;
}
