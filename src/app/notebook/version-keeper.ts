/**
 * Keeps versions of one notebook: its percent text as an object, at each run and after a while of quiet. The same
 * text is never kept twice in a row.
 */
import { digestOf, linkDigest, type Digest } from '../../core/hash/digest';
import { toLoamError, type LoamError } from '../../core/errors';
import type { WorkspaceStore } from '../../storage';
import type { WorkspaceContext } from '../workspace-context';

const QUIET_MS = 2_000;

const encoder = new TextEncoder();

export class VersionKeeper {
  #last: Digest | null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** One after the other, so that versions stand in the order in which they were asked for. */
  #queue: Promise<unknown> = Promise.resolve();

  /**
   * @param last digest of the newest version's text
   * @param kept hears after each attempt what could not be kept, or null
   */
  constructor(
    private readonly context: WorkspaceContext,
    private readonly notebook: string,
    private readonly text: () => string,
    last: Digest | null,
    private readonly kept: (error: LoamError | null) => void,
  ) {
    this.#last = last;
  }

  /** The text has changed: a version follows once it is left alone. */
  touched(): void {
    this.#forget();
    this.#timer = setTimeout(() => void this.keep(), QUIET_MS);
  }

  /** Keeps the text as it is now. Never rejects. @param name a person's name for it; '' for none */
  keep(name = ''): Promise<void> {
    this.#forget();
    const text = this.text();
    const turn = this.#queue.then(() => this.#keep(text, name));
    this.#queue = turn;
    return turn;
  }

  /** Keeps what `touched` has announced at once. */
  async close(): Promise<void> {
    if (this.#timer !== null) await this.keep();
    await this.#queue;
  }

  #forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #keep(text: string, name: string): Promise<void> {
    const bytes = encoder.encode(text);
    const digest = digestOf(bytes);
    if (digest === this.#last && name === '') return;
    const { context, notebook } = this;
    try {
      await context.underLease(async (lease) => {
        await context.store.writer(lease.id).put(bytes);
        const op = { type: 'notebook-version', notebook, text: `sha256:${digest}`, name } as const;
        return { ops: [op], value: null };
      });
      this.#last = digest;
      this.kept(null);
    } catch (error) {
      this.kept(toLoamError(error));
    }
  }
}

/** The percent text of a kept version; '' for one that is not there. @throws LoamError `object-damaged` */
export async function readVersion(store: WorkspaceStore, version: string): Promise<string> {
  const row = await store.get('notebookVersions', version);
  return row ? new TextDecoder().decode(await store.objects.get(linkDigest(row.text))) : '';
}
