/** What a person does in the app, gesture by gesture; each ends when the app shows that it is done. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';

export interface GivenFile {
  name: string;
  content: string | Uint8Array;
}

export const sample = (name: string): string =>
  fileURLToPath(new URL(`../../public/samples/${name}.csv`, import.meta.url));

/** A CSV of `rows` lines below `header`. */
export function csvOf(header: string, rows: number, line: (row: number) => string): string {
  return `${header}\n${Array.from({ length: rows }, (_, row) => `${line(row)}\n`).join('')}`;
}

function payload({ name, content }: GivenFile) {
  const mimeType = 'application/octet-stream';
  return { name, mimeType, buffer: Buffer.from(content as Uint8Array) };
}

/** Goes to a place by its address, as a bookmark does. */
export async function visit(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/${place}`);
}

export const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true });

/** The answer to what was done, in a corner of the screen. */
export const messages = (page: Page): Locator => page.getByRole('region', { name: 'Messages' });

/** Gives a file to the drop zone of Home. `file` is a path or what is in the file. */
export async function give(page: Page, file: GivenFile | string): Promise<void> {
  await visit(page, '');
  await page
    .getByRole('group', { name: 'Drop a CSV, TSV or JSON file here' })
    .locator('input[type=file]')
    .setInputFiles(typeof file === 'string' ? file : payload(file));
}

/** Drops a file on whatever the screen shows. */
export async function drop(page: Page, { name, content }: GivenFile): Promise<void> {
  const base64 = Buffer.from(content as Uint8Array).toString('base64');
  const transfer = await page.evaluateHandle(
    async ({ name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name));
      return data;
    },
    { name, base64 },
  );
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}

export async function saveData(page: Page): Promise<void> {
  await button(page, 'Save').click();
  await expect(page.getByRole('link', { name: 'Train a model' })).toBeVisible();
}

/** From a file to the draft of its task. */
export async function learnFrom(page: Page, file: GivenFile | string): Promise<void> {
  await give(page, file);
  await button(page, 'Save and say what to learn').click();
  await expect(page.getByLabel('Predict')).toBeVisible();
}

/** Opens the settings of the model. */
export async function openSettings(page: Page): Promise<void> {
  await page.getByText('Settings, chosen from the size of the data').click();
}

export async function setNumber(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(String(value));
  await field.blur();
}

/** Starts the training and waits for its end. */
export async function train(page: Page): Promise<void> {
  await button(page, 'Train').click();
  await expect(page.locator('main')).toContainText(/finished in|cancelled after/, {
    timeout: 60_000,
  });
  await expect(page.getByRole('tab', { name: /^(Validation|Out of fold)/ })).toBeVisible();
}

export async function saveModel(page: Page, name?: string): Promise<void> {
  if (name !== undefined) await page.getByLabel('Model name').fill(name);
  await button(page, 'Save model').click();
  await expect(page.getByRole('tab', { name: 'Try it' })).toBeVisible();
}

/** Answers where the page was saved, under a name that the browser opens as a page. */
export async function exportPage(page: Page): Promise<string> {
  await button(page, 'Export…').click();
  const event = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Download' }).click();
  const download = await event;
  const path = `${await download.path()}.html`;
  await download.saveAs(path);
  return path;
}

/** Scores a file with the model on screen; answers the bytes that came back. */
export async function scoreInApp(page: Page, file: GivenFile | string): Promise<Buffer> {
  await page.getByRole('tab', { name: 'Score a file' }).click();
  await page
    .getByRole('group', { name: "Drop a CSV with the model's inputs here" })
    .locator('input[type=file]')
    .setInputFiles(typeof file === 'string' ? file : payload(file));
  await expect(page.getByText('rows scored.')).toBeVisible();
  const download = page.waitForEvent('download');
  await button(page, 'Download').click();
  return readFile(await (await download).path());
}

/** The workspace on screen as the bytes of a `.loam` file. */
export async function packWorkspace(page: Page): Promise<Buffer> {
  await visit(page, 'workspace');
  const download = page.waitForEvent('download');
  await button(page, 'Save as .loam').click();
  return readFile(await (await download).path());
}

const PLACES = { data: 'Data', tasks: 'Tasks', runs: 'Runs', models: 'Models' } as const;

/** Every row of every list, without the words that age. */
export async function lists(page: Page): Promise<Record<keyof typeof PLACES, string[]>> {
  const found = { data: [], tasks: [], runs: [], models: [] } as Record<
    keyof typeof PLACES,
    string[]
  >;
  for (const [place, title] of Object.entries(PLACES) as [keyof typeof PLACES, string][]) {
    await visit(page, place);
    await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
    const table = page.locator('main table');
    await expect(table.or(page.getByText(/^No .* yet$/)).first()).toBeVisible();
    const rows = await table.locator('tbody tr').allInnerTexts();
    found[place] = rows.map((row) => row.replace(/\s*(just now|\d+\s\S+\sago)\s*$/, '').trim());
  }
  return found;
}
