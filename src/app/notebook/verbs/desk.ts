/** What a verb asks of the notebook that its cell stands in. */
import type { Digest, Link } from '../../../core/hash/digest';
import type { ActiveRuns } from '../../active-runs.svelte';
import type { RemakeOptions } from '../../commands/reproduce-model';
import type { ActiveStudies } from '../../studies/active-studies.svelte';
import type { WorkspaceContext } from '../../workspace-context';

export interface VerbDesk {
  /** Whether the cell may read the dataset, by name; asks the person where nobody has answered yet. */
  mayRead(cell: string, dataset: string, signal: AbortSignal): Promise<boolean>;
  /** Waits for the person at the cell; false where the cell was stopped or changed instead. */
  press(cell: string, label: string, signal: AbortSignal): Promise<boolean>;
  /** A training that the cell waits for: draws its live curves. */
  showRun(cell: string, run: string): void;
  /** A study that the cell waits for: draws how far it is. */
  showStudy(cell: string, study: string): void;
  /** Identity of the code that asks, for the run's record; null where it is not known. */
  codeOf(cell: string): Digest | null;
  /** The cell that declares the name and those that it reads from, in dependency order; null where none does. */
  cellsBehind(name: string): NeededCell[] | null;
  /** The cell and those that it reads from, in dependency order; null where it is not known. */
  cellsOf(cell: string): NeededCell[] | null;
}

/** One of the cells that a function needs to run apart from its notebook. */
export interface NeededCell {
  cell: string;
  source: string;
  /** All code that its imports mean, what is needed first. */
  modules: readonly { name: string; code: Link }[];
}

export interface VerbEffects {
  /** Resolves after that many milliseconds, or at once where the signal fires. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Default: a fresh worker for each time that a model is made again. */
  trainer?: RemakeOptions['trainer'];
}

export const defaultVerbEffects: VerbEffects = {
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
    }),
};

/** What every verb works with. */
export interface VerbPlace {
  context: WorkspaceContext & { runs: ActiveRuns; studies: ActiveStudies };
  desk: VerbDesk;
  effects: VerbEffects;
}

/** The cell that asks, and how it hears and ends the work. */
export interface Asking {
  cell: string;
  signal: AbortSignal;
  progress(event: unknown): void;
}
