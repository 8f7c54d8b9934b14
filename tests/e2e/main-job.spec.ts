/**
 * From a table to a page that predicts, with no setting changed: at most 6 clicks and 60 seconds from
 * first paint to the exported file, in the built folder on a plain host in a sub-path. Once more with the
 * network off; and the exported file is opened from disk.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { readPage } from '../../src/deploy/page';
import { expect, expectAccessible, openApp, test, untilOffline } from './fixtures';

const SAMPLES = ['iris', 'wine', 'breast_cancer', 'digits', 'diabetes'];
const sample = (name: string) =>
  fileURLToPath(new URL(`../../public/samples/${name}.csv`, import.meta.url));

/** Counts every click it makes. */
class Clicker {
  count = 0;
  constructor(private readonly page: Page) {}
  async button(name: string | RegExp): Promise<void> {
    this.count++;
    await this.page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .click({ timeout: 50_000 });
  }
}

/** Chooses the file, and goes on to the exported page. Answers where the page was saved. */
async function fileToPage(page: Page, file: string): Promise<{ path: string; clicks: number }> {
  const clicker = new Clicker(page);
  clicker.count++; // choosing the file
  await page.locator('input[type=file]').first().setInputFiles(file);
  await clicker.button('Save and say what to learn');
  await clicker.button('Train');
  await clicker.button('Save model');
  await clicker.button('Export…');
  const download = page.waitForEvent('download');
  await clicker.button('Download');
  // The browser's own temporary name has no ending, and would open as text.
  const path = test.info().outputPath('exported.html');
  await (await download).saveAs(path);
  return { path, clicks: clicker.count };
}

for (const name of SAMPLES) {
  test(`${name}: at most 6 clicks and 60 s from first paint to an exported page`, async ({
    page,
    app,
  }) => {
    await openApp(page, app);
    const begin = Date.now();
    const { path, clicks } = await fileToPage(page, sample(name));
    expect(clicks).toBeLessThanOrEqual(6);
    expect(Date.now() - begin).toBeLessThan(60_000);
    const html = await readFile(path);
    const { weights } = readPage(html).model;
    const inBase64 = 4 * Math.ceil(weights!.length / 3);
    expect(html.length - inBase64, 'weights apart').toBeLessThanOrEqual(150_000);
    if (name === 'iris') expect(html.length).toBeLessThanOrEqual(150_000);
  });
}

test('the whole job works with the network off, and the exported page answers as the app does', async ({
  page,
  context,
  app,
}) => {
  await openApp(page, app);
  await untilOffline(page);
  await context.setOffline(true);
  await page.reload();
  const { path } = await fileToPage(page, sample('iris'));
  await expect(page.getByRole('heading', { name: 'iris 1' })).toBeVisible();

  const exported = await context.newPage();
  await exported.goto(pathToFileURL(path).href);
  await expect(exported.getByRole('heading', { name: 'iris 1' })).toBeVisible();
  await expect(exported.getByText('checked itself')).toBeVisible();
});

test('everything is there after a reload, in every list, and axe finds nothing on any screen', async ({
  page,
  app,
}) => {
  // axe takes seconds for each look where the processor is shared.
  test.slow();
  await openApp(page, app);
  await fileToPage(page, sample('iris'));
  for (const [place, row] of [
    ['data', 'iris 1'],
    ['tasks', 'iris: species'],
    ['runs', 'MLP'],
    ['models', 'iris 1'],
  ] as const) {
    await page.goto(`${app}#/${place}`);
    await page.reload();
    await expect(page.getByText(row).first()).toBeVisible();
    await expectAccessible(page);
    await page.getByText(row).first().click();
    await expect(page.locator('h1')).toBeVisible();
    await expectAccessible(page);
  }
  await page.goto(`${app}#/workspace`);
  await expectAccessible(page);
});
