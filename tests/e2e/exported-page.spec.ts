/**
 * The exported page on its own: opened from disk, without a network, it predicts, scores files, tells what
 * it is, and refuses when it was changed.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import Papa from 'papaparse';
import { compilePageTemplate } from '../../scripts/vite/compile-page-template';
import type { Cell, ColumnSchema } from '../../src/core/dataset/types';
import { buildPage, readPage } from '../../src/deploy/page';
import { makePredictor, type Predictor } from '../../src/ml/predict/predictor';
import { pageInputOf } from '../support/page-input';
import { tableOf } from '../support/table-of';
import { expect, expectAccessible, test as base } from './fixtures';

interface ExportedPage {
  bytes: Uint8Array;
  address: string;
  predictor: Predictor;
}

const sample = (name: string) =>
  fileURLToPath(new URL(`../../public/samples/${name}.csv`, import.meta.url));

function numberOrText(text: string): Cell {
  if (text === '') return null;
  return Number.isNaN(Number(text)) ? text : Number(text);
}

async function sampleColumns(name: string): Promise<Record<string, Cell[]>> {
  const text = await readFile(sample(name), 'utf8');
  const { data, meta } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: true,
  });
  return Object.fromEntries(
    meta.fields!.map((field) => [field, data.map((row) => numberOrText(row[field]!))]),
  );
}

async function irisPage(): Promise<Uint8Array> {
  const columns = await sampleColumns('iris');
  const target = Object.keys(columns).at(-1)!;
  return buildPage(
    pageInputOf({
      table: tableOf(columns),
      target,
      kind: 'multiclass',
      classes: [...new Set(columns[target]!.map(String))].sort(),
      template: await compilePageTemplate(),
      hidden: [16],
      name: 'iris',
      note: 'A note with </script> & "quotes"',
    }),
  );
}

/** Every kind of input: numbers, categories, a date, yes and no. */
async function churnPage(): Promise<Uint8Array> {
  const all = await sampleColumns('churn');
  const size = 2000;
  const day: ColumnSchema = { name: 'signed_up', type: 'datetime', precision: 'day' };
  const flag: ColumnSchema = { name: 'paperless', type: 'boolean', labels: ['no', 'yes'] };
  const some = (name: string) => all[name]!.slice(0, size);
  const table = tableOf({
    age: some('age'),
    monthly_fee: some('monthly_fee'),
    region: some('region'),
    plan: some('plan'),
    signed_up: { schema: day, values: some('signed_up') },
    paperless: { schema: flag, values: some('age').map((_, i) => i % 3 === 0) },
    left: some('left'),
  });
  return buildPage(
    pageInputOf({
      table,
      target: 'left',
      kind: 'binary',
      classes: ['no', 'yes'],
      template: await compilePageTemplate(),
      name: 'churn',
    }),
  );
}

const test = base.extend<{ folder: string; iris: ExportedPage; churn: ExportedPage }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'loam-page-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  iris: async ({ folder }, use) => use(await saved(folder, 'iris.html', await irisPage())),
  churn: async ({ folder }, use) => use(await saved(folder, 'churn.html', await churnPage())),
});

test.use({ offline: true, acceptDownloads: true });

async function saved(folder: string, name: string, bytes: Uint8Array): Promise<ExportedPage> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const { model } = readPage(bytes);
  const predictor = makePredictor(model.manifest, model.preprocessing, model.weights);
  return { bytes, address: pathToFileURL(path).href, predictor };
}

async function scoreFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const buffer = typeof content === 'string' ? Buffer.from(content) : content;
  await page.getByLabel('CSV file to score').setInputFiles({ name, mimeType: 'text/csv', buffer });
}

async function downloaded(page: Page): Promise<{ name: string; text: string }> {
  const event = page.waitForEvent('download');
  await page.getByRole('link', { name: /^Download/ }).click();
  const download = await event;
  return {
    name: download.suggestedFilename(),
    text: await readFile(await download.path(), 'utf8'),
  };
}

test('the page of the iris MLP is one file of at most 150 KB', ({ iris }) => {
  expect(iris.bytes.length).toBeLessThan(150_000);
});

test('it answers while one types, as the same model answers elsewhere', async ({ page, iris }) => {
  await page.goto(iris.address);
  await expect(page).toHaveTitle('iris 1');
  await expect(page.getByText(/checked itself: 7 objects, 10 examples/)).toBeVisible();
  const row = { sepal_length: 7.1, sepal_width: 2.25, petal_length: 5.5, petal_width: 1.9 };
  for (const [name, value] of Object.entries(row)) await page.getByLabel(name).fill(String(value));
  const { answer, probabilities } = iris.predictor.predictCells(row);
  const shown = page.getByRole('status', { name: 'Predicted species' });
  await expect(shown).toContainText(String(answer));
  const bars = page.getByRole('list', { name: 'Probability of each class' }).getByRole('listitem');
  await expect(bars).toHaveCount(3);
  for (const [i, share] of probabilities!.entries()) {
    const text = `${(share * 100).toFixed(1)} %`;
    if (share > 0.001 && share < 0.999) await expect(bars.nth(i)).toContainText(text);
  }
});

test('a missing value, an unreadable one and an unseen category are named, with what is taken instead', async ({
  page,
  churn,
}) => {
  await page.goto(churn.address);
  const about = page.getByRole('list', { name: 'About these inputs' });
  await expect(about).toBeHidden();
  await page.getByLabel('age').fill('');
  await expect(about).toContainText(/age is missing: counts as \d+/);
  await page.getByLabel('age').pressSequentially('1e');
  await expect(about).toContainText('age cannot be read');
  await page.getByLabel('region').selectOption('another value');
  await expect(about).toContainText('region was never seen in training');
  await page.getByLabel('region').selectOption('missing');
  await expect(about).toContainText('region is missing');
  await page.getByRole('group', { name: 'paperless' }).getByLabel('missing').check();
  await expect(about).toContainText('paperless is missing');
  await page.getByLabel('signed_up').fill('');
  await expect(about).toContainText('signed_up is missing: counts as an average date');
});

test('a CSV comes back as it was, with the bits of each answer at the end of its lines', async ({
  page,
  iris,
}) => {
  await page.goto(iris.address);
  const file = await readFile(sample('iris'), 'utf8');
  await scoreFile(page, 'flowers.csv', file);
  await expect(page.getByText('150 rows, 4 columns added')).toBeVisible();
  const { name, text } = await downloaded(page);
  expect(name).toBe('flowers-predicted.csv');
  const original = file.trimEnd().split(/\r?\n/);
  const lines = text.trimEnd().split(/\r?\n/);
  expect(lines).toHaveLength(original.length);
  const header = original[0]!.split(',');
  lines.slice(1).forEach((line, i) => {
    const before = original[i + 1]!;
    expect(line.startsWith(`${before},`)).toBe(true);
    const cells = before.split(',').map(Number);
    const row = Object.fromEntries(header.map((each, c) => [each, cells[c]!]));
    const { answer, probabilities } = iris.predictor.predictCells(row);
    expect(line.slice(before.length + 1)).toBe([answer, ...probabilities!].join(','));
  });
});

test('files that cannot be scored are told why, and the next one is scored all the same', async ({
  page,
  iris,
}) => {
  await page.goto(iris.address);
  const alert = page.getByRole('alert');
  await scoreFile(page, 'wrong.csv', 'Sepal Length,other\n1,2\n');
  await expect(alert).toContainText('wrong.csv lacks 4 columns that the model reads');
  await expect(alert).toContainText('“Sepal Length” is nearly “sepal_length”');
  await scoreFile(page, 'empty.csv', '');
  await expect(alert).toContainText('empty.csv is empty');
  await scoreFile(page, 'header.csv', 'sepal_length,sepal_width,petal_length,petal_width\n');
  await expect(alert).toContainText('no rows below it');
  await scoreFile(
    page,
    'image.csv',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0]),
  );
  await expect(alert).toContainText('image.csv is not a text file');
  await scoreFile(
    page,
    'quote.csv',
    'sepal_length,sepal_width,petal_length,petal_width\n1,"2,3,4\n',
  );
  await expect(alert).toContainText('A quote is opened on line 2');
  await scoreFile(page, 'odd.csv', 'petal_width;petal_length;sepal_width;sepal_length\n1,5;2;x;\n');
  await expect(alert).toBeHidden();
  const notes = page.getByRole('list', { name: 'About this file' });
  await expect(notes).toContainText('sepal_length: 1 value missing');
  await expect(notes).toContainText('sepal_width: 1 value not readable as its type (such as “x”)');
});

test('a large file shows progress, can be cancelled, and leaves the page alive', async ({
  page,
  iris,
  folder,
}) => {
  await page.goto(iris.address);
  const row = '5.1,3.5,1.4,0.2,some text that makes the line longer\n';
  const file = `sepal_length,sepal_width,petal_length,petal_width,note\n${row.repeat(800_000)}`;
  const path = join(folder, 'large.csv');
  await writeFile(path, file);
  await page.getByLabel('CSV file to score').setInputFiles(path);
  await expect(page.getByRole('progressbar', { name: 'Scoring large.csv' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Cancelled. large.csv is as it was')).toBeVisible();
  await scoreFile(
    page,
    'small.csv',
    'sepal_length,sepal_width,petal_length,petal_width\n5,3,1,0.2\n',
  );
  await expect(page.getByText('1 row, 4 columns added')).toBeVisible();
});

test('a file that is dropped anywhere on the page is scored', async ({ page, iris }) => {
  await page.goto(iris.address);
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    const text = 'sepal_length,sepal_width,petal_length,petal_width\n5,3,1,0.2\n';
    data.items.add(new File([text], 'dropped.csv', { type: 'text/csv' }));
    return data;
  });
  await page.dispatchEvent('h1', 'drop', { dataTransfer: transfer });
  await expect(page.getByRole('link', { name: 'Download dropped-predicted.csv' })).toBeVisible();
});

test('the card says what the model is worth, where it comes from, and what it does not know', async ({
  page,
  iris,
}) => {
  await page.goto(iris.address);
  const { card, model } = readPage(iris.bytes);
  const about = page.getByRole('region', { name: 'About this model' });
  await expect(about).toContainText(card.evaluation!.sentence);
  await expect(about.getByRole('row', { name: /Accuracy/ })).toContainText('0.310');
  await expect(about).toContainText(model.manifest.weights!.slice('sha256:'.length));
  await expect(about).toContainText(card.dataset.manifest.slice('sha256:'.length));
  await expect(about).toContainText('A note with </script> & "quotes"');
  await page.getByText('What happens to missing and unseen values').click();
  await expect(about).toContainText('petal_width: a missing value counts as');
});

test('a page that was changed refuses to predict, and says so', async ({ page, iris, folder }) => {
  const html = new TextDecoder().decode(iris.bytes);
  const from = html.indexOf('id="loam-page">') + 'id="loam-page">'.length;
  const to = html.indexOf('</script>', from);
  for (const share of [0.1, 0.5, 0.95]) {
    const at = Math.floor(from + share * (to - from));
    const other = html[at] === 'A' ? 'B' : 'A';
    const { address } = await savedText(folder, html.slice(0, at) + other + html.slice(at + 1));
    await page.goto(address);
    await expect(page.getByRole('alert')).toContainText('was altered and does not predict');
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await expect(page.locator('form')).toHaveCount(0);
  }
});

test.describe('a changed script', () => {
  test.use({ mayViolate: true });

  test('is not run by the browser, and the page says that it did not start', async ({
    page,
    iris,
    folder,
  }) => {
    const html = new TextDecoder().decode(iris.bytes);
    const { address } = await savedText(folder, html.replace('<script>(', '<script>0;('));
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'This page did not start' })).toBeVisible();
    await expect(page.locator('form')).toHaveCount(0);
  });
});

async function savedText(folder: string, text: string): Promise<{ address: string }> {
  const path = join(folder, 'changed.html');
  await writeFile(path, text);
  return { address: pathToFileURL(path).href };
}

test('the page can reach nobody', async ({ page, context, iris }) => {
  await context.setOffline(false);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(iris.address);
  await scoreFile(page, 'a.csv', 'sepal_length,sepal_width,petal_length,petal_width\n5,3,1,0.2\n');
  await expect(page.getByText('1 row, 4 columns added')).toBeVisible();
  expect(asked.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([]);
});

test('axe finds nothing, light and dark, at desktop and phone width', async ({
  page,
  iris,
  churn,
}) => {
  for (const { address } of [iris, churn]) {
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(viewport);
      await page.goto(address);
      await expectAccessible(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, 'nothing is wider than the screen').toBeLessThanOrEqual(viewport.width);
    }
  }
  await scoreFile(page, 'a.csv', 'age,region\n5,3\n');
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await page.goto(iris.address);
  await scoreFile(page, 'b.csv', 'sepal_length,sepal_width,petal_length,petal_width\n,x,1,0.2\n');
  await expect(page.getByText('1 row, 4 columns added')).toBeVisible();
  await expectAccessible(page);
});
