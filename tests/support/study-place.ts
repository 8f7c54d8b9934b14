/**
 * A workspace in memory with a study, and a browser's tabs that work on it: each with workers of its own that may be
 * killed, over one store and one set of locks. A tab that is reloaded dies with its workers.
 */
import { ActiveStudies } from '../../src/app/studies/active-studies.svelte';
import { TrialPool } from '../../src/app/studies/trial-pool';
import { LoamError, toLoamError } from '../../src/core/errors';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkTo, type Link } from '../../src/core/hash/digest';
import type { LogEntry, Operation } from '../../src/core/log/types';
import { studySteps } from '../../src/core/study/propose';
import type { Candidate, StudyManifest, TrialResult } from '../../src/core/study/types';
import type { EngineProvider } from '../../src/ml/engine/engine';
import { exactProvider } from '../../src/ml/engine/fused/provider';
import type { TrainingInput } from '../../src/ml/train/prepare';
import { createWorkspace, openWorkspace, type Live, type WorkspaceStore } from '../../src/storage';
import type { StorageEffects } from '../../src/storage/effects';
import type { WorkerClient } from '../../workers/client';
import type { Api } from '../../workers/contract';
import type { TrialsApi } from '../../workers/trials/contract';
import { Trials } from '../../workers/trials/trials';
import { FakeLocks } from './fake-locks';
import { saveTable } from './save-table';
import { freshStorage } from './storage-effects';
import { loopEffects } from './training';

type Context = ConstructorParameters<typeof ActiveStudies>[0];
export type StudyDraft = Omit<StudyManifest, 'format' | 'semantics' | 'task'>;

/** Called before a worker begins; `kill` ends it, and it never answers. */
export type BeforeCall = (method: keyof TrialsApi, kill: () => void) => void;

export interface PlaceOptions {
  workers?: number;
  before?: BeforeCall;
  provider?: EngineProvider;
  /** Default: each worker reads its own rows. */
  canShare?: boolean;
}

export interface Tab {
  studies: ActiveStudies;
  store: WorkspaceStore;
}

export class StudyPlace {
  readonly #storage: StorageEffects = freshStorage();
  readonly #locks = new FakeLocks();
  readonly #tabs: Tab[] = [];
  #workspace = '';
  task: Link = linkTo('0'.repeat(64));

  constructor(private readonly options: PlaceOptions = {}) {}

  async setUp({
    task,
    table,
    parts,
  }: Pick<TrainingInput, 'task' | 'table' | 'parts'>): Promise<void> {
    this.#workspace = (await createWorkspace('w', this.#storage)).id;
    const store = await this.#store();
    const lease = await store.lease();
    const writer = store.writer(lease.id);
    const dataset = await store.putJson(lease.id, await saveTable(table, writer, [50]));
    const partsLink = linkTo(await writer.put(parts));
    this.task = await store.putJson(lease.id, { ...task, dataset, parts: partsLink });
    await store.commit([this.#saved(task.kind, dataset)], lease);
    store.close();
  }

  #saved(kind: TrainingInput['task']['kind'], dataset: Link): Operation {
    const fields = { task: this.task, name: 't', dataset, kind, target: 'y', sentence: '' };
    return { type: 'task-saved', ...fields };
  }

  async begin(draft: StudyDraft, study = 's'): Promise<void> {
    const manifest: StudyManifest = {
      format: 'loam.study/1',
      semantics: 1,
      task: this.task,
      ...draft,
    };
    const store = await this.#store();
    const lease = await store.lease();
    const spec = await store.putJson(lease.id, manifest);
    const op = { study, name: study, spec, task: this.task, kind: draft.search.type };
    await store.commit([{ type: 'study-started', ...op }], lease);
    store.close();
  }

  async open(): Promise<Tab> {
    const store = await this.#store();
    const pool = () => new TrialPool(() => this.#worker(), this.options.workers ?? 2);
    const studies = new ActiveStudies(contextOf(store), {
      pool,
      steps: studySteps,
      locks: this.#lockManager(),
      watch: polling,
    });
    const tab = { studies, store };
    this.#tabs.push(tab);
    return tab;
  }

  /** The tab dies in the middle of whatever it does: nothing more of it is written, and its locks are free. */
  kill(tab: Tab): void {
    tab.store.close();
    this.#locks.crash();
    tab.studies.close();
    this.#tabs.splice(this.#tabs.indexOf(tab), 1);
  }

  /** Answers when the study has come to its end, or `until` is true of what the tab shows. */
  async settled(tab: Tab, study = 's', until: () => boolean = () => false): Promise<void> {
    for (;;) {
      const row = await tab.store.get('studies', study);
      const live = tab.studies.get(study);
      const idle = live !== undefined && !live.working;
      if (until() || (idle && (live.error !== null || row?.state !== 'running'))) return;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  async entries(): Promise<LogEntry[]> {
    return this.#reading((store) => store.entries());
  }

  /** By number, each read from its object. */
  async results(study = 's'): Promise<TrialResult[]> {
    return this.#reading(async (store) => {
      const rows = await store.find('trials', 'study', study);
      const ended = rows.filter(({ result }) => result !== null);
      const results = await Promise.all(
        ended.map(({ result }) => readManifest(store.objects, result!, 'loam.trial/1')),
      );
      return results.sort((a, b) => a.number - b.number);
    });
  }

  async close(): Promise<void> {
    for (const { studies, store } of this.#tabs) {
      studies.close();
      await new Promise((resolve) => setTimeout(resolve, 5));
      store.close();
    }
  }

  async #reading<T>(read: (store: WorkspaceStore) => Promise<T>): Promise<T> {
    const store = await this.#store();
    try {
      return await read(store);
    } finally {
      store.close();
    }
  }

  #store(): Promise<WorkspaceStore> {
    return openWorkspace(this.#workspace, this.#storage);
  }

  #lockManager(): Pick<LockManager, 'request'> {
    const request = (name: string, options: LockOptions, work: LockGrantedCallback<unknown>) =>
      this.#locks.manager.request(name, (lock) =>
        options.signal?.aborted ? undefined : work(lock),
      );
    return { request: request as LockManager['request'] };
  }

  /** A client as `workerClient` makes it, of a worker in this very thread. */
  #worker(): WorkerClient<TrialsApi> {
    const { before, provider = exactProvider(loopEffects.now), canShare = false } = this.options;
    const make = () =>
      new Trials({
        openStore: () => this.#store(),
        providers: [provider],
        canShare,
        ...loopEffects,
      });
    let live = make();
    let pending = new Set<(error: LoamError) => void>();
    const end = (code: 'worker-died' | 'cancelled') => {
      const all = pending;
      pending = new Set();
      live = make();
      for (const reject of all) reject(new LoamError(code));
    };
    return {
      call(method, request, { signal, onProgress } = {}) {
        return new Promise((resolve, reject) => {
          pending.add(reject);
          const controller = new AbortController();
          const abort = () => controller.abort();
          signal?.addEventListener('abort', abort);
          if (signal?.aborted) controller.abort();
          const api = live as unknown as Api;
          before?.(method, () => end('worker-died'));
          if (!pending.has(reject)) return;
          const context = { signal: controller.signal, progress: (e: never) => onProgress?.(e) };
          api[method]!(structuredClone(request) as never, context as never)
            .then(
              (value) => resolve(value as never),
              (error: unknown) =>
                reject(controller.signal.aborted ? new LoamError('cancelled') : toLoamError(error)),
            )
            .finally(() => signal?.removeEventListener('abort', abort));
        });
      },
      warm: () => undefined,
      stop: () => end('cancelled'),
    };
  }
}

/** Live queries need a browser: asks again and again, until the database is closed. */
function polling<T>(query: () => Promise<T>): Live<T> {
  return {
    subscribe(next) {
      let stopped = false;
      const look = async () => {
        try {
          for (; !stopped; await new Promise((resolve) => setTimeout(resolve, 3))) {
            const value = await query();
            if (!stopped) next(value);
          }
        } catch {
          // The tab is gone.
        }
      };
      void look();
      return () => void (stopped = true);
    },
  };
}

function contextOf(store: WorkspaceStore): Context {
  return {
    id: store.id,
    store,
    json: (link, format) => readManifest(store.objects, link, format),
    async underLease(work) {
      const lease = await store.lease();
      try {
        const { ops, value } = await work(lease);
        if (ops.length > 0) await store.commit(ops, lease);
        return value;
      } finally {
        await lease.end();
      }
    },
    effects: { now: loopEffects.now },
  };
}

/** What a result says but for how long it took. */
export function withoutTimes({ folds, ...result }: TrialResult): unknown {
  return {
    ...result,
    seconds: 0,
    folds: folds.map((fold) => ({ ...fold, seconds: 0 })),
  };
}

/** A candidate out of a recipe. */
export function candidateFrom({
  recipe,
}: {
  recipe: Candidate | TrainingInput['recipe'];
}): Candidate {
  const { preprocessing, targetScale, model, trainer, seed, engine } = recipe as Candidate;
  return { preprocessing, targetScale, model, trainer, seed, engine, derive: [] };
}
