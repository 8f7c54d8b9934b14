/** The workers of studies: as many as the device has cores for, started when they are needed. */
import type { Link } from '../../core/hash/digest';
import { isLoamError } from '../../core/errors';
import type { CallOptions, WorkerClient } from '../../../workers/client';
import type {
  StudyPrepared,
  TrialEnd,
  TrialsApi,
  Unit,
  UnitDone,
  UnitProgress,
} from '../../../workers/trials/contract';
import type { TrialResult } from '../../core/study/types';

/** One core is left to the page, but for devices that have two in all. */
export function poolSize(cores: number): number {
  return cores === 2 ? 2 : Math.min(4, Math.max(1, cores - 1));
}

interface Slot {
  client: WorkerClient<TrialsApi>;
  /** The study whose rows are in its memory. */
  study: Link | null;
}

interface Reading {
  study: Link;
  done: Promise<StudyPrepared>;
}

export class TrialPool {
  readonly #slots: Slot[];
  /** What the first worker that was asked has read, for the others. */
  #reading: Reading | null = null;

  constructor(spawn: () => WorkerClient<TrialsApi>, size: number) {
    this.#slots = Array.from({ length: size }, () => ({ client: spawn(), study: null }));
  }

  get size(): number {
    return this.#slots.length;
  }

  /** @throws LoamError what `TrialsApi.prepareStudy` throws, `worker-died` */
  async prepare(at: number, workspace: string, study: Link, signal: AbortSignal) {
    const slot = this.#slots[at]!;
    if (slot.study === study) return;
    const reading = this.#reading?.study === study ? this.#reading : null;
    // Whoever reads says itself what failed.
    const shared = reading && ((await reading.done.catch(() => null))?.shared ?? null);
    const done = this.#call(slot, () =>
      slot.client.call('prepareStudy', { workspace, study, shared }, { signal }),
    );
    if (!shared) this.#reading = { study, done };
    await done;
    slot.study = study;
  }

  async runFold(at: number, unit: Unit, options: CallOptions<UnitProgress>): Promise<UnitDone> {
    const slot = this.#slots[at]!;
    await this.prepare(at, unit.workspace, unit.study, options.signal!);
    return this.#call(slot, () => slot.client.call('runFold', unit, options));
  }

  async endTrial(
    at: number,
    end: TrialEnd,
    signal: AbortSignal,
  ): Promise<{ link: Link; result: TrialResult }> {
    const slot = this.#slots[at]!;
    if (end.folds.length > 0) await this.prepare(at, end.workspace, end.study, signal);
    return this.#call(slot, () => slot.client.call('endTrial', end, { signal }));
  }

  async #call<T>(slot: Slot, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      // A worker that did not stop by itself has been ended as well: the next one knows nothing.
      if (isLoamError(error, 'worker-died') || isLoamError(error, 'cancelled')) slot.study = null;
      throw error;
    }
  }

  /** Ends the workers and gives their memory back; the next call starts them again. */
  rest(): void {
    this.#reading = null;
    for (const slot of this.#slots) {
      slot.client.stop();
      slot.study = null;
    }
  }
}
