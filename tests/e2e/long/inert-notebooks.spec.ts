/**
 * Opening is inert: hostile notebooks, a thousand of them in the soak, are brought and opened as a person does, one after the other, in
 * the real screen. None starts a kernel, asks for anything, or changes a setting.
 */
import type { Page } from '@playwright/test';
import { foreignOrigin, type ForeignOrigin } from '../../support/foreign-origin';
import { hostileNotebooks, type HostileFile } from '../../support/hostile-notebooks';
import { give, sample, saveData, visit } from '../../support/app-gestures';
import { expect, openApp, test, untilOffline } from '../fixtures';

const COUNT = process.env.LOAM_SOAK === '1' ? 1000 : 100;
const BATCH = 49;
/** With these come the parts of the screen itself, from its own address. */
const FIRST = 20;
const SEED = Number(process.env.LOAM_SEED ?? Math.floor(Math.random() * 2 ** 31));

// A thousand screens are not worth a picture each.
test.use({ trace: 'off' });

let foreign: ForeignOrigin;
test.beforeAll(async () => {
  foreign = await foreignOrigin();
});
test.afterAll(() => foreign.close());

/** Everything that is a setting of this device, by database and key. */
function settings(page: Page): Promise<Record<string, unknown>> {
  return page.evaluate(async () => {
    const found: Record<string, unknown> = {};
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error!);
      });
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name!));
      for (const store of ['local', 'settings', 'workspaces', 'meta', 'checkpoints', 'leases']) {
        if (!database.objectStoreNames.contains(store)) continue;
        const rows = await asked(database.transaction(store).objectStore(store).getAll());
        found[`${name} ${store}`] = rows;
      }
      database.close();
    }
    found.localStorage = { ...localStorage };
    found.sessionStorage = { ...sessionStorage };
    found.cookie = document.cookie;
    found.caches = await caches.keys();
    found.workers = (await navigator.serviceWorker.getRegistrations()).length;
    found.theme = document.documentElement.outerHTML.slice(0, 200).split('>')[0];
    found.polluted = Object.keys(Object.getOwnPropertyDescriptors(Object.prototype)).length;
    return found;
  });
}

/** Drops each file on the page and waits until its first cell is there. Answers what could not be opened. */
function open(page: Page, files: readonly HostileFile[]): Promise<string[]> {
  return page.evaluate(async (files) => {
    const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
    const failed: string[] = [];
    for (const { name, first, text } of files) {
      const before = location.hash;
      const data = new DataTransfer();
      data.items.add(new File([text], name));
      const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data });
      document.querySelector('main')!.dispatchEvent(drop);
      const until = performance.now() + 20_000;
      const there = () =>
        location.hash !== before &&
        document.querySelector(`[data-cell="${first}"]`) !== null &&
        document.querySelector('h1')?.textContent?.includes(name.replace(/\..*/, ''));
      while (!there() && performance.now() < until) await turn();
      if (!there())
        failed.push(`${name} at ${location.hash}: ${document.body.innerText.slice(-200)}`);
    }
    return failed;
  }, files);
}

test(`${COUNT} hostile notebooks are opened: no code runs, nothing is asked for, no setting changes`, async ({
  page,
  context,
  app,
}) => {
  test.setTimeout(600_000);
  console.log(`seed ${SEED}`);
  const requests: string[] = [];
  const frames: string[] = [];
  const told: string[] = [];
  context.on('request', (request) => {
    // The browser asks for the page's icon again at each new address.
    if (request.url() !== `${app}icons/loam.svg`) requests.push(request.url());
  });
  page.on('frameattached', (frame) => frames.push(frame.url()));
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => told.push(dialog.message())));
  page.on('popup', (popup) => told.push(popup.url()));

  const files = hostileNotebooks(COUNT, SEED, foreign.url);
  await openApp(page, app);
  // Something that a notebook could want to read, or to train on.
  await give(page, sample('iris'));
  await saveData(page);
  expect(await open(page, files.slice(0, FIRST)), `seed ${SEED}`).toEqual([]);

  // The app brings itself to the device, for use offline, in its own time.
  await untilOffline(page);
  const asked = async () => {
    const earlier = requests.length;
    await page.waitForTimeout(1_500);
    return requests.length - earlier;
  };
  await expect.poll(asked, { timeout: 60_000 }).toBe(0);

  const before = await settings(page);
  const workers = page.workers().length;
  const others = requests.filter((url) => !url.startsWith(app) && !url.startsWith('blob:'));
  expect(others, 'no request elsewhere').toEqual([]);
  requests.length = 0;
  for (let i = FIRST; i < COUNT; i += BATCH) {
    expect(await open(page, files.slice(i, i + BATCH)), `seed ${SEED}, from ${i}`).toEqual([]);
  }

  expect(await page.evaluate(() => (window as { hostile?: unknown }).hostile)).toBeUndefined();
  expect(frames, 'no cage').toEqual([]);
  expect(page.workers().length, 'no worker').toBe(workers);
  expect(requests, 'no request').toEqual([]);
  expect(foreign.connections(), 'no connection').toBe(0);
  expect(told).toEqual([]);
  expect(await settings(page)).toEqual(before);
  await visit(page, 'notebooks');
  await expect(page.getByRole('grid').or(page.getByRole('table')).first()).toBeVisible();
  const nothing = { runs: 'No run yet', models: 'No model saved yet', tasks: 'No task yet' };
  for (const [place, says] of Object.entries(nothing)) {
    await visit(page, place);
    await expect(page.getByText(says)).toBeVisible();
  }

  // A kernel that does start is seen.
  await visit(page, 'notebooks');
  await page.getByRole('button', { name: 'New notebook' }).first().click();
  await page.locator('.cm-content').first().click();
  await page.keyboard.insertText('6 * 7');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('main')).toContainText('42');
  expect(frames).toHaveLength(1);
});
