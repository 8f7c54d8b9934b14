/** `<loam-predict>` of an exported module on a page of someone else, whose policy allows its own files only. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import fc from 'fast-check';
import { serveStatic } from '../../scripts/lib/static-server.mjs';
import { compileFolderTemplate } from '../../scripts/vite/compile-folder-template';
import type { Cell } from '../../src/core/dataset/types';
import { buildModule } from '../../src/deploy/module';
import { makePredictor, type Predictor } from '../../src/ml/predict/predictor';
import { writeFolder } from '../support/bundle-folder';
import { pageInputOf } from '../support/page-input';
import { randomData } from '../support/page-tables';
import { expect, expectAccessible, test as base } from './fixtures';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'";

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
    <title>A page of someone else</title>
    <link rel="icon" href="data:," />
    <script type="module" src="./heard.js"></script>
    <script type="module" src="./model/element.js"></script>
  </head>
  <body>
    <main>
      <h1>A page of someone else</h1>
      <loam-predict></loam-predict>
    </main>
  </body>
</html>
`;

/** What the page hears of the element. */
const HEARD = `globalThis.heard = [];
for (const name of ['loam-answer', 'loam-error'])
  document.addEventListener(name, ({ detail }) => globalThis.heard.push({ name, detail }));
`;

interface Heard {
  name: string;
  detail: {
    row: Record<string, Cell>;
    answer: { answer: Cell; probabilities: Record<string, number>; problems: object[] };
    message: string;
  };
}

interface Site {
  address: string;
  folder: string;
  predictor: Predictor;
}

const test = base.extend<{ site: Site }>({
  site: async ({}, use) => {
    const data = fc.sample(
      randomData.filter(({ kind }) => kind === 'multiclass'),
      { numRuns: 1, seed: 5 },
    )[0]!;
    const { template: _, ...input } = pageInputOf({ ...data, template: '' });
    const root = await mkdtemp(join(tmpdir(), 'element-'));
    const folder = join(root, 'model');
    await writeFolder(buildModule(input, await compileFolderTemplate('module')), folder);
    await writeFile(join(root, 'index.html'), PAGE);
    await writeFile(join(root, 'heard.js'), HEARD);
    const server = await serveStatic({ root, base: '/site/' });
    const { manifest, preprocessing, weights } = input.model;
    const predictor = makePredictor(manifest, preprocessing, weights);
    await use({ address: server.url, folder, predictor });
    await server.close();
    await rm(root, { recursive: true, force: true });
  },
});

async function lastHeard(page: Page, count: number): Promise<Heard> {
  const heard = () => page.evaluate(() => (globalThis as unknown as { heard: Heard[] }).heard);
  await expect.poll(async () => (await heard()).length).toBeGreaterThanOrEqual(count);
  return (await heard()).at(-1)!;
}

test('it answers with the bits of the app as one types, tells the page, and keeps to its policy', async ({
  page,
  site,
}) => {
  await page.goto(site.address);
  const count = page.getByRole('spinbutton', { name: 'count' });
  await count.fill('3');
  await page.getByRole('combobox', { name: 'colour' }).selectOption({ label: 'another value' });
  const answer = page.getByRole('status', { name: 'Predicted answer' });
  await expect(answer).toBeVisible();
  await expect(page.getByText('colour was never seen in training')).toBeVisible();
  const { name, detail } = await lastHeard(page, 3);
  expect(name).toBe('loam-answer');
  expect(detail.row.count).toBe(3);
  const expected = site.predictor.predictCells(detail.row);
  expect(detail.answer.answer).toBe(expected.answer);
  expect(Object.values(detail.answer.probabilities)).toEqual(expected.probabilities);
  expect(Object.keys(detail.answer.probabilities)).toEqual(site.predictor.classes);
  await expect(answer).toContainText(String(expected.answer));
  await expectAccessible(page);
});

test('it is filled in by keyboard alone, and fits a phone', async ({ page, site }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(site.address);
  await lastHeard(page, 1);
  const focused = () =>
    page.evaluate(() => {
      const within = document.querySelector('loam-predict')!.shadowRoot!.activeElement;
      return within && (within.id || within.getAttribute('name'));
    });
  await page.keyboard.press('Tab');
  const reached = new Set<string>();
  // A date is several stops.
  for (let at = await focused(); at !== null && reached.size < 100; at = await focused()) {
    reached.add(at);
    await page.keyboard.press('Tab');
  }
  const fields = await page.locator('loam-predict').locator('.field').count();
  expect([...reached]).toEqual(Array.from({ length: fields }, (_, i) => `input-${i}`));
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});

test('it answers nothing when any part of its model was altered, and says so', async ({
  page,
  site,
}) => {
  const path = join(site.folder, 'model-data.js');
  const text = await readFile(path, 'utf8');
  const objects = [...text.matchAll(/: "([\w+/=]+)"/g)].map(([, base64]) => base64!);
  expect(objects.length).toBeGreaterThan(5);
  for (const [i, base64] of objects.entries()) {
    const middle = base64.length >> 1;
    const other = base64[middle] === 'A' ? 'B' : 'A';
    const altered = base64.slice(0, middle) + other + base64.slice(middle + 1);
    await writeFile(path, text.replace(base64, altered));
    await page.goto(`${site.address}?${i}`);
    await expect(page.getByRole('alert')).toContainText(
      /^This package is not as it was exported: .+\. Nothing was answered\./,
    );
    expect((await lastHeard(page, 1)).name).toBe('loam-error');
    await expect(page.getByText('%')).toHaveCount(0);
  }
});
