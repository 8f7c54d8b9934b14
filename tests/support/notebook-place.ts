/** A workspace in memory with real workers behind it, and cells that call the library in it. */
import { readFileSync } from 'node:fs';
import * as aq from 'arquero';
import { vi } from 'vitest';
import { nodeKernel } from './node-kernel';
import type { OpenOnnx } from '../../workers/onnx/open-onnx';
import { freshStorage } from './storage-effects';
import { loopEffects } from './training';
import { memoryStore, trainerEffects } from './trainer-effects';
import { MemoryObjects } from './memory-objects';
import { seeded } from './seeded';
import type { StartKernel } from '../../src/app/notebook/cell-runner';
import type { VerbDesk, VerbEffects } from '../../src/app/notebook/verbs';
import type { Session } from '../../src/app/session.svelte';
import type { AppEffects } from '../../src/app/effects';
import { digestOf } from '../../src/core/hash/digest';
import { studySteps } from '../../src/core/study/propose';
import { localSink } from '../../src/core/ingest/chunk-sink';
import { explain } from '../../src/core/messages';
import { toLoamError } from '../../src/core/errors';
import type { Verbs } from '../../src/kernel/host/types';
import { createLoam, type Call, type Loam } from '../../src/kernel/library';
import { exactProvider } from '../../src/ml/engine/fused/provider';
import { createWorkspace, openWorkspace } from '../../src/storage';
import { Analyst } from '../../workers/analyst/analyst';
import type { WorkerClient } from '../../workers/client';
import type { TrainerApi } from '../../workers/contract';
import type { OpenDesk } from '../../workers/ingest/desk';
import { readFile } from '../../workers/ingest/file-reading';
import { Ingest } from '../../workers/ingest/ingest';
import type { TrialsApi } from '../../workers/trials/contract';
import { Trials } from '../../workers/trials/trials';
import { Trainer } from '../../workers/trainer/trainer';

/** The class behind a worker, called as its client is. */
function clientOf<A>(api: object): WorkerClient<A> {
  const methods = api as Record<string, (request: unknown, context: unknown) => Promise<unknown>>;
  return {
    call: (method: string, request: unknown, options: Record<string, unknown> = {}) =>
      methods[method]!(structuredClone(request, { transfer: (options.transfer ?? []) as never }), {
        signal: options.signal ?? new AbortController().signal,
        progress: (options.onProgress as (() => void) | undefined) ?? (() => undefined),
      }),
    warm: () => undefined,
    stop: () => undefined,
  } as WorkerClient<A>;
}

export interface Asked {
  reads: string[];
  presses: string[];
  shown: string[];
  /** Verbs with their arguments, in order. */
  calls: { verb: string; args: unknown }[];
  downloads: string[];
}

export interface NotebookPlace {
  session: Session;
  verbs: Verbs;
  loam: Loam;
  asked: Asked;
  call: Call;
  /** Adds rows of CSV as a dataset version, as an import does. */
  add(name: string, csv: string): Promise<void>;
  close(): void;
}

export interface PlaceOptions {
  desk?: Partial<VerbDesk>;
  effects?: Partial<VerbEffects>;
  /** Observable Plot, for pictures of studies; default none. */
  plot?: unknown;
  /** Default: one without TensorFlow.js. */
  startKernel?: StartKernel;
}

/** The first lines of a sample that ships with the app. */
export function sampleLines(file: string, rows: number): string {
  const text = readFileSync(new URL(`../../public/samples/${file}`, import.meta.url), 'utf8');
  return `${text
    .split('\n')
    .slice(0, rows + 1)
    .join('\n')}\n`;
}

export async function notebookPlace(options: PlaceOptions = {}): Promise<NotebookPlace> {
  // Not every Node that runs the tests has one.
  vi.stubGlobal('navigator', { userAgent: 'test' });
  const { Session } = await import('../../src/app/session.svelte');
  const { ActiveStudies } = await import('../../src/app/studies/active-studies.svelte');
  const { TrialPool } = await import('../../src/app/studies/trial-pool');
  const { createVerbs } = await import('../../src/app/notebook/verbs');
  const { defaultVerbEffects } = await import('../../src/app/notebook/verbs/desk');

  const storage = freshStorage();
  const { id } = await createWorkspace('test', storage);
  const store = await openWorkspace(id, storage);
  const open = (workspace: string) => openWorkspace(workspace, storage);
  const pause = () => Promise.resolve();
  const hash = (bytes: Uint8Array) => Promise.resolve(digestOf(bytes));
  const trainer = clientOf<TrainerApi>(
    new Trainer(
      trainerEffects(memoryStore(new MemoryObjects()), [exactProvider(loopEffects.now)], {
        openStore: open,
      }),
    ),
  );
  const openDesk: OpenDesk = async (workspace, lease) => {
    const own = await open(workspace);
    const { put } = own.writer(lease);
    return {
      ...localSink({ put }),
      put,
      read: (file) => readFile(file, hash),
      close: () => own.close(),
    };
  };
  const ingest = new Ingest({ openDesk, openOwn: openDesk, now: () => 0, pause });
  const asked: Asked = { reads: [], presses: [], shown: [], calls: [], downloads: [] };
  // ONNX Runtime takes long to load, and few ask for it.
  const openOnnx: OpenOnnx = async (model) => (await import('./kept-graph')).openOnnx(model);
  // No id comes twice, however many are drawn.
  const random = seeded(1);
  const effects: AppEffects = {
    now: () => performance.now(),
    randomBytes: (n) => Uint8Array.from({ length: n }, () => random.uniform() * 256),
    asset: () => Promise.reject(new Error('no assets here')),
    download: (name) => void asked.downloads.push(name),
    userAgent: 'test',
    cores: 2,
    startKernel: options.startKernel ?? nodeKernel,
    openOnnx,
  };
  const workers = {
    analyst: clientOf(new Analyst({ openWorkspace: open, pause, openerAt: () => openOnnx })),
    ingest: clientOf(ingest),
    trainer,
    keeper: clientOf({}),
  };
  const session = new Session(store, { workers, effects });
  const trials = (): WorkerClient<TrialsApi> =>
    clientOf(
      new Trials({
        openStore: open,
        providers: [exactProvider(loopEffects.now)],
        canShare: false,
        ...loopEffects,
      }),
    );
  // The session's own would start real workers.
  const studies = new ActiveStudies(session, {
    pool: () => new TrialPool(trials, 2),
    steps: studySteps,
    locks: undefined,
  });
  session.studies.close();
  Object.defineProperty(session, 'studies', { value: studies });
  const desk: VerbDesk = {
    mayRead: (_, dataset) => {
      asked.reads.push(dataset);
      return Promise.resolve(true);
    },
    press: (_, label) => {
      asked.presses.push(label);
      return Promise.resolve(true);
    },
    showRun: (_, run) => void asked.shown.push(run),
    showStudy: (_, study) => void asked.shown.push(study),
    codeOf: () => null,
    cellsBehind: () => null,
    cellsOf: () => null,
    ...options.desk,
  };
  const verbs = createVerbs(session, desk, {
    ...defaultVerbEffects,
    // A trainer is not ended by what it is used for here.
    trainer: () => trainer,
    ...options.effects,
  });
  const call: Call = async (verb, args, signal, progress) => {
    asked.calls.push({ verb, args });
    try {
      const answer = await verbs({
        cell: 'c',
        verb,
        args: structuredClone(args),
        signal: signal ?? new AbortController().signal,
        progress: (event) => progress?.(structuredClone(event)),
      });
      return structuredClone(answer);
    } catch (error) {
      const known = toLoamError(error);
      const { what, todo } = explain(known);
      throw Object.assign(new Error(`${what} ${todo}`), { code: known.code });
    }
  };
  return {
    session,
    verbs,
    asked,
    call,
    loam: createLoam(call, { aq: aq as never, plot: () => options.plot }),
    async add(name, csv) {
      await session.underLease(async (lease) => {
        const result = await session.workers.ingest.call('read', {
          workspace: id,
          lease: lease.id,
          file: new Blob([csv]),
          name: `${name}.csv`,
          options: {},
        });
        const [newest] = await store.find('datasets', 'name', name);
        const { manifest, manifestLink, profileLink, bytes, source } = result;
        return {
          ops: [
            {
              type: 'dataset-saved',
              name,
              manifest: manifestLink,
              profile: profileLink,
              rows: manifest.rows,
              columns: manifest.columns.length,
              bytes,
              source,
              parent: newest?.manifest ?? null,
              note: '',
            },
          ],
          value: null,
        };
      });
    },
    close: () => session.close(),
  };
}
