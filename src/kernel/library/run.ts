/** What training answers: one run, or the same task over several model kinds. */
import { METRICS, type MetricName } from '../../core/metrics/names';
import type { MetricValue } from '../../core/evaluation/types';
import type { LoamDeps } from './call';
import type { Task } from './task';
import type { RunFacts } from './verbs';

export class Run {
  readonly id: string;
  readonly name: string;
  /** In words, e.g. "MLP 64 · 32". */
  readonly model: string;
  /** The engine that trained it. */
  readonly engine: string | null;
  readonly seconds: number | null;
  readonly metric: MetricName;
  /** The task's metric on validation, with its interval. */
  readonly score: Readonly<MetricValue> | null;
  /** This very recipe had run before, so nothing was trained. */
  readonly known: boolean;
  readonly positive: string | null;
  /** Why it has no model; null where it has one. */
  readonly failure: string | null;

  constructor(
    facts: RunFacts,
    readonly task: Task,
  ) {
    this.id = facts.id;
    this.name = facts.name;
    this.model = facts.model;
    this.engine = facts.engine;
    this.seconds = facts.seconds;
    this.metric = facts.metric;
    this.score = facts.score;
    this.known = facts.known;
    this.positive = facts.positive;
    this.failure =
      facts.status === 'finished' ? null : (facts.failure ?? `It was ${facts.status}.`);
    Object.freeze(this);
  }
}

export class Ladder {
  readonly #deps: LoamDeps;

  constructor(
    deps: LoamDeps,
    /** In the order in which they were asked for. */
    readonly runs: readonly Run[],
  ) {
    this.#deps = deps;
    Object.freeze(runs);
    Object.freeze(this);
  }

  /** The run with the best metric on validation; of equals the first. */
  get best(): Run {
    return this.runs.reduce((best, each) => (isBetter(each, best) ? each : best));
  }

  /** Per run: model, metric with its interval on validation, seconds, engine; an Arquero table. */
  table(): unknown {
    const { runs } = this;
    const metric = METRICS[runs[0]!.metric].label;
    return this.#deps.aq.table({
      model: runs.map(({ model }) => model),
      [metric]: runs.map(({ score }) => score?.value ?? null),
      low: runs.map(({ score }) => score?.low ?? null),
      high: runs.map(({ score }) => score?.high ?? null),
      seconds: runs.map(({ seconds }) => seconds),
      engine: runs.map(({ engine }) => engine),
      run: runs.map(({ name, failure }) => (failure === null ? name : `${name}: ${failure}`)),
    });
  }
}

function isBetter(one: Run, other: Run): boolean {
  const [a, b] = [one.score?.value ?? null, other.score?.value ?? null];
  if (a === null) return false;
  if (b === null) return true;
  return METRICS[one.metric].better === 'higher' ? a > b : a < b;
}
