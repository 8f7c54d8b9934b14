/** What a study or a ladder found: its trials, the best of them as a run, and what mattered. */
import { METRICS, type MetricName } from '../../core/metrics/names';
import { bestSoFar } from '../../core/study/best-so-far';
import type { DimensionImportance } from '../../core/study/importance';
import type { LoamDeps } from './call';
import { refuse } from './refuse';
import { Run } from './run';
import { studyPlot, type StudyPlot } from './study-plot';
import type { ChosenTrial, StudyFacts, TrialFacts } from './study-verbs';
import type { Task } from './task';

export class Study {
  readonly #deps: LoamDeps;
  readonly #best: Run | null;
  readonly #simplest: Run | null;
  readonly id: string;
  readonly name: string;
  /** This very study had been asked for before, so nothing was tried. */
  readonly known: boolean;
  readonly metric: MetricName;
  /** In the order of their numbers. */
  readonly trials: readonly Readonly<TrialFacts>[];
  /** Of a ladder: why the simplest is the one to take; else null. */
  readonly reason: string | null;
  /** How much each setting mattered by itself, 0 to 1, most first; null where too few trials have finished. */
  readonly importance: readonly Readonly<DimensionImportance>[] | null;
  /** Drawn by Observable Plot: best() so far, and parallel() coordinates. */
  readonly plot: StudyPlot;
  /** What the numbers of a trial vary over. */
  readonly varies: string;

  constructor(
    deps: LoamDeps,
    facts: StudyFacts,
    readonly task: Task,
  ) {
    const runOf = (chosen: ChosenTrial | null) => chosen && new Run(chosen.run, task);
    this.#deps = deps;
    this.#best = runOf(facts.best);
    this.#simplest = runOf(facts.simplest);
    this.id = facts.id;
    this.name = facts.name;
    this.known = facts.known;
    this.metric = facts.metric;
    this.trials = facts.trials;
    this.reason = facts.simplest?.reason ?? null;
    this.importance = facts.importance;
    this.plot = studyPlot(deps, facts.metric, facts.trials);
    this.varies = `${METRICS[facts.metric].label}: mean and standard deviation over ${facts.folds} folds; low to high is the 95 % interval over the rows.`;
    if (this.#best) TRIED.set(this.#best, facts.trials.length);
    Object.freeze(this);
  }

  /** Learnt on train and validation together with the settings of the best mean. */
  get best(): Run {
    return this.#best ?? refuse('study.best', 'is none: no trial has finished with a value.');
  }

  /** Of a ladder: the simplest that is near the best and not measurably worse. */
  get simplest(): Run {
    return this.#simplest ?? refuse('study.simplest', 'is none: only a ladder has a simplest.');
  }

  /** Per trial: what was set, the metric over its folds, what it took; an Arquero table. See `varies`. */
  table(): unknown {
    const { trials } = this;
    const metric = METRICS[this.metric].label;
    const paths = [...new Set(trials.flatMap(({ parameters }) => Object.keys(parameters)))];
    const of = <T>(read: (trial: TrialFacts) => T) => trials.map(read);
    const costs = trials.some(({ cost }) => cost !== null);
    return this.#deps.aq.table({
      trial: of(({ number }) => number),
      model: of(({ model }) => model),
      ...Object.fromEntries(
        paths
          .filter((path) => path !== 'model.kind')
          .map((path) => [path, of(({ parameters }) => cell(parameters[path]))]),
      ),
      [`${metric}, mean over folds`]: of(({ mean }) => mean),
      'sd over folds': of(({ sd }) => sd),
      'low over rows': of(({ low }) => low),
      'high over rows': of(({ high }) => high),
      ...(costs ? { 'cost per row': of(({ cost }) => cost) } : {}),
      folds: of(({ folds }) => folds),
      seconds: of(({ seconds }) => seconds),
      bytes: of(({ bytes }) => bytes),
      engine: of(({ engine }) => engine),
      outcome: of(({ outcome, failure }) => (failure === null ? outcome : `failed: ${failure}`)),
    });
  }

  /** Per finished trial its mean and the best until then, for a chart; an Arquero table. */
  progress(): unknown {
    const points = bestSoFar(
      this.metric,
      this.trials.map((trial) => ({ ...trial, values: [] })),
    );
    return this.#deps.aq.table({
      trial: points.map(({ number }) => number),
      mean: points.map(({ mean }) => mean),
      best: points.map(({ best }) => best),
    });
  }
}

const TRIED = new WeakMap<Run, number>();

/** Candidates that a run is the best of; 1 where it was no choice of a study. */
export function triedFor(run: Run): number {
  return TRIED.get(run) ?? 1;
}

function cell(value: TrialFacts['parameters'][string] | undefined): unknown {
  return Array.isArray(value) ? value.join(' · ') : (value ?? null);
}
