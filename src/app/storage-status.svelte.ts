/** Where the workspace's bytes stand with the browser: how many, of how many, and whether they may be evicted. */

export interface StorageReading {
  /** Bytes; null where the browser does not say. */
  used: number | null;
  quota: number | null;
  /** True: the browser promised not to evict. False: it may. Null: it does not say. */
  persisted: boolean | null;
}

export class StorageStatus {
  #reading = $state.raw<StorageReading>({ used: null, quota: null, persisted: null });

  constructor(private readonly storage: StorageManager | undefined = navigator.storage) {
    void this.refresh();
  }

  get reading(): StorageReading {
    return this.#reading;
  }

  async refresh(): Promise<void> {
    const estimate = await this.storage?.estimate?.();
    const persisted = await this.storage?.persisted?.();
    this.#reading = {
      used: estimate?.usage ?? null,
      quota: estimate?.quota ?? null,
      persisted: persisted ?? null,
    };
  }

  /**
   * Asks the browser to keep the data; called at the first save, when a person has shown that they mean it. Nothing
   * waits for the answer: some browsers ask the person.
   */
  keep(): void {
    void this.#keep().catch(() => undefined);
  }

  async #keep(): Promise<void> {
    if (this.#reading.persisted !== true) await this.storage?.persist?.();
    await this.refresh();
  }
}
