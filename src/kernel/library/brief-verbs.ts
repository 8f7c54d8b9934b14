/** What the verbs of briefs pass and are answered, as plain data; see verbs.ts. */
import type { DecisionCost } from '../../core/evaluation/decisions';
import type { MetricName } from '../../core/metrics/names';
import type { TaskArgs } from './train-verbs';

export interface BriefFields {
  question: string;
  /** '' where nobody said. */
  decides: string;
  cost: DecisionCost | null;
  unit: string;
  least: number | null;
  /** What `least` is counted in; null: the task's metric. */
  leastMetric: MetricName | null;
  /** ISO date; null where nobody said. */
  review: string | null;
}

export interface BriefFacts extends BriefFields {
  /** Name of the data, and what is predicted of it. */
  dataset: string;
  target: string;
  /** The same as whole sentences, the question first. */
  sentences: string[];
}

export interface BriefVerbs {
  /** Null where nobody wrote one. */
  brief: { args: { task: TaskArgs }; answer: BriefFacts | null };
  'save-brief': { args: { task: TaskArgs; brief: BriefFields }; answer: BriefFacts };
}
