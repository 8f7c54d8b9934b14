/** Evidence being gathered, to be watched and cancelled. */
import { toLoamError, type LoamError } from '../core/errors';
import type { Evidence } from '../core/evidence/types';
import type { EvidenceRequest } from '../../workers/analyst/compare-contract';
import type { Progress } from '../../workers/contract';
import { gatherEvidence } from './commands/gather-evidence';
import type { WorkspaceContext } from './workspace-context';

export type { EvidenceRequest };

export class EvidenceView {
  #evidence = $state.raw<Evidence | null>(null);
  #error = $state.raw<LoamError | null>(null);
  #progress = $state.raw<Progress | null>(null);
  #abort: AbortController | null = null;

  constructor(private readonly session: WorkspaceContext) {}

  get evidence(): Evidence | null {
    return this.#evidence;
  }
  get error(): LoamError | null {
    return this.#error;
  }
  /** Null while nobody looks. */
  get progress(): Progress | null {
    return this.#progress;
  }

  /** What was being gathered is given up. */
  async gather(request: EvidenceRequest): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#error = null;
    this.#progress = { done: 0, label: 'Looking at the rows' };
    try {
      const onProgress = (progress: Progress) => {
        if (this.#abort === abort) this.#progress = progress;
      };
      const found = await gatherEvidence(this.session, request, {
        signal: abort.signal,
        onProgress,
      });
      if (this.#abort === abort) this.#evidence = found;
    } catch (error) {
      if (this.#abort === abort) this.#error = toLoamError(error);
    }
    if (this.#abort === abort) this.#progress = null;
  }

  cancel(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.#progress = null;
  }
}
