/**
 * One open workspace: its store, the workers that serve it, and the work under way in it. Screens get
 * everything through here; nothing below knows that a screen exists.
 */
import { LoamError } from '../core/errors';
import { readManifest } from '../core/formats/read-manifest';
import { studySteps } from '../core/study/propose';
import type { Lease, WorkspaceStore } from '../storage';
import type { WorkerClient } from '../../workers/client';
import type { Preparable } from '../../workers/contract';
import { ActiveRuns } from './active-runs.svelte';
import { defaultEffects, type AppEffects } from './effects';
import { ImportSession } from './import-session.svelte';
import { LiveQuery } from './live-query.svelte';
import { ModelImport } from './model-import.svelte';
import { Notebooks } from './notebook/notebooks.svelte';
import { StorageStatus } from './storage-status.svelte';
import { ActiveStudies } from './studies/active-studies.svelte';
import { poolSize, TrialPool } from './studies/trial-pool';
import { startTrials, startWorkers, type WorkerClients } from './worker-clients';
import type { LeasedWork, WorkspaceContext } from './workspace-context';

interface Opening {
  workers?: WorkerClients;
  effects?: AppEffects;
  /** The workspace was made just now. */
  isNew?: boolean;
}

/** Workers that are worth starting ahead. */
export type PreparedWorker = 'ingest' | 'analyst' | 'trainer';

export class Session implements WorkspaceContext {
  readonly id: string;
  readonly workers: WorkerClients;
  readonly effects: AppEffects;
  readonly runs: ActiveRuns;
  readonly studies: ActiveStudies;
  readonly notebooks: Notebooks;
  readonly storage = new StorageStatus();
  #import = $state.raw<ImportSession | null>(null);
  #modelImport = $state.raw<ModelImport | null>(null);
  /** How many `doing` are under way. */
  #doing = $state.raw(0);
  readonly #kept: LiveQuery<number>;
  readonly #isNew: boolean;

  constructor(
    readonly store: WorkspaceStore,
    { workers = startWorkers(), effects = defaultEffects, isNew = false }: Opening = {},
  ) {
    this.id = store.id;
    this.workers = workers;
    this.effects = effects;
    this.#isNew = isNew;
    this.runs = new ActiveRuns(this);
    this.studies = new ActiveStudies(this, {
      pool: () => new TrialPool(startTrials, poolSize(effects.cores)),
      steps: studySteps,
      locks: navigator.locks,
    });
    this.notebooks = new Notebooks(this);
    this.#kept = this.query(
      async (tables) =>
        (await tables.count('datasets')) +
        (await tables.count('models')) +
        (await tables.count('notebooks')),
    );
  }

  /** True once something was saved, so that there is something to lose. */
  get holdsWork(): boolean {
    return (this.#kept.value ?? 0) > 0;
  }

  /** True where it was made by this opening, and nothing was saved since: known without asking. */
  get isEmpty(): boolean {
    return this.#isNew && !this.holdsWork;
  }

  /** The file being looked at before it is saved; one at a time. */
  get import(): ImportSession | null {
    return this.#import;
  }

  beginImport(file: File): ImportSession {
    this.#import?.discard();
    this.#import = new ImportSession(this, file);
    return this.#import;
  }

  endImport(): void {
    this.#import?.discard();
    this.#import = null;
  }

  /** The model made elsewhere that is being looked at before it is saved; one at a time. */
  get modelImport(): ModelImport | null {
    return this.#modelImport;
  }

  beginModelImport(files: readonly File[]): ModelImport {
    this.#modelImport?.discard();
    this.#modelImport = new ModelImport(this, files);
    return this.#modelImport;
  }

  endModelImport(): void {
    this.#modelImport?.discard();
    this.#modelImport = null;
  }

  /** `ask` awaits the store's tables only. */
  query<T>(ask: (store: WorkspaceStore) => Promise<T>): LiveQuery<T> {
    return new LiveQuery(
      () => ask(this.store),
      (answer) => Promise.resolve(answer),
    );
  }

  /** `load` answers anew whenever what `watch` reads changes; `watch` awaits the store's tables only. */
  follow<T>(
    watch: (store: WorkspaceStore) => Promise<unknown>,
    load: () => Promise<T>,
  ): LiveQuery<T> {
    return new LiveQuery(() => watch(this.store), load);
  }

  readonly json: WorkspaceContext['json'] = (link, format) =>
    readManifest(this.store.objects, link, format);

  async underLease<T>(work: (lease: Lease) => Promise<LeasedWork<T>>): Promise<T> {
    const lease = await this.store.lease();
    try {
      const { ops, value } = await work(lease);
      if (ops.length > 0) await this.store.commit(ops, lease);
      return value;
    } finally {
      await lease.end();
      void this.storage.refresh();
    }
  }

  /** Starts workers that the next step will ask, and has them open the workspace. What fails here fails again, and is told, there. */
  prepare(...names: readonly PreparedWorker[]): void {
    for (const name of names) {
      const worker: WorkerClient<Preparable> = this.workers[name];
      worker.call('prepare', { workspace: this.id }).catch(() => undefined);
    }
  }

  async remove(subject: string): Promise<void> {
    await this.store.commit([{ type: 'removed', subject }]);
  }

  async restore(subject: string): Promise<void> {
    await this.store.commit([{ type: 'restored', subject }]);
  }

  async note(subject: string, note: string): Promise<void> {
    await this.store.commit([{ type: 'noted', subject, note }]);
  }

  /** True while leaving would lose work. */
  get busy(): boolean {
    const saving = this.#import?.state.type === 'saving' || this.#modelImport?.saving === true;
    return this.runs.anyRunning || saving || this.#doing > 0;
  }

  /** `work` of a screen that leaving would lose. */
  async doing<T>(work: () => Promise<T>): Promise<T> {
    this.#doing++;
    try {
      return await work();
    } finally {
      this.#doing--;
    }
  }

  close(): void {
    if (this.busy) throw new LoamError('internal', { message: 'work is under way' });
    this.endImport();
    this.endModelImport();
    this.runs.close();
    this.studies.close();
    this.notebooks.close();
    this.#kept.close();
    for (const worker of Object.values(this.workers)) worker.stop();
    this.store.close();
  }
}
