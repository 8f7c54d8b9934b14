/** What a model is worth on one part, as a cell reads it. */
import {
  cheapestDecision,
  decisionAt,
  decisionSentence,
  type Decision,
  type DecisionCost,
  type DecisionScores,
} from '../../core/evaluation/decisions';
import { leastReached, type Reached } from '../../core/brief/reached';
import type { MetricValue, WorstRow } from '../../core/evaluation/types';
import type { MetricName } from '../../core/metrics/names';
import type { Slices } from '../../core/understand/types';
import { number, oneOf, refuse, whole } from './refuse';
import type { Brief } from './task-brief';
import type { EvaluationFacts, JudgedData } from './verbs';

type Judged = EvaluationFacts['evaluation'];

export interface ShownMetric extends MetricValue {
  /** The same metric for the baseline on the same rows. */
  baseline: number | null;
}

export interface ShownDecision extends Decision {
  /** "finds 148 of 192 yes, calls 510 others, saves 46,450" */
  sentence: string;
  recall: number | null;
  /** Of those that are called. */
  precision: number | null;
}

export class Evaluation {
  readonly #judged: Judged;
  readonly #scores: DecisionScores | null;
  readonly #cost: DecisionCost | null;
  /** Id of the run whose model was judged. */
  readonly run: string;
  /** The part, or 'data'. */
  readonly on: NonNullable<Judged['part']> | 'data';
  /** Which data, which of its rows were left out, and which are like learnt ones; null for a part of the task. */
  readonly data: Readonly<JudgedData> | null;
  readonly kind: Judged['kind'];
  readonly rows: number;
  /** Two classes: from which probability on a row counted as positive; else null. */
  readonly threshold: number | null;
  /** Binary: negative first, positive second; null for regression. */
  readonly classes: readonly string[] | null;
  /** "right 87 of 100; guessing gets 76" */
  readonly sentence: string;

  /** The task's metric by the values of each column that was asked for, with what varies and the gap. */
  readonly slices: readonly Readonly<Slices>[];

  readonly #brief: Brief | null;

  constructor(
    { run, evaluation, scores, data }: EvaluationFacts,
    cost: DecisionCost | null,
    slices: readonly Slices[] = [],
    brief: Brief | null = null,
  ) {
    this.#judged = evaluation;
    this.#scores = scores;
    this.#cost = cost;
    this.run = run;
    this.on = evaluation.part ?? 'data';
    this.data = data;
    this.#brief = brief;
    this.kind = evaluation.kind;
    this.rows = evaluation.rows;
    this.threshold = evaluation.threshold;
    this.classes = evaluation.classes;
    this.sentence = evaluation.sentence;
    this.slices = slices;
    Object.freeze(this);
  }

  /** All of them, each with a 95 % interval where one can be given. */
  get metrics(): ShownMetric[] {
    return this.#judged.metrics.map(({ name }) => this.metric(name));
  }

  metric(name: MetricName): ShownMetric {
    const { metrics, baseline } = this.#judged;
    const known = metrics.map((each) => each.name);
    const wanted = oneOf('evaluation.metric: name', name, known, 'a metric of this task:');
    const found = metrics.find((each) => each.name === wanted)!;
    const guessed = baseline.find((each) => each.name === wanted);
    return { ...found, baseline: guessed?.value ?? null };
  }

  /** Whether the task's brief's least useful performance is reached; null where it names none that is judged here. */
  get reached(): Reached | null {
    const { least = null, leastMetric = null } = this.#brief ?? {};
    const judged = this.#judged.metrics.find(({ name }) => name === leastMetric);
    return least === null || !judged ? null : leastReached(least, judged);
  }

  /** [truth][answer], in the order of `classes`; null for regression. */
  get confusion(): number[][] | null {
    return structuredClone(this.#judged.confusion);
  }

  /** Per class (binary: the positive one), points of false positive rate and true positive rate. */
  get roc(): Judged['roc'] {
    return structuredClone(this.#judged.roc);
  }

  /** Per class (binary: the positive one), points of recall and precision. */
  get precisionRecall(): Judged['precisionRecall'] {
    return structuredClone(this.#judged.precisionRecall);
  }

  get calibration(): Judged['calibration'] {
    return structuredClone(this.#judged.calibration);
  }

  /** What is decided where a row counts as positive from this probability on. */
  at(threshold: number): ShownDecision {
    number('evaluation.at: threshold', threshold, 0, 2);
    return this.#shown(decisionAt(this.#decisions('at'), threshold, this.#cost));
  }

  /** The threshold that costs least on these rows. Chosen on the rows that it is judged on, it flatters itself a little. */
  get cheapest(): ShownDecision {
    const scores = this.#decisions('cheapest');
    const cost = this.#cost;
    if (cost === null) {
      return refuse(
        'evaluation.cheapest',
        'needs what wrong answers cost; give it to loam.task: cost: { miss: 400, falseAlarm: 25 }.',
      );
    }
    return this.#shown(cheapestDecision(scores, cost));
  }

  /** The rows that were answered worst, at most 20: their numbers in the data, truth, answer and score. */
  worst(n = 10): WorstRow[] {
    const { worst } = this.#judged;
    return structuredClone(worst.slice(0, whole('evaluation.worst: n', n, 1, 20)));
  }

  #decisions(name: string): DecisionScores {
    if (this.#scores) return this.#scores;
    return refuse(`evaluation.${name}`, `needs a task of two classes; this one is ${this.kind}.`);
  }

  #shown(decision: Decision): ShownDecision {
    const { found, positives, falseAlarms } = decision;
    const called = found + falseAlarms;
    return {
      ...decision,
      sentence: decisionSentence(decision, this.classes![1]!),
      recall: positives === 0 ? null : found / positives,
      precision: called === 0 ? null : found / called,
    };
  }
}
