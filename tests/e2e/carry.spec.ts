/** A workspace and a model travel as files: what comes back is what left, hash for hash. */
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { readPage } from '../../src/deploy/page';
import {
  button,
  exportPage,
  give,
  learnFrom,
  lists,
  messages,
  packWorkspace,
  sample,
  saveModel,
  scoreInApp,
  train,
  visit,
} from '../support/app-gestures';
import { workspaceDatabase } from '../support/browser-database';
import { expect, openApp, test } from './fixtures';

/** Data, task, run, evaluation and model; ends on the model's screen. */
async function wholeJob(page: Page): Promise<void> {
  await learnFrom(page, sample('iris'));
  await train(page);
  await saveModel(page, 'flowers');
}

const NEW_FLOWER = {
  sepal_length: '6.1',
  sepal_width: '2.8',
  petal_length: '4.9',
  petal_width: '',
};

/** What the form of Try it answers about one flower. */
async function prediction(page: Page): Promise<string> {
  await page.getByRole('tab', { name: 'Try it' }).click();
  for (const [name, value] of Object.entries(NEW_FLOWER)) await page.getByLabel(name).fill(value);
  return page.getByRole('tabpanel').innerText();
}

async function openModel(page: Page, name: string): Promise<void> {
  await visit(page, 'models');
  await page.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

async function check(page: Page): Promise<void> {
  await visit(page, 'workspace');
  await button(page, 'Check').click();
}

test('a workspace that was deleted comes back from its .loam file, hash for hash', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await wholeJob(page);
  await exportPage(page);
  const answer = await prediction(page);
  const before = await lists(page);
  const loam = await packWorkspace(page);

  await button(page, 'Delete workspace…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(button(page, 'Save as .loam')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await lists(page)).toEqual({ data: [], tasks: [], runs: [], models: [] });

  await give(page, { name: 'kept.loam', content: loam });
  await expect(messages(page)).toContainText('every object verified');
  expect(await lists(page)).toEqual(before);
  expect((await packWorkspace(page)).equals(loam), 'packed again: the same bytes').toBe(true);
  await openModel(page, 'flowers 1');
  expect(await prediction(page)).toBe(answer);
  await check(page);
  await expect(page.getByText('Every object is what its name says')).toBeVisible();

  await page.reload();
  expect(await lists(page)).toEqual(before);
});

test('an exported page brings model, recipe and card into another workspace, and leaves again', async ({
  page,
  context,
  app,
}) => {
  await openApp(page, app);
  await wholeJob(page);
  const answer = await prediction(page);
  const scored = await scoreInApp(page, sample('iris'));
  const html = await readFile(await exportPage(page));

  await visit(page, 'workspace');
  await page.getByLabel('New workspace').fill('Elsewhere');
  await button(page, 'Create and open').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Elsewhere' })).toBeVisible();
  expect(await lists(page)).toEqual({ data: [], tasks: [], runs: [], models: [] });
  await give(page, { name: 'flowers-1.html', content: html });
  await expect(messages(page)).toContainText('model, recipe and card are in this workspace');
  await expect(page.getByRole('heading', { level: 1, name: 'flowers 1' })).toBeVisible();
  await expect(page.locator('main')).toContainText('not in this workspace');
  expect(await prediction(page)).toBe(answer);
  expect((await scoreInApp(page, sample('iris'))).equals(scored)).toBe(true);

  const path = await exportPage(page);
  const [first, again] = [readPage(html), readPage(await readFile(path))];
  expect(again.card).toEqual(first.card);
  expect(again.recipe).toEqual(first.recipe);
  expect(again.model).toEqual(first.model);
  const exported = await context.newPage();
  await exported.goto(pathToFileURL(path).href);
  await expect(exported.getByText('checked itself')).toBeVisible();
  await exported.close();

  await check(page);
  await expect(page.getByText('Every object is what its name says')).toBeVisible();
  const loam = await packWorkspace(page);
  await give(page, { name: 'elsewhere.loam', content: loam });
  await expect(messages(page)).toContainText('every object verified');
  await openModel(page, 'flowers 1');
  expect(await prediction(page)).toBe(answer);
});

test('the check calls a workspace sound, and names a byte that was flipped in storage', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await wholeJob(page);
  await check(page);
  await expect(page.getByText('Every object is what its name says')).toBeVisible();

  const opened = await workspaceDatabase(page);
  await opened.evaluate(async (database) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const contents = database.transaction('contents', 'readwrite').objectStore('contents');
    const rows: { digest: string; bytes: Uint8Array }[] = await done(contents.getAll());
    const weights = rows.find(({ bytes }) =>
      /"kernel|"bias/.test(new TextDecoder().decode(bytes)),
    )!;
    weights.bytes[weights.bytes.length - 1]! ^= 1;
    await done(contents.put(weights));
    database.close();
  });
  await button(page, 'Check').click();
  await expect(page.getByText('Something is wrong.')).toBeVisible();
  await expect(page.getByRole('term').filter({ hasText: 'damaged' })).toHaveText('damaged');
  await expect(page.locator('main dl')).toContainText(/1\s*damaged|damaged\s*1/);
  await openModelThatIsDamaged(page);
});

async function openModelThatIsDamaged(page: Page): Promise<void> {
  await visit(page, 'models');
  await page.getByRole('link', { name: 'flowers 1' }).click();
  await expect(page.getByRole('alert')).toContainText('does not match its name');
  await expect(page.getByRole('alert')).toContainText('restore the object from a .loam file');
}
