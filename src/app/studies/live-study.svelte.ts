/**
 * What a screen shows of a study while this tab works on it. Progress may come by the thousand in a second: the
 * screen is told of it a few times in a second.
 */
import type { LoamError } from '../../core/errors';
import { METRICS } from '../../core/metrics/names';
import type { TrialSoFar } from '../../core/study/history';
import type { StudyManifest } from '../../core/study/types';
import { foldCount } from '../../core/task/folds';
import type { OpenTrial } from './open-trial';
import type { StudyWatcher } from './study-work';

export interface OpenTrialView {
  number: number;
  /** Folds that are done, and how many there are at most. */
  done: number;
  folds: number;
  /** Share of all its folds' epochs, 0 to 1. */
  share: number;
  /** Of the folds that are done; null where it is undefined. */
  mean: number | null;
}

/** Milliseconds between two looks at the progress that came in. */
const LOOK_MS = 150;

export class LiveStudy implements StudyWatcher {
  #open = $state.raw<readonly OpenTrialView[]>([]);
  #ended = $state.raw<readonly TrialSoFar[]>([]);
  #error = $state.raw<LoamError | null>(null);
  #working = $state.raw(false);
  #secondsLeft = $state.raw<number | null>(null);
  readonly #abort = new AbortController();
  #trials: readonly OpenTrial[] = [];
  /** Share done per fold under way, by trial and fold. */
  readonly #shares = new Map<string, number>();
  readonly #took: number[] = [];
  #looked = -Infinity;
  readonly #best = $derived.by(() => bestOf(this.#ended, this.manifest));

  /**
   * @param workers how many work on it
   * @param now milliseconds from any origin
   */
  constructor(
    readonly id: string,
    readonly manifest: StudyManifest,
    private readonly workers: number,
    private readonly now: () => number,
  ) {}

  /** Trials under way. */
  get open(): readonly OpenTrialView[] {
    return this.#open;
  }
  /** Trials that have ended, in the order of their numbers. */
  get ended(): readonly TrialSoFar[] {
    return this.#ended;
  }
  /** Of the trials that finished; null before the first with a mean. */
  get best(): TrialSoFar | null {
    return this.#best;
  }
  /** How many trials there will be at most; null where nobody knows. */
  get total(): number | null {
    const { search } = this.manifest;
    return search.type === 'ladder' ? search.candidates.length : search.trials;
  }
  /** By what the folds took so far; null while nobody can say. */
  get secondsLeft(): number | null {
    return this.#secondsLeft;
  }
  /** Why nobody could go on; failed trials are outcomes. */
  get error(): LoamError | null {
    return this.#error;
  }
  /** False while it waits for its turn, and after its end. */
  get working(): boolean {
    return this.#working;
  }
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  stop(): void {
    this.#abort.abort();
  }

  begin(): void {
    this.#working = true;
  }

  end(error: LoamError | null): void {
    this.#working = false;
    this.#open = [];
    this.#secondsLeft = null;
    this.#error = error;
  }

  changed(open: readonly OpenTrial[], ended: readonly TrialSoFar[]): void {
    this.#trials = [...open];
    if (ended.length !== this.#ended.length) this.#ended = [...ended];
    this.#look();
  }

  progress(number: number, fold: number, done: number): void {
    this.#shares.set(`${number}/${fold}`, done);
    if (this.now() - this.#looked >= LOOK_MS) this.#look();
  }

  took(seconds: number): void {
    this.#took.push(seconds);
  }

  #look(): void {
    this.#looked = this.now();
    const folds = foldCount(this.manifest.folds);
    this.#open = this.#trials.map((trial) => {
      const { values, mean } = trial.soFar();
      let share = values.length;
      for (let fold = 0; fold < folds; fold++) {
        if (!trial.done.has(fold)) share += this.#shares.get(`${trial.number}/${fold}`) ?? 0;
      }
      return { number: trial.number, done: values.length, folds, share: share / folds, mean };
    });
    this.#secondsLeft = this.#left(folds);
  }

  #left(folds: number): number | null {
    const { total } = this;
    if (total === null || this.#took.length === 0) return null;
    const perFold = this.#took.reduce((sum, seconds) => sum + seconds, 0) / this.#took.length;
    const begun = this.#open.reduce((sum, { share }) => sum + share, 0);
    const trials = total - this.#ended.length;
    return Math.max(0, ((trials - begun) * folds * perFold) / this.workers);
  }
}

function bestOf(trials: readonly TrialSoFar[], { metric }: StudyManifest): TrialSoFar | null {
  const sign = METRICS[metric].better === 'higher' ? 1 : -1;
  let best: TrialSoFar | null = null;
  for (const trial of trials) {
    if (trial.outcome !== 'finished' || trial.mean === null) continue;
    if (best === null || sign * (trial.mean - best.mean!) > 0) best = trial;
  }
  return best;
}
