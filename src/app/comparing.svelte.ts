/** A comparison that is worked out while a screen waits: how far it is, its answer, and the way to stop it. */
import { toLoamError, type LoamError } from '../core/errors';
import type { WorkOptions } from './commands/evaluate-run';

/** `done` from 0 to 1. */
export interface ComparingProgress {
  done: number;
  label: string;
}

type Ask<T> = (options: Required<WorkOptions>) => Promise<T>;

export class Comparing<T> {
  #value = $state.raw<T | null>(null);
  #error = $state.raw<LoamError | null>(null);
  #progress = $state.raw<ComparingProgress | null>(null);
  #stopped = $state.raw(false);
  #abort = new AbortController();

  constructor(private readonly ask: Ask<T>) {
    void this.#run();
  }

  get value(): T | null {
    return this.#value;
  }
  get error(): LoamError | null {
    return this.#error;
  }
  /** Null before the first word of it, and after its end. */
  get progress(): ComparingProgress | null {
    return this.#progress;
  }
  get working(): boolean {
    return this.#value === null && this.#error === null && !this.#stopped;
  }
  /** It was stopped by hand; nothing was kept of it. */
  get stopped(): boolean {
    return this.#stopped;
  }

  stop(): void {
    this.#stopped = this.working;
    this.#abort.abort();
  }

  again(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#stopped = false;
    this.#error = null;
    void this.#run();
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    const onProgress = (progress: ComparingProgress) => {
      if (!signal.aborted) this.#progress = progress;
    };
    try {
      const value = await this.ask({ signal, onProgress });
      if (!signal.aborted) this.#value = value;
    } catch (error) {
      if (!signal.aborted) this.#error = toLoamError(error);
    } finally {
      if (!signal.aborted) this.#progress = null;
    }
  }
}

/** Of several questions one after the other: that of one of them as a share of all. */
export function shareOf(
  { signal, onProgress }: Required<WorkOptions>,
  at: number,
  of: number,
): Required<WorkOptions> {
  return {
    signal,
    onProgress: ({ done, label }) =>
      onProgress({
        done: (at + done) / of,
        label: of > 1 ? `${label}, ${at + 1} of ${of}` : label,
      }),
  };
}
