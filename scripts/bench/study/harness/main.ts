/** The page of the bench: a workspace of its own, and studies worked on by the app's own code and workers. */
import { studyDesk } from '../../../../src/app/studies/study-desk';
import { StudyWork } from '../../../../src/app/studies/study-work';
import { TrialPool } from '../../../../src/app/studies/trial-pool';
import { readManifest } from '../../../../src/core/formats/read-manifest';
import type { Link } from '../../../../src/core/hash/digest';
import type { RecipeFacts } from '../../../../src/core/recipe/facts';
import { candidateFor, ladderCandidates } from '../../../../src/core/study/ladder';
import { studySteps } from '../../../../src/core/study/propose';
import type { Search, StudyManifest } from '../../../../src/core/study/types';
import { defaultFolds } from '../../../../src/core/task/default-folds';
import type { TaskManifest } from '../../../../src/core/task/types';
import {
  createWorkspace,
  openWorkspace,
  type Lease,
  type WorkspaceStore,
} from '../../../../src/storage';
import { workerClient } from '../../../../workers/client';
import type { AnalystApi, IngestApi } from '../../../../workers/contract';
import type { TrialsApi } from '../../../../workers/trials/contract';

export interface Worked {
  seconds: number;
  trials: number;
  finished: number;
  /** Milliseconds that the page was blocked at once, at most; 0 where no task took 50. */
  blocked: number;
  /** Bytes of page and workers at their most; null where the browser does not say. */
  bytes: number | null;
}

export interface StudyBench {
  setUp(csv: string): Promise<{ rows: number }>;
  ladder(workers: number): Promise<Worked>;
  /** Boosted trees of few rounds, at random. */
  trees(trials: number, workers: number): Promise<Worked>;
  /** Linear models of few epochs, at random. */
  linear(trials: number, workers: number): Promise<Worked>;
}

declare global {
  interface Window {
    study: StudyBench;
  }
  interface Performance {
    measureUserAgentSpecificMemory?(): Promise<{ bytes: number }>;
  }
}

const SHARE = 0.2;

const ingest = workerClient<IngestApi>(
  () =>
    new Worker(new URL('../../../../workers/ingest/ingest.worker.ts', import.meta.url), {
      type: 'module',
    }),
);
const analyst = workerClient<AnalystApi>(
  () =>
    new Worker(new URL('../../../../workers/analyst/analyst.worker.ts', import.meta.url), {
      type: 'module',
    }),
);
const trials = () =>
  workerClient<TrialsApi>(
    () =>
      new Worker(new URL('../../../../workers/trials/trials.worker.ts', import.meta.url), {
        type: 'module',
      }),
  );

let store: WorkspaceStore;
let lease: Lease;
let task: Link;
let manifest: TaskManifest;
let facts: RecipeFacts;
let studies = 0;

async function setUp(csv: string): Promise<{ rows: number }> {
  const { id } = await createWorkspace('bench');
  store = await openWorkspace(id);
  lease = await store.lease();
  const file = new Blob([csv]);
  const request = { workspace: id, lease: lease.id, file, name: 'churn.csv', options: {} };
  const { manifestLink: dataset, profile } = await ingest.call('read', request);
  const guess = await analyst.call('guess', { workspace: id, dataset });
  const { target, positive, kind, metric, by, classes } = guess;
  const roles = guess.roles.map(({ column, role }) => ({ column, role }));
  const spec = { dataset, target, ...(positive && { positive }), kind, roles, metric, by };
  const made = await analyst.call('makeTask', { workspace: id, lease: lease.id, spec });
  ({ link: task, task: manifest } = made);
  const rows = Math.round(profile.rows * (1 - 2 * SHARE));
  facts = { rows, kind, classes, roles, columns: profile.columns };
  ingest.stop();
  analyst.stop();
  return { rows: manifest.counts.train + manifest.counts.validation };
}

function context(): Parameters<typeof studyDesk>[0] {
  return {
    store,
    json: (link, format) => readManifest(store.objects, link, format),
    async underLease(work) {
      const own = await store.lease();
      try {
        const { ops, value } = await work(own);
        await store.commit(ops, own);
        return value;
      } finally {
        await own.end();
      }
    },
  };
}

async function work(search: Search, workers: number, folds?: number): Promise<Worked> {
  const plan = defaultFolds(manifest);
  const value: StudyManifest = {
    format: 'loam.study/1',
    semantics: 1,
    task,
    folds: folds === undefined ? plan : { ...plan, count: folds },
    metric: manifest.metric,
    cost: null,
    search,
    seed: 1,
  };
  const blocks: number[] = [0];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) blocks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const began = performance.now();
  const study = `study-${studies++}`;
  const link = await store.putJson(lease.id, value);
  const fields = { study, name: study, spec: link, task, kind: search.type };
  await store.commit([{ type: 'study-started', ...fields }]);
  const pool = new TrialPool(trials, workers);
  let bytes: number | null = null;
  const measure = async () => {
    const now = await performance.measureUserAgentSpecificMemory?.().catch(() => null);
    if (now) bytes = Math.max(bytes ?? 0, now.bytes);
  };
  let ended = 0;
  const running = new StudyWork({
    ...{ workspace: store.id, link, manifest: value, pool, steps: studySteps },
    desk: studyDesk(context(), study),
    watcher: {
      changed(_, all) {
        if (all.length > ended && all.length % 25 === 0) void measure();
        ended = all.length;
      },
      progress: () => undefined,
      took: () => undefined,
    },
    now: () => performance.now(),
  });
  await running.run(new AbortController().signal);
  const seconds = (performance.now() - began) / 1000;
  await measure();
  pool.rest();
  observer.disconnect();
  const rows = await store.find('trials', 'study', study);
  const finished = rows.filter(({ outcome }) => outcome === 'finished').length;
  return { seconds, trials: rows.length, finished, blocked: Math.max(...blocks), bytes };
}

function searching(kind: 'trees' | 'linear', most: number): Search {
  const template = candidateFor(kind, facts);
  const trainer = { ...template.trainer, epochs: kind === 'trees' ? 40 : 8, patience: null };
  return {
    type: 'search',
    space: [{ name: 'model.l2', when: null, type: 'number', low: 1e-4, high: 1, log: true }],
    templates: [{ ...template, trainer, engine: 'exact' }],
    sampler: 'random',
    halving: null,
    trials: most,
    minutes: null,
  };
}

window.study = {
  setUp,
  ladder: (workers) => work({ type: 'ladder', candidates: ladderCandidates(facts) }, workers),
  trees: (most, workers) => work(searching('trees', most), workers, 2),
  linear: (most, workers) => work(searching('linear', most), workers, 3),
};
