/**
 * Which texts of cells may run: those that this person typed, and those that were read and approved here. A
 * record of this device; it never travels with the notebook.
 */
import { digestOf, type Digest } from '../../core/hash/digest';
import type { LocalSettings } from '../../storage';

/** The newest texts of one notebook that are remembered. */
const MOST_KEPT = 10_000;

const encoder = new TextEncoder();

/** The identity of a cell's exact text. */
export function codeDigest(source: string): Digest {
  return digestOf(encoder.encode(source));
}

export class Approvals {
  readonly #approved: Set<Digest>;
  #kept: readonly Digest[];
  readonly #new: Digest[] = [];

  private constructor(
    private readonly local: LocalSettings,
    private readonly key: string,
    kept: readonly Digest[],
  ) {
    this.#kept = kept;
    this.#approved = new Set(kept);
  }

  static async open(local: LocalSettings, notebook: string): Promise<Approvals> {
    const key = `notebook-approved:${notebook}`;
    return new Approvals(local, key, (await local.get<Digest[]>(key)) ?? []);
  }

  /** Text without anything to run needs no approval. */
  has(source: string): boolean {
    return source.trim() === '' || this.#approved.has(codeDigest(source));
  }

  add(source: string): void {
    if (this.has(source)) return;
    const digest = codeDigest(source);
    this.#approved.add(digest);
    this.#new.push(digest);
  }

  /** Of a text that was approved in another tab. */
  addDigest(digest: Digest): void {
    this.#approved.add(digest);
  }

  /** Those that were added here since it was asked before. */
  takeNew(): Digest[] {
    return this.#new.splice(0);
  }

  /** Writes down which of these texts are approved; what was typed on the way to them is left out. */
  async keep(sources: Iterable<string>): Promise<void> {
    const kept = new Set(this.#kept);
    for (const digest of [...sources].map(codeDigest)) {
      if (this.#approved.has(digest)) kept.add(digest);
    }
    if (kept.size === this.#kept.length) return;
    this.#kept = [...kept].slice(-MOST_KEPT);
    await this.local.set(this.key, this.#kept);
  }
}
