/**
 * Keeps versions of one notebook: its percent text as an object, at each run and after a while of quiet. The same
 * text is never kept twice in a row.
 */
import { digestOf, linkDigest, linkTo, type Link } from '../../core/hash/digest';
import { toLoamError, type LoamError } from '../../core/errors';
import type { WorkspaceStore } from '../../storage';
import type { WorkspaceContext } from '../workspace-context';

const QUIET_MS = 2_000;

const encoder = new TextEncoder();

/** What a version is of. */
export interface Versioned {
  /** Percent text. */
  text: string;
  /** Code of the modules that it pins and that are here. */
  modules: Link[];
}

export class VersionKeeper {
  #last: string | null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** One after the other, so that versions stand in the order in which they were asked for. */
  #queue: Promise<unknown> = Promise.resolve();

  /**
   * @param last identity of the newest version
   * @param kept hears after each attempt what could not be kept, or null
   */
  constructor(
    private readonly context: WorkspaceContext,
    private readonly notebook: string,
    private readonly now: () => Versioned,
    last: { text: Link; modules: readonly Link[] } | null,
    private readonly kept: (error: LoamError | null) => void,
  ) {
    this.#last = last && identity(last);
  }

  /** The text has changed: a version follows once it is left alone. */
  touched(): void {
    this.#forget();
    this.#timer = setTimeout(() => void this.keep(), QUIET_MS);
  }

  /** Keeps the text as it is now. Never rejects. @param name a person's name for it; '' for none */
  keep(name = ''): Promise<void> {
    this.#forget();
    const versioned = this.now();
    const turn = this.#queue.then(() => this.#keep(versioned, name));
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

  async #keep({ text, modules }: Versioned, name: string): Promise<void> {
    const bytes = encoder.encode(text);
    const digest = digestOf(bytes);
    const link = linkTo(digest);
    const made = identity({ text: link, modules });
    if (made === this.#last && name === '') return;
    const { context, notebook } = this;
    try {
      await context.underLease(async (lease) => {
        await context.store.writer(lease.id).put(bytes);
        const op = { notebook, text: link, name, modules };
        return { ops: [{ type: 'notebook-version', ...op }], value: null };
      });
      this.#last = made;
      this.kept(null);
    } catch (error) {
      this.kept(toLoamError(error));
    }
  }
}

/** A module that the text pins may have come since the text was kept. */
function identity({ text, modules }: { text: Link; modules: readonly Link[] }): string {
  return [text, ...modules].join();
}

/** The percent text of a kept version; '' for one that is not there. @throws LoamError `object-damaged` */
export async function readVersion(store: WorkspaceStore, version: string): Promise<string> {
  const row = await store.get('notebookVersions', version);
  return row ? new TextDecoder().decode(await store.objects.get(linkDigest(row.text))) : '';
}
