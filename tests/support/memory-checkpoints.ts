/** Checkpoints in memory, of runs that have begun here. */
import type { Checkpoints, StoredCheckpoint } from '../../src/storage';

export class MemoryCheckpoints implements Checkpoints {
  readonly rows = new Map<string, StoredCheckpoint>();
  /** How often each run's state was kept. */
  readonly puts = new Map<string, number>();

  begin(run: string): void {
    this.rows.set(run, { bytes: null, resumed: [], cancelled: false });
  }

  get: Checkpoints['get'] = (run) => Promise.resolve(structuredClone(this.rows.get(run) ?? null));

  put: Checkpoints['put'] = (run, bytes) => {
    this.puts.set(run, (this.puts.get(run) ?? 0) + 1);
    return this.#change(run, () => ({ bytes: bytes.slice() }));
  };

  resume: Checkpoints['resume'] = (run, from) =>
    this.#change(run, ({ resumed }) => ({ resumed: [...resumed, from] }));

  cancel: Checkpoints['cancel'] = (run) => this.#change(run, () => ({ cancelled: true }));

  #change(run: string, fields: (row: StoredCheckpoint) => Partial<StoredCheckpoint>) {
    const row = this.rows.get(run);
    if (row) this.rows.set(run, { ...row, ...fields(row) });
    return Promise.resolve();
  }
}
