import { describe, expect, it } from 'vitest';
import {
  createWorkspace,
  joinWorkspace,
  listWorkspaces,
  openWorkspace,
  removeWorkspace,
  renameWorkspace,
} from '../../../src/storage';
import { makeWorkspace } from '../../../src/storage/directory';
import { FakeLocks } from '../../support/fake-locks';
import { freshStorage } from '../../support/storage-effects';

describe('the directory of workspaces', () => {
  it('lists them in the order in which they were made, under their newest names', async () => {
    const effects = freshStorage();
    const a = await createWorkspace('A', effects);
    const b = await createWorkspace('B', effects);
    await renameWorkspace(a.id, 'Z', effects);
    expect((await listWorkspaces(effects)).map(({ id, name }) => [id, name])).toEqual([
      [a.id, 'Z'],
      [b.id, 'B'],
    ]);
    const names = (await (await openWorkspace(a.id, effects)).entries()).map(({ op }) => op);
    expect(names).toEqual([
      { type: 'workspace-named', name: 'A' },
      { type: 'workspace-named', name: 'Z' },
    ]);
    await removeWorkspace(a.id, effects);
    await removeWorkspace(a.id, effects);
    expect((await listWorkspaces(effects)).map(({ name }) => name)).toEqual(['B']);
    await expect(renameWorkspace(a.id, 'Y', effects)).rejects.toMatchObject({
      code: 'workspace-gone',
    });
  });

  it('keeps nothing of a workspace whose making fails', async () => {
    const effects = freshStorage();
    const fill = () => Promise.reject(new Error('no'));
    await expect(makeWorkspace(effects, fill, 'as-given')).rejects.toThrow('no');
    expect(await listWorkspaces(effects)).toEqual([]);
    expect(await effects.indexedDB.databases()).toHaveLength(1);
  });

  it('clears away what a tab that died was making, and leaves a living one alone', async () => {
    const locks = new FakeLocks();
    const effects = freshStorage({ locks: locks.manager });
    let started = () => {};
    const making = new Promise<void>((resolve) => (started = resolve));
    void makeWorkspace(effects, () => (started(), new Promise<never>(() => {})), 'as-given');
    await making;
    expect(await listWorkspaces(effects)).toEqual([]);
    expect(await effects.indexedDB.databases()).toHaveLength(2);
    locks.crash();
    expect(await listWorkspaces(effects)).toEqual([]);
    expect(await effects.indexedDB.databases()).toHaveLength(1);
  });

  it('gives the device one name, which log entries carry', async () => {
    const effects = freshStorage({ by: null });
    const by = new Set<string>();
    for (const name of ['A', 'B']) {
      const { id } = await createWorkspace(name, effects);
      const store = await openWorkspace(id, effects);
      await store.commit([{ type: 'workspace-named', name: 'C' }]);
      for (const entry of await store.entries()) by.add(entry.by);
    }
    expect([...by]).toHaveLength(1);
    expect([...by][0]).toMatch(/^device-[0-9a-f]{6}$/);
  });

  it('is opened once by those who ask for it at the same time', async () => {
    const effects = freshStorage({ by: null });
    const { id } = await createWorkspace('A', { ...effects, by: 'tester' });
    const { indexedDB } = effects;
    const opened: string[] = [];
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (name, version) => (opened.push(name), open(name, version));
    const other = { ...effects, indexedDB: Object.create(indexedDB) as IDBFactory };
    await openWorkspace(id, other);
    expect(opened).toEqual(['loam-directory', `loam-${id}`]);
  });

  it('is not asked by who joins a workspace; one that is not there is not made', async () => {
    const effects = freshStorage();
    const { id } = await createWorkspace('A', effects);
    const { indexedDB } = effects;
    const opened: string[] = [];
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (name, version) => (opened.push(name), open(name, version));
    const joined = await joinWorkspace(id, effects);
    expect(opened).toEqual([`loam-${id}`]);
    await joined.commit([{ type: 'workspace-named', name: 'B' }]);
    expect(await joined.count('datasets')).toBe(0);
    joined.close();
    await removeWorkspace(id, effects);
    await expect(joinWorkspace(id, effects)).rejects.toMatchObject({ code: 'workspace-gone' });
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['loam-directory']);
  });
});
