/**
 * Works on one study until it is finished or told to stop: every worker takes one unit (a fold of a trial, or the end
 * of one) after the other. A trial's start is recorded before it begins, its end after its objects are stored; what a
 * dead worker had in hand is begun again by another.
 */
import { LoamError, toLoamError, type ErrorCode } from '../../core/errors';
import type { Link } from '../../core/hash/digest';
import type { Proposal, TrialSoFar } from '../../core/study/history';
import { rungsOf } from '../../core/study/rungs';
import type { SearchSteps } from '../../core/study/search-steps';
import type { StudyManifest, TrialOutcome, TrialResult } from '../../core/study/types';
import { foldCount } from '../../core/task/folds';
import type { TrialEnd, UnitDone } from '../../../workers/trials/contract';
import { OpenTrial } from './open-trial';
import type { TrialPool } from './trial-pool';

/** The study in the log and the object store. */
export interface StudyDesk {
  /** All trials, in the order of their numbers. */
  trials(): Promise<(TrialSoFar & { seconds: number })[]>;
  started(proposal: Proposal): Promise<void>;
  /** Has the end stored by `store` and records it; does nothing where the trial has ended already. */
  ended(
    number: number,
    store: (lease: string) => Promise<{ link: Link; result: TrialResult }>,
  ): Promise<void>;
}

export interface StudyWatcher {
  /** All trials that are known by now, those under way too. */
  changed(open: readonly OpenTrial[], ended: readonly TrialSoFar[]): void;
  /** `done`: share of the fold's epochs. */
  progress(number: number, fold: number, done: number): void;
  /** What one fold took. */
  took(seconds: number): void;
}

export interface StudyParts {
  workspace: string;
  link: Link;
  manifest: StudyManifest;
  pool: TrialPool;
  steps: SearchSteps;
  desk: StudyDesk;
  watcher: StudyWatcher;
  /** Folds of open trials that were done before the work was last stopped in this tab. Default: none. */
  kept?: KeptFolds;
  /** Milliseconds from any origin. */
  now(): number;
}

/** By number of the trial, in the order in which they were done. */
export type KeptFolds = ReadonlyMap<number, readonly UnitDone[]>;

type Work = { type: 'fold'; trial: OpenTrial; fold: number } | { type: 'end'; trial: OpenTrial };

/** Errors that say nothing about a candidate: nobody could go on. */
const FATAL: readonly ErrorCode[] = [
  'object-missing',
  'object-damaged',
  'newer-data',
  'workspace-gone',
  'storage-unavailable',
  'storage-full',
  'stale-tab',
  'commit-incomplete',
];

/** So many workers may die of one unit. */
const MOST_DEATHS = 5;

export class StudyWork {
  #open: OpenTrial[] = [];
  #ended: TrialSoFar[] = [];
  readonly #deaths = new Map<string, number>();
  readonly #stop = new AbortController();
  #error: LoamError | null = null;
  /** Choosing what to do next records trials: one worker at a time. */
  #choosing: Promise<unknown> = Promise.resolve();
  #waiting: (() => void)[] = [];
  #began = 0;
  #spentBefore = 0;
  /** No candidate can be tried on these folds. */
  #hopeless = false;

  constructor(private readonly parts: StudyParts) {}

  /**
   * Finished: nothing is left to try. Stopped: `signal` said so; what was under way has not ended.
   * @throws LoamError where the store, or every worker, fails
   */
  async run(signal: AbortSignal): Promise<'finished' | 'stopped'> {
    const { pool, desk, now } = this.parts;
    const halt = () => {
      this.#stop.abort();
      this.#wake();
    };
    signal.addEventListener('abort', halt);
    if (signal.aborted) halt();
    try {
      const known = await desk.trials();
      this.#began = now();
      this.#spentBefore = known.reduce((sum, { seconds }) => sum + seconds, 0) / pool.size;
      this.#ended = known.filter(({ outcome }) => outcome !== 'running');
      this.#open = known.filter(({ outcome }) => outcome === 'running').map((t) => this.#again(t));
      for (const trial of this.#open) {
        for (const done of this.parts.kept?.get(trial.number) ?? []) this.#finish(trial, done);
      }
      this.#tell();
      await Promise.all(Array.from({ length: pool.size }, (_, at) => this.#work(at)));
    } finally {
      signal.removeEventListener('abort', halt);
    }
    if (this.#error) throw this.#error;
    return signal.aborted ? 'stopped' : 'finished';
  }

  /** What the open trials have, so that whoever goes on in this tab need not do it again. */
  get kept(): KeptFolds {
    return new Map(this.#open.map(({ number, done }) => [number, [...done.values()]]));
  }

  /** After it was stopped for good: what its open trials have is recorded. */
  async giveUp(): Promise<void> {
    for (const trial of [...this.#open]) {
      if (!trial.outcome) trial.fail(new LoamError('cancelled'));
      await this.#record(trial, 0, new AbortController().signal);
    }
  }

  async #work(at: number): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const work = await this.#chosen();
      if (work === 'done' || this.#stop.signal.aborted) break;
      if (work === 'wait') {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
        continue;
      }
      await (work.type === 'fold' ? this.#fold(at, work) : this.#end(at, work.trial));
      this.#tell();
      this.#wake();
    }
    this.#wake();
  }

  #chosen(): Promise<Work | 'wait' | 'done'> {
    const chosen = this.#choosing.then(() => this.#choose());
    this.#choosing = chosen;
    return chosen;
  }

  /** Never rejects. */
  async #choose(): Promise<Work | 'wait' | 'done'> {
    if (this.#stop.signal.aborted) return 'done';
    const ready = this.#open.find((t) => t.outcome && t.underWay === 0 && !t.ending);
    if (ready) {
      ready.ending = true;
      return { type: 'end', trial: ready };
    }
    for (const trial of this.#open) {
      const fold = trial.next();
      if (fold !== null) return this.#begun(trial, fold);
    }
    try {
      const proposed = this.#hopeless || this.#overtime() ? 'done' : this.#propose();
      if (typeof proposed === 'string') return this.#open.length > 0 ? 'wait' : 'done';
      await this.parts.desk.started(proposed);
      const { number, parameters, candidate } = proposed;
      const trial = new OpenTrial(number, parameters, candidate, this.#rungs());
      this.#open.push(trial);
      this.#tell();
      return this.#begun(trial, trial.next()!);
    } catch (error) {
      this.#fail(toLoamError(error));
      return 'done';
    }
  }

  #begun(trial: OpenTrial, fold: number): Work {
    trial.begin(fold);
    return { type: 'fold', trial, fold };
  }

  #propose() {
    const { steps, manifest } = this.parts;
    const history = this.#history();
    const { search } = manifest;
    const most = search.type === 'search' ? search.trials : search.candidates.length;
    return most !== null && history.length >= most ? 'done' : steps.propose(manifest, history);
  }

  #overtime(): boolean {
    const { search } = this.parts.manifest;
    if (search.type === 'ladder' || search.minutes === null) return false;
    const spent = this.#spentBefore + (this.parts.now() - this.#began) / 1000;
    return spent >= search.minutes * 60;
  }

  async #fold(at: number, { trial, fold }: Work & { type: 'fold' }): Promise<void> {
    const { pool, workspace, link, watcher } = this.parts;
    const unit = { workspace, study: link, candidate: trial.candidate, fold };
    try {
      const done = await pool.runFold(at, unit, {
        signal: AbortSignal.any([this.#stop.signal, trial.signal]),
        onProgress: ({ done }) => watcher.progress(trial.number, fold, done),
      });
      watcher.took(done.result.seconds);
      this.#finish(trial, done);
    } catch (error) {
      trial.drop(fold);
      this.#heard(toLoamError(error), `${trial.number}/${fold}`, (problem) => {
        this.#hopeless ||= problem.code === 'fold-empty';
        trial.fail(problem);
      });
    }
  }

  #finish(trial: OpenTrial, done: UnitDone): void {
    const { steps, manifest } = this.parts;
    trial.finish(done, (rung) => steps.goesOn(manifest, this.#history(), trial.number, rung));
  }

  async #end(at: number, trial: OpenTrial): Promise<void> {
    try {
      await this.#record(trial, at, this.#stop.signal);
    } catch (error) {
      trial.ending = false;
      const fail = (problem: LoamError) => this.#fail(problem);
      this.#heard(toLoamError(error), `${trial.number}/end`, fail);
    }
  }

  async #record(trial: OpenTrial, at: number, signal: AbortSignal): Promise<void> {
    const { pool, workspace, link, desk } = this.parts;
    const { number, parameters, candidate, done } = trial;
    const outcome: TrialOutcome = trial.outcome!;
    const end: Omit<TrialEnd, 'lease'> = {
      ...{ workspace, study: link, number, parameters, candidate, outcome },
      folds: [...done.values()],
    };
    await desk.ended(number, (lease) => pool.endTrial(at, { ...end, lease }, signal));
    this.#open = this.#open.filter((each) => each !== trial);
    this.#ended.push({ ...trial.soFar(), outcome: outcome.type });
    this.#ended.sort((a, b) => a.number - b.number);
  }

  /** What went wrong with a unit: it is begun again, its candidate has failed, or nobody can go on. */
  #heard(problem: LoamError, unit: string, failed: (problem: LoamError) => void): void {
    if (this.#stop.signal.aborted) return;
    if (problem.code === 'worker-died') {
      const deaths = (this.#deaths.get(unit) ?? 0) + 1;
      this.#deaths.set(unit, deaths);
      if (deaths < MOST_DEATHS) return;
    } else if (problem.code === 'cancelled') {
      // Another fold of its trial has failed; without that nobody can have cancelled it.
      return;
    } else if (FATAL.includes(problem.code)) {
      this.#fail(problem);
      return;
    }
    failed(problem);
  }

  #fail(problem: LoamError): void {
    this.#error ??= problem;
    this.#stop.abort();
    this.#wake();
  }

  #again({ number, parameters }: TrialSoFar): OpenTrial {
    const { steps, manifest } = this.parts;
    const candidate = steps.candidateOf(manifest, { number, parameters });
    return new OpenTrial(number, parameters, candidate, this.#rungs());
  }

  #rungs(): number[] {
    const { search, folds } = this.parts.manifest;
    return rungsOf(search.type === 'search' ? search.halving : null, foldCount(folds));
  }

  #history(): TrialSoFar[] {
    const all = [...this.#ended, ...this.#open.map((trial) => trial.soFar())];
    return all.sort((a, b) => a.number - b.number);
  }

  #tell(): void {
    this.parts.watcher.changed(this.#open, this.#ended);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }
}
