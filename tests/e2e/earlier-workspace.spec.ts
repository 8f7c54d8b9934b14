/** A browser that still holds the database of earlier code: it is brought up to date, with all that it held. */
import type { Page } from '@playwright/test';
import { learnFrom, sample, train, visit } from '../support/app-gestures';
import { workspaceDatabase } from '../support/browser-database';
import { expect, openApp, test } from './fixtures';

/** Of the same origin, without the app: nothing holds the database open. */
const beside = (app: string) => `${app}manifest.webmanifest`;

/** What code of epoch 4 had not yet. */
const LATER = ['briefs', 'studies', 'trials', 'analyses'];

/** Puts in place of the workspace's database one as epoch 4 left it, with the same rows. */
async function setBack(page: Page): Promise<void> {
  const database = await workspaceDatabase(page);
  await database.evaluate(async (newest, later) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const names = [...newest.objectStoreNames].filter((store) => !later.includes(store));
    const reading = newest.transaction(names);
    const stores = await Promise.all(
      names.map(async (store) => {
        const of = reading.objectStore(store);
        const indexes = [...of.indexNames].map((index) => of.index(index));
        return {
          store,
          keyPath: of.keyPath,
          indexes: indexes.map(({ name, keyPath }) => ({ name, keyPath })),
          rows: (await done(of.getAll())) as unknown[],
        };
      }),
    );
    newest.close();
    await done(indexedDB.deleteDatabase(newest.name));
    // Dexie counts in tens.
    const opening = indexedDB.open(newest.name, 40);
    opening.onupgradeneeded = () => {
      for (const { store, keyPath, indexes, rows } of stores) {
        const made = opening.result.createObjectStore(store, { keyPath });
        for (const index of indexes) made.createIndex(index.name, index.keyPath);
        for (const row of rows) made.put(row);
        if (store === 'meta') made.put({ key: 'schemaEpoch', value: 4 });
      }
    };
    (await done(opening)).close();
  }, LATER);
}

async function versionAndStores(page: Page): Promise<{ version: number; stores: string[] }> {
  const database = await workspaceDatabase(page);
  return database.evaluate((opened) => {
    opened.close();
    return { version: opened.version, stores: [...opened.objectStoreNames] };
  });
}

test('a workspace of an earlier epoch is brought up to date, holds what it held and goes on', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);
  await page.goto(beside(app));
  const now = await versionAndStores(page);
  await setBack(page);
  const before = await versionAndStores(page);
  expect(before.version).toBeLessThan(now.version);
  expect(before.stores).not.toEqual(now.stores);

  await openApp(page, app);
  await visit(page, 'runs');
  await expect(page.locator('main').getByRole('link', { name: /-\d\d$/ })).toHaveCount(1);
  await visit(page, 'workspace');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByText('Every object is what its name says')).toBeVisible();
  await openApp(page, app);
  await learnFrom(page, sample('wine'));
  await train(page);

  await page.goto(beside(app));
  expect(await versionAndStores(page)).toEqual(now);
});
