/**
 * Which datasets a notebook's cells may read. A record of this device, never in the notebook's file: a cell that
 * reads one for the first time waits until the person has answered at that cell.
 */
import type { LocalSettings } from '../../storage';
import type { GrantRequest } from './types';

export class Grants {
  #requests = $state.raw<readonly GrantRequest[]>([]);

  private constructor(
    private readonly local: LocalSettings,
    private readonly key: string,
    private readonly granted: Set<string>,
  ) {}

  static async open(local: LocalSettings, notebook: string): Promise<Grants> {
    const key = `notebook-grants:${notebook}`;
    return new Grants(local, key, new Set((await local.get<string[]>(key)) ?? []));
  }

  /** Those that wait for an answer. */
  get requests(): readonly GrantRequest[] {
    return this.#requests;
  }

  /** Answers false also when `signal` fires first. */
  async mayRead(cell: string, dataset: string, signal?: AbortSignal): Promise<boolean> {
    if (this.granted.has(dataset)) return true;
    const allowed = await new Promise<boolean>((answer) => {
      const request: GrantRequest = { cell, dataset, answer: (allowed) => settle(allowed) };
      const settle = (allowed: boolean) => {
        this.#requests = this.#requests.filter((each) => each !== request);
        answer(allowed);
      };
      signal?.addEventListener('abort', () => settle(false), { once: true });
      this.#requests = [...this.#requests, request];
    });
    if (allowed) await this.allow(dataset);
    return allowed;
  }

  async allow(dataset: string): Promise<void> {
    this.granted.add(dataset);
    // The other cells that asked for the same.
    for (const request of this.#requests) if (request.dataset === dataset) request.answer(true);
    await this.local.set(this.key, [...this.granted]);
  }
}
