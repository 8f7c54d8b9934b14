import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import {
  createWorkspace,
  openWorkspace,
  packWorkspace,
  unpackWorkspace,
} from '../../../src/storage';
import { initial } from '../../../src/storage/migrations/001-initial';
import type { Operation } from '../../../src/core/log/types';
import { environmentHere } from '../../support/making';
import { bytesOf, saveDataset } from '../../support/storage-samples';
import { freshStorage } from '../../support/storage-effects';

type Store = Awaited<ReturnType<typeof openWorkspace>>;

async function workspace() {
  const effects = freshStorage();
  const { id } = await createWorkspace('w', effects);
  return { effects, id, store: await openWorkspace(id, effects) };
}

async function startRun(store: Store, run: string): Promise<void> {
  const { manifest } = await saveDataset(store);
  const names = { recipe: manifest, task: manifest, model: 'MLP', name: run, note: '' };
  await store.commit([{ type: 'run-started', run, ...names }]);
}

const endOf = (run: string): Operation => ({
  type: 'run-ended',
  run,
  outcome: { type: 'cancelled', model: null, curves: null, epochs: 0 },
  engine: { backend: 'none', why: '', measured: [] },
  environment: { ...environmentHere, module: null },
  seconds: 1,
  resumed: [],
});

describe('the checkpoint of a run', () => {
  it('is the last that was put, small or large', async () => {
    const { store } = await workspace();
    await startRun(store, 'r');
    expect(await store.checkpoints.get('r')).toEqual({
      bytes: null,
      resumed: [],
      cancelled: false,
    });
    for (const size of [10, 100_000, 11]) {
      await store.checkpoints.put('r', bytesOf(size));
      expect((await store.checkpoints.get('r'))?.bytes).toEqual(bytesOf(size));
    }
  });

  it('keeps how often the run went on, and that it was given up, beside its bytes', async () => {
    const { store } = await workspace();
    await startRun(store, 'r');
    await store.checkpoints.resume('r', { epoch: 0, step: 0 });
    await store.checkpoints.put('r', bytesOf(5));
    await store.checkpoints.resume('r', { epoch: 2, step: 1 });
    await store.checkpoints.cancel('r');
    expect(await store.checkpoints.get('r')).toEqual({
      bytes: bytesOf(5),
      resumed: [
        { epoch: 0, step: 0 },
        { epoch: 2, step: 1 },
      ],
      cancelled: true,
    });
  });

  it('goes with the end of the run, and nothing brings it back', async () => {
    const { store } = await workspace();
    await startRun(store, 'r');
    await store.checkpoints.put('r', bytesOf(5));
    await store.commit([endOf('r')]);
    await store.checkpoints.put('r', bytesOf(5));
    await store.checkpoints.resume('unknown', { epoch: 1, step: 0 });
    for (const run of ['r', 'unknown']) {
      expect(await store.checkpoints.get(run)).toBeNull();
    }
  });

  it('is not there for a run that came with a workspace file', async () => {
    const { store, effects } = await workspace();
    await startRun(store, 'r');
    const { id } = await unpackWorkspace(await packWorkspace(store), {}, effects);
    const restored = await openWorkspace(id, effects);
    expect(await restored.get('runs', 'r')).toMatchObject({ status: 'running' });
    expect(await restored.checkpoints.get('r')).toBeNull();
  });

  it('leaves the workspace file as it is', async () => {
    const { store } = await workspace();
    await startRun(store, 'r');
    const bytes = async () => new Uint8Array(await (await packWorkspace(store)).arrayBuffer());
    const before = await bytes();
    await store.checkpoints.put('r', bytesOf(200));
    expect(await bytes()).toEqual(before);
    expect((await store.fsck()).remaining).toEqual([]);
  });
});

describe('a database from before checkpoints', () => {
  it('opens with lists that follow from its log', async () => {
    const { effects, id, store } = await workspace();
    await startRun(store, 'r');
    await startRun(store, 's');
    const { environment: _e, resumed: _r, ...rest } = endOf('r') as Record<string, unknown>;
    const environment = { loam: '0.1.0', tfjs: '4.22.0', userAgent: 'test', adapter: null };
    await store.commit([{ ...rest, environment } as Operation]);
    const { manifest } = await saveDataset(store);
    await store.commit([
      { type: 'model-saved', name: 'm', model: manifest, run: 'r', recipe: manifest, note: '' },
    ]);
    const tables = await asOfEpoch1(store, effects, id);
    expect(tables.runs).toMatchObject([{ row: { environment } }, { row: { environment: null } }]);

    const opened = await openWorkspace(id, effects);
    expect((await opened.fsck()).remaining).toEqual([]);
    expect(await opened.get('runs', 'r')).toMatchObject({
      resumed: [],
      environment: { mode: 'other', tfjs: '4.22.0', module: null },
    });
    await startRun(opened, 't');
    await opened.checkpoints.put('t', bytesOf(5));
    expect((await opened.checkpoints.get('t'))?.bytes).toEqual(bytesOf(5));
  });
});

/** Writes the database again as the first version of Loam had it: schema 1, and rows without the new fields. */
async function asOfEpoch1(store: Store, effects: ReturnType<typeof freshStorage>, id: string) {
  const entries = await store.entries();
  const settings = { indexedDB: effects.indexedDB!, IDBKeyRange: effects.IDBKeyRange! };
  store.close();
  const newer = await new Dexie(`loam-${id}`, settings).open();
  const tables: Record<string, unknown[]> = {};
  for (const name of Object.keys(initial.stores)) tables[name] = await newer.table(name).toArray();
  await newer.delete();
  const ended = entries.find(({ op }) => op.type === 'run-ended')!.op as { environment: unknown };
  for (const { row } of tables.runs as { row: Record<string, unknown> }[]) {
    delete row.resumed;
    if (row.environment) row.environment = ended.environment;
  }
  for (const { row } of tables.models as { row: Record<string, unknown> }[]) {
    delete row.again;
    delete row.elsewhere;
  }
  tables.meta = [{ key: 'schemaEpoch', value: 1 }];
  const older = new Dexie(`loam-${id}`, settings);
  older.version(1).stores(initial.stores);
  await older.open();
  for (const [name, rows] of Object.entries(tables)) await older.table(name).bulkPut(rows);
  older.close();
  return tables;
}
