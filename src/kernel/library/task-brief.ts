/** A brief as cells read it. */
import type { DecisionCost } from '../../core/evaluation/decisions';
import type { MetricName } from '../../core/metrics/names';
import type { BriefFacts } from './brief-verbs';

export class Brief {
  /** Name of the data, and what is predicted of it. */
  readonly dataset: string;
  readonly target: string;
  readonly question: string;
  /** Who decides on the answers; '' where nobody said. */
  readonly decides: string;
  /** Two classes: what one wrong answer costs; null where nobody said. */
  readonly cost: Readonly<DecisionCost> | null;
  readonly unit: string;
  /** The least useful performance and what it is counted in; null where nobody said. */
  readonly least: number | null;
  readonly leastMetric: MetricName | null;
  /** ISO date by which the model is looked at again; null where nobody said. */
  readonly review: string | null;
  /** The same as whole sentences, the question first. */
  readonly sentences: readonly string[];

  constructor(facts: BriefFacts) {
    this.dataset = facts.dataset;
    this.target = facts.target;
    this.question = facts.question;
    this.decides = facts.decides;
    this.cost = facts.cost && Object.freeze({ ...facts.cost });
    this.unit = facts.unit;
    this.least = facts.least;
    this.leastMetric = facts.leastMetric;
    this.review = facts.review;
    this.sentences = Object.freeze([...facts.sentences]);
    Object.freeze(this);
  }
}
