/** Files that an exported page scores: what comes out, where it goes, and what is said of them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Papa from 'papaparse';
import { digestOf } from '../../../src/core/hash/digest';
import { readPage } from '../../../src/deploy/page';
import { askedRows } from '../../support/asked-rows';
import { downloaded, sample, scoreFile, test } from '../../support/exported-pages';
import { expect } from '../fixtures';

test.use({ offline: true, acceptDownloads: true });

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

test('inputs made in every way, words of texts too, are answered with the bits of the app, sets besides', async ({
  page,
  everyWay,
}) => {
  const { model } = readPage(everyWay.bytes);
  const names = model.manifest.inputs.map(({ name }) => name);
  const rows = askedRows({ model }, 1000);
  const cells = rows.map((row) => names.map((name) => row[name] ?? ''));
  await page.goto(everyWay.address);
  await scoreFile(page, 'rows.csv', Papa.unparse([names, ...cells], { newline: '\n' }));
  await expect(page.getByText('1,000 rows, 4 columns added')).toBeVisible();
  const { text } = await downloaded(page);
  const [, ...scored] = Papa.parse<string[]>(text.trimEnd(), { newline: '\n' }).data;
  expect(scored.map((line) => line.slice(names.length))).toEqual(
    rows.map((row) => {
      const { answer, probabilities, set } = everyWay.predictor.predictCells(row);
      return [answer, ...probabilities!, set!.join('|')].map(String);
    }),
  );
});

test('a scored file is compared with training, the worst column first', async ({ page, iris }) => {
  await page.goto(iris.address);
  const original = (await readFile(sample('iris'), 'utf8')).trimEnd();
  await scoreFile(page, 'same.csv', original);
  await expect(page.getByText('Nothing in this file differs')).toBeVisible();
  const [head, ...lines] = original.split(/\r?\n/);
  const moved = lines.map((each, i) => {
    const cells = each.split(',');
    cells[1] = i % 5 === 0 ? '' : cells[1]!;
    return [String(Number(cells[0]) + 3), ...cells.slice(1)].join(',');
  });
  await scoreFile(page, 'moved.csv', [head, ...moved].join('\n'));
  await expect(
    page.getByText('2 columns of 4 differ from what the model was trained on'),
  ).toBeVisible();
  const rows = page.getByRole('table').filter({ hasText: 'What differs' }).locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toContainText('sepal_length');
  await expect(rows.nth(0)).toContainText('differs');
  await expect(rows.nth(1)).toContainText('20.0 % missing or unreadable');
});

/** Larger than what is kept in the browser without asking; few rows, so that it is quick. */
async function largeFile(folder: string): Promise<string> {
  const path = join(folder, 'wide.csv');
  const note = 'n'.repeat(40_000);
  const row = (i: number) => `${4 + (i % 30) / 10},3,${1 + (i % 50) / 10},0.2,${note}\n`;
  const rows = Array.from({ length: 1700 }, (_, i) => row(i));
  await writeFile(path, `sepal_length,sepal_width,petal_length,petal_width,note\n${rows.join('')}`);
  return path;
}

/** Stands in for the browser's own dialog, which no test can press: what is written is kept in the page. */
async function standInPicker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const scope = globalThis as unknown as Record<string, unknown>;
    const parts: Blob[] = (scope.parts = [] as Blob[]) as Blob[];
    scope.ends = [];
    const end = (how: string) => () => Promise.resolve((scope.ends as string[]).push(how));
    const writable = {
      write: (piece: Blob) => Promise.resolve(parts.push(piece)),
      close: end('closed'),
      abort: end('aborted'),
    };
    const handle = { name: 'mine.csv', createWritable: () => Promise.resolve(writable) };
    scope.showSaveFilePicker = () => Promise.resolve(handle);
  });
}

test('a large file is written where the person says, piece by piece, the same as the download', async ({
  page,
  iris,
  folder,
}) => {
  await standInPicker(page);
  const path = await largeFile(folder);
  await page.goto(iris.address);
  await page.getByLabel('CSV file to score').setInputFiles(path);
  await page.getByRole('button', { name: 'Choose where to save' }).click();
  await expect(page.getByText('Saved in mine.csv')).toBeVisible();
  const [pieces, ends, hash] = await page.evaluate(async () => {
    const { parts, ends } = globalThis as unknown as { parts: Blob[]; ends: string[] };
    const bytes = await new Blob(parts).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return [parts.length, ends, hex] as const;
  });
  expect(pieces).toBeGreaterThan(20);
  expect(ends).toEqual(['closed']);

  await page.getByLabel('CSV file to score').setInputFiles(path);
  await page.getByRole('button', { name: 'Download at the end' }).click();
  await expect(page.getByText('1,700 rows, 4 columns added')).toBeVisible();
  const { text } = await downloaded(page);
  expect(digestOf(new TextEncoder().encode(text))).toBe(hash);
});

test('a file that cannot be scored leaves the chosen place closed without a result', async ({
  page,
  iris,
  folder,
}) => {
  await standInPicker(page);
  const path = join(folder, 'other.csv');
  await writeFile(path, `a,b\n${`1,${'x'.repeat(70_000)}\n`.repeat(1000)}`);
  await page.goto(iris.address);
  await page.getByLabel('CSV file to score').setInputFiles(path);
  await page.getByRole('button', { name: 'Choose where to save' }).click();
  await expect(page.getByRole('alert')).toContainText('lacks 4 columns');
  expect(await page.evaluate(() => (globalThis as unknown as { ends: string[] }).ends)).toEqual([
    'aborted',
  ]);
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
