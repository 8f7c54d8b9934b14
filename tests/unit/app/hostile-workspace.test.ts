import { beforeAll, describe, expect, it, vi } from 'vitest';
import { LoamError } from '../../../src/core/errors';
import type { FormatName } from '../../../src/core/formats/read-format';
import { linkTo, type Link } from '../../../src/core/hash/digest';
import { canonicalBytes } from '../../../src/core/json/canonical';
import type { Operation } from '../../../src/core/log/types';
import type { Session } from '../../../src/app/session.svelte';
import type { WorkerClients } from '../../../src/app/worker-clients';
import {
  createWorkspace,
  openWorkspace,
  packWorkspace,
  unpackWorkspace,
  type WorkspaceStore,
} from '../../../src/storage';
import { realWork, type RealWork, type Work } from '../../support/real-work';
import { spoilt } from '../../support/spoilt';
import { freshStorage } from '../../support/storage-effects';

let real: RealWork;
let app: {
  Session: typeof import('../../../src/app/session.svelte').Session;
  loadDataset: typeof import('../../../src/app/commands/load-dataset').loadDataset;
  loadTask: typeof import('../../../src/app/commands/load-task').loadTask;
  loadRun: typeof import('../../../src/app/commands/load-run').loadRun;
  loadModel: typeof import('../../../src/app/commands/load-model').loadModel;
};

beforeAll(async () => {
  // Not every Node that runs the tests has one.
  vi.stubGlobal('navigator', { userAgent: 'test' });
  app = {
    ...(await import('../../../src/app/session.svelte')),
    ...(await import('../../../src/app/commands/load-dataset')),
    ...(await import('../../../src/app/commands/load-task')),
    ...(await import('../../../src/app/commands/load-run')),
    ...(await import('../../../src/app/commands/load-model')),
  };
  real = await realWork('binary');
}, 120_000);

type Edit = (format: FormatName, value: unknown) => unknown;

/** The real work in a workspace, each manifest as `edit` leaves it, all hashes right. */
async function fill(store: WorkspaceStore, edit: Edit): Promise<void> {
  const lease = await store.lease();
  const writer = store.writer(lease.id);
  for (const bytes of real.objects.objects.values()) await writer.put(bytes);
  const { manifests } = real;
  const put = async <F extends FormatName>(
    format: F,
    links: Partial<Work[F]['value']> = {},
  ): Promise<Link> => {
    const value = edit(format, { ...manifests[format].value, ...links });
    return linkTo(await writer.put(canonicalBytes(value)));
  };
  const dataset = await put('loam.dataset/1');
  const profile = await put('loam.profile/1');
  const task = await put('loam.task/1', { dataset });
  const recipe = await put('loam.recipe/1', { task });
  const preprocessing = await put('loam.preprocessing/1');
  const model = await put('loam.model/1', { preprocessing });
  const evaluation = await put('loam.evaluation/1', { model, task });
  const curves = await put('loam.curves/1');
  const ops: Operation[] = [
    {
      type: 'dataset-saved',
      name: 'd',
      manifest: dataset,
      profile,
      rows: 1,
      columns: 1,
      bytes: 1,
      source: { name: 'a', bytes: 1, sha256: 'c'.repeat(64), reading: 'CSV' },
      parent: null,
      note: '',
    },
    {
      type: 'task-saved',
      task,
      name: 't',
      dataset,
      kind: 'binary',
      target: 'left',
      sentence: 's',
    },
    { type: 'run-started', run: 'r', name: 'n', recipe, task, model: 'MLP', note: '' },
    {
      type: 'run-ended',
      run: 'r',
      seconds: 1,
      engine: { backend: 'cpu', why: '', measured: [] },
      environment: { loam: '1', tfjs: '4', userAgent: 'u', adapter: null },
      outcome: {
        type: 'finished',
        model,
        curves,
        weightHash: null,
        epochs: 3,
        bestEpoch: 1,
        stoppedEarly: false,
      },
    },
    {
      type: 'evaluated',
      run: 'r',
      part: 'validation',
      evaluation,
      metric: 'accuracy',
      value: 1,
      low: null,
      high: null,
    },
    { type: 'model-saved', name: 'm', model, run: 'r', recipe, note: '' },
  ];
  await store.commit(ops, lease);
}

/** The workspace of a `.loam` file that holds the real work as `edit` leaves it. */
async function restored(edit: Edit): Promise<Session> {
  const sender = freshStorage();
  const { id } = await createWorkspace('sent', sender);
  const store = await openWorkspace(id, sender);
  await fill(store, edit);
  const file = await packWorkspace(store);
  store.close();
  const receiver = freshStorage();
  const { id: got } = await unpackWorkspace(file, {}, receiver);
  const workers = {} as WorkerClients;
  return new app.Session(await openWorkspace(got, receiver), { workers });
}

/** What each screen asks for. */
async function screens(session: Session): Promise<Record<string, unknown>> {
  const { store } = session;
  const [dataset] = await store.list('datasets');
  const [task] = await store.list('tasks');
  const [model] = await store.list('models');
  const outcomes = await Promise.allSettled([
    app.loadDataset(session, dataset!.id),
    app.loadTask(session, task!.id),
    app.loadRun(session, 'r'),
    app.loadModel(session, model!.id),
  ]);
  return Object.fromEntries(
    ['dataset', 'task', 'run', 'model'].map((screen, i) => {
      const outcome = outcomes[i]!;
      return [screen, outcome.status === 'fulfilled' ? 'shown' : (outcome.reason as unknown)];
    }),
  );
}

/** The screens that read a manifest of each format. */
const READERS = {
  'loam.dataset/1': ['dataset'],
  'loam.profile/1': ['dataset'],
  'loam.task/1': ['task', 'run', 'model'],
  'loam.recipe/1': ['run', 'model'],
  'loam.preprocessing/1': ['model'],
  'loam.model/1': ['run', 'model'],
  'loam.evaluation/1': ['run', 'model'],
  'loam.curves/1': ['run', 'model'],
} satisfies Partial<Record<FormatName, string[]>>;
type ReadFormat = keyof typeof READERS;
const FORMATS = Object.keys(READERS) as ReadFormat[];

function expectRefused(shown: Record<string, unknown>, format: ReadFormat, code: string) {
  for (const [screen, outcome] of Object.entries(shown)) {
    if (!(READERS[format] as string[]).includes(screen)) expect(outcome, screen).toBe('shown');
    else {
      expect(outcome, screen).toBeInstanceOf(LoamError);
      expect(outcome, screen).toMatchObject({ code });
    }
  }
}

describe('a .loam file with right hashes', () => {
  it('is shown where its manifests are right', async () => {
    expect(await screens(await restored((_, value) => value))).toEqual({
      dataset: 'shown',
      task: 'shown',
      run: 'shown',
      model: 'shown',
    });
  });

  it.each(FORMATS)('is refused in plain words where a %s has a wrong shape', async (format) => {
    // A value that is no manifest any more links to nothing, and would leave its objects without a name.
    const links = new Set(['dataset', 'parts', 'task', 'model', 'preprocessing', 'weights']);
    const kept = [...spoilt(real.manifests[format].value)].filter(({ how }) => {
      const field = /^\.(\w+)/.exec(how)?.[1] ?? /lacks (\w+)/.exec(how)?.[1] ?? '';
      return how.startsWith('.') && !links.has(field) && !/format|chunks|columns /.test(how);
    });
    const some = kept.filter((_, i) => i % Math.ceil(kept.length / 3) === 0);
    expect(some.length).toBeGreaterThan(1);
    for (const { how } of some) {
      const edit: Edit = (each, value) =>
        each === format ? [...spoilt(value)].find((bad) => bad.how === how)!.value : value;
      expectRefused(await screens(await restored(edit)), format, 'object-damaged');
    }
  });

  it.each(FORMATS)('is refused where another manifest stands in place of a %s', async (format) => {
    const other = format === 'loam.curves/1' ? 'loam.profile/1' : 'loam.curves/1';
    const session = await restored((_, value) => value);
    const lease = await session.store.lease();
    const link = await session.store.putJson(lease.id, real.manifests[other].value);
    await expect(session.json(link, format)).rejects.toMatchObject({
      code: 'object-damaged',
      facts: { reason: `it is not of format ${format}` },
    });
  });

  it('is newer where a manifest has a later format', async () => {
    const edit: Edit = (format, value) =>
      format === 'loam.evaluation/1'
        ? { ...(value as object), format: 'loam.evaluation/3' }
        : value;
    expectRefused(await screens(await restored(edit)), 'loam.evaluation/1', 'newer-data');
  });
});
