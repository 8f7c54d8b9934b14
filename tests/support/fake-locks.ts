/** Web Locks of one browser: exclusive, first come first served; a tab can die with its locks. */
export class FakeLocks {
  readonly #held = new Map<string, () => void>();
  readonly #waiting = new Map<string, (() => void)[]>();

  readonly manager: Pick<LockManager, 'request' | 'query'> = {
    request: (async (name: string, work: () => Promise<unknown>) => {
      if (this.#held.has(name)) {
        await new Promise<void>((go) => {
          this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), go]);
        });
      }
      this.#held.set(name, () => {});
      try {
        return await work();
      } finally {
        this.#free(name);
      }
    }) as LockManager['request'],
    query: () =>
      Promise.resolve({ held: [...this.#held.keys()].map((name) => ({ name })), pending: [] }),
  };

  get names(): string[] {
    return [...this.#held.keys()];
  }

  /** All tabs die. */
  crash(): void {
    for (const name of this.names) this.#free(name);
  }

  #free(name: string): void {
    this.#held.delete(name);
    const [next, ...rest] = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, rest);
    next?.();
  }
}
