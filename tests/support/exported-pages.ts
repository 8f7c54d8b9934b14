/** Exported pages on disk, opened without a network: of the iris sample, and of one with every kind of input. */
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
import { test as base } from '../e2e/fixtures';
import { everyStep } from './every-step';
import { pageInputOf } from './page-input';
import { refined } from './refined';
import { tableOf } from './table-of';

export interface ExportedPage {
  bytes: Uint8Array;
  address: string;
  predictor: Predictor;
}

export const sample = (name: string) =>
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
      template: await compilePageTemplate('nets'),
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
      template: await compilePageTemplate('nets'),
      name: 'churn',
    }),
  );
}

/** Inputs made in every way there is, calibrated, with sets. */
async function everyStepPage(): Promise<Uint8Array> {
  const { input } = await everyStep(6, { withWords: true });
  const model = refined(input, { calibrator: 'platt', isConformal: true });
  return buildPage({ ...model, template: await compilePageTemplate('all') });
}

interface Pages {
  folder: string;
  iris: ExportedPage;
  churn: ExportedPage;
  everyWay: ExportedPage;
}

export const test = base.extend<Pages>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'loam-page-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  iris: async ({ folder }, use) => use(await saved(folder, 'iris.html', await irisPage())),
  churn: async ({ folder }, use) => use(await saved(folder, 'churn.html', await churnPage())),
  everyWay: async ({ folder }, use) => use(await saved(folder, 'e.html', await everyStepPage())),
});

async function saved(folder: string, name: string, bytes: Uint8Array): Promise<ExportedPage> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const { model } = readPage(bytes);
  const predictor = makePredictor(model.manifest, model.preprocessing, model.weights);
  return { bytes, address: pathToFileURL(path).href, predictor };
}

export async function scoreFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const buffer = typeof content === 'string' ? Buffer.from(content) : content;
  await page.getByLabel('CSV file to score').setInputFiles({ name, mimeType: 'text/csv', buffer });
}

export async function downloaded(page: Page): Promise<{ name: string; text: string }> {
  const event = page.waitForEvent('download');
  await page.getByRole('link', { name: /^Download/ }).click();
  const download = await event;
  return {
    name: download.suggestedFilename(),
    text: await readFile(await download.path(), 'utf8'),
  };
}
