/** One trial of a study while it is under way: which of its folds are done, which may be begun, and how it ends. */
import type { LoamError } from '../../core/errors';
import { explain } from '../../core/messages';
import type { TrialSoFar } from '../../core/study/history';
import { meanAndSd } from '../../core/study/trial-score';
import type { Candidate, Parameters, TrialOutcome } from '../../core/study/types';
import type { UnitDone } from '../../../workers/trials/contract';

export class OpenTrial {
  readonly done = new Map<number, UnitDone>();
  readonly #begun = new Set<number>();
  readonly #abort = new AbortController();
  #rung = 0;
  #outcome: TrialOutcome | null = null;
  /** Its end is being recorded. */
  ending = false;

  /** @param rungs folds done at each rung, ascending; the last is all of them */
  constructor(
    readonly number: number,
    readonly parameters: Parameters,
    readonly candidate: Candidate,
    private readonly rungs: readonly number[],
  ) {}

  get outcome(): TrialOutcome | null {
    return this.#outcome;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get underWay(): number {
    return this.#begun.size;
  }

  /** The lowest fold that may be begun now; null where there is none. */
  next(): number | null {
    if (this.#outcome) return null;
    for (let fold = 0; fold < this.rungs[this.#rung]!; fold++) {
      if (!this.done.has(fold) && !this.#begun.has(fold)) return fold;
    }
    return null;
  }

  begin(fold: number): void {
    this.#begun.add(fold);
  }

  /** The fold has not been done, and may be begun again. */
  drop(fold: number): void {
    this.#begun.delete(fold);
  }

  /** @param goesOn asked at each rung but the last */
  finish(done: UnitDone, goesOn: (rung: number) => boolean): void {
    this.#begun.delete(done.result.fold);
    this.done.set(done.result.fold, done);
    if (this.#outcome || this.done.size < this.rungs[this.#rung]!) return;
    if (this.#rung === this.rungs.length - 1) this.#outcome = { type: 'finished' };
    else if (goesOn(this.#rung)) this.#rung++;
    else this.#outcome = { type: 'stopped', rung: this.#rung };
  }

  /** Its other folds are given up; what is done is kept. */
  fail(error: LoamError): void {
    this.#outcome ??= { type: 'failed', code: error.code, message: explain(error).what };
    this.#abort.abort();
  }

  soFar(): TrialSoFar {
    const { number, parameters } = this;
    const folds = [...this.done.values()].sort((a, b) => a.result.fold - b.result.fold);
    const values = folds.map(({ result }) => result.value);
    return { number, parameters, outcome: 'running', values, mean: meanAndSd(values).mean };
  }
}
