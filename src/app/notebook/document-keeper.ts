/**
 * Keeps a live document in the store: every update is appended as it happens, those that come while one is being
 * written as one. A long row of updates is merged now and then.
 */
import { toLoamError, type LoamError } from '../../core/errors';
import type { Documents } from '../../storage';
import { mergeUpdates, type NotebookDocument } from '../../sync/notebook';

/** Between looks at whether there are enough updates to merge. */
const LOOK_EVERY = 50;

export class DocumentKeeper {
  #waiting: Uint8Array[] = [];
  #writing: Promise<void> | null = null;
  #written = 0;
  readonly #stop: () => void;

  /** @param kept hears after each attempt what could not be kept, or null */
  constructor(
    private readonly documents: Documents,
    private readonly id: string,
    document: NotebookDocument,
    private readonly kept: (error: LoamError | null) => void,
  ) {
    this.#stop = document.onUpdate((update) => {
      this.#waiting.push(update);
      this.#writing ??= this.#write();
    });
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const taken = this.#waiting;
      this.#waiting = [];
      try {
        const [only, ...more] = taken;
        await this.documents.append(this.id, more.length > 0 ? mergeUpdates(taken) : only!);
        if (++this.#written % LOOK_EVERY === 0) {
          await this.documents.compact(this.id, mergeUpdates);
        }
        this.kept(null);
      } catch (error) {
        // They go with the next change, or with closing.
        this.#waiting = [...taken, ...this.#waiting];
        this.kept(toLoamError(error));
        break;
      }
    }
    this.#writing = null;
  }

  /** Writes what could not be written before, and lets go. */
  async close(): Promise<void> {
    this.#stop();
    if (this.#waiting.length > 0) this.#writing ??= this.#write();
    await this.#writing;
  }
}
