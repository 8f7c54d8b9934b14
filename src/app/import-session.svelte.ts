/**
 * One file on its way to a dataset version: read in the ingest worker, shown, overridden, saved. The
 * chunks are in the store under a lease before anyone presses Save, so that saving is one transaction.
 */
import { LoamError, toLoamError } from '../core/errors';
import type { ColumnType } from '../core/dataset/types';
import type { DatasetRow } from '../core/log/rows';
import type { Lease } from '../storage';
import type { Progress, ReadOptions, ReadResult } from '../../workers/contract';
import { datasetSaved } from './commands/dataset-saved';
import type { WorkspaceContext } from './workspace-context';

export type ImportState =
  | { type: 'reading'; progress: Progress }
  | { type: 'ready'; result: ReadResult }
  | { type: 'saving'; result: ReadResult }
  | { type: 'failed'; error: LoamError }
  | { type: 'cancelled' };

export class ImportSession {
  #state = $state.raw<ImportState>({ type: 'reading', progress: { done: 0, label: 'Opening' } });
  #options = $state.raw<ReadOptions>({});
  #name = $state('');
  #abort: AbortController | null = null;
  #lease: Lease | null = null;
  /** Counts readings, so that a superseded one changes nothing when it ends. */
  #reading = 0;

  constructor(
    private readonly session: WorkspaceContext,
    readonly file: File,
  ) {
    this.#name = file.name.replace(/\.[^.]+$/, '') || 'data';
    void this.read({});
  }

  get state(): ImportState {
    return this.#state;
  }

  get options(): ReadOptions {
    return this.#options;
  }

  get name(): string {
    return this.#name;
  }

  rename(name: string): void {
    this.#name = name;
  }

  /** Reads the file (again) with these options. */
  async read(options: ReadOptions): Promise<void> {
    const reading = ++this.#reading;
    this.#abort?.abort();
    this.#options = options;
    const abort = new AbortController();
    this.#abort = abort;
    this.#state = { type: 'reading', progress: { done: 0, label: 'Opening' } };
    const superseded = () => reading !== this.#reading;
    let lease: Lease | null = null;
    try {
      await this.#dropLease();
      lease = await this.session.store.lease();
      const result = await this.session.workers.ingest.call(
        'read',
        {
          workspace: this.session.id,
          lease: lease.id,
          file: this.file,
          name: this.file.name,
          options,
        },
        {
          signal: abort.signal,
          onProgress: (progress) => {
            if (!superseded()) this.#state = { type: 'reading', progress };
          },
        },
      );
      if (superseded()) return void (await lease.end());
      this.#lease = lease;
      this.#state = { type: 'ready', result };
    } catch (error) {
      await lease?.end();
      if (superseded()) return;
      const known = toLoamError(error);
      this.#state =
        known.code === 'cancelled' ? { type: 'cancelled' } : { type: 'failed', error: known };
    }
  }

  retype(column: string, type: ColumnType): void {
    void this.read({ ...this.#options, types: { ...this.#options.types, [column]: type } });
  }

  cancel(): void {
    this.#abort?.abort();
  }

  /** Saves what was read as the next version under its name; answers the new version's id. */
  async save(note = ''): Promise<string> {
    const state = this.#state;
    if (state.type !== 'ready' || !this.#lease)
      throw new LoamError('internal', { message: 'nothing was read yet' });
    const { result } = state;
    this.#state = { type: 'saving', result };
    try {
      const parent = await this.#newestVersion();
      const [entry] = await this.session.store.commit(
        [
          datasetSaved(result, {
            name: this.#name.trim() || 'data',
            parent: parent?.manifest ?? null,
            note,
          }),
        ],
        this.#lease,
      );
      this.#lease = null;
      this.session.storage.keep();
      return entry!.id;
    } catch (error) {
      this.#state = { type: 'ready', result };
      throw error;
    }
  }

  discard(): void {
    this.#reading++;
    this.#abort?.abort();
    void this.#dropLease();
  }

  async #newestVersion(): Promise<DatasetRow | null> {
    const [newest] = await this.session.store.find('datasets', 'name', this.#name.trim());
    return newest ?? null;
  }

  async #dropLease(): Promise<void> {
    const lease = this.#lease;
    this.#lease = null;
    await lease?.end();
  }
}
