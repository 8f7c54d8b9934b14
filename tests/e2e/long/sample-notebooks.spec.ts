/** The notebooks that ship with the app: each opened as a person does, run as a whole, used, and read in app mode. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import {
  button,
  csvOf,
  drop,
  give,
  messages,
  sample,
  saveData,
  visit,
} from '../../support/app-gestures';
import { expect, expectAccessible, openApp, test } from '../fixtures';

const codeCells = (page: Page): Locator => page.locator('[data-cell]:not(.text)');
const cell = (page: Page, id: string): Locator => page.locator(`[data-cell="${id}"]`);
/** What a cell shows as text: it stands in a tree of its own. */
const prose = (page: Page, id: string): Locator => cell(page, id).locator('.markup p').last();
/** A line may break between them. */
const words = (pattern: string): RegExp => new RegExp(pattern.replaceAll(' ', '\\s+'));
const main = (page: Page): Locator => page.getByRole('main');
const frames = (page: Page): number => page.frames().length;

/** Tall enough for every cell to be drawn. */
test.use({ viewport: { width: 1280, height: 6000 } });

async function openSample(page: Page, title: string): Promise<void> {
  await visit(page, 'notebooks');
  await page.getByRole('button', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(codeCells(page).first()).toBeVisible();
}

/** To the end of every cell: done, or waiting for its press. */
async function runAll(page: Page, pressed: readonly string[]): Promise<void> {
  await button(page, 'Run all').click();
  await expectAllDone(page, pressed);
}

async function expectAllDone(page: Page, pressed: readonly string[] = []): Promise<void> {
  await expect(page.locator('[data-cell]:not(.text):not(.done):not(.ready)')).toHaveCount(0, {
    timeout: 60_000,
  });
  await expect(page.locator('[data-cell].ready')).toHaveCount(pressed.length);
  for (const id of pressed) await expect(cell(page, id)).toHaveClass(/ready/);
}

async function setControl(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(String(value));
  await field.blur();
}

test('a sample that is opened is a copy with its data, which it may read; nothing of it has run', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await openSample(page, 'A first tour');
  const cells = await codeCells(page).count();
  await expect(page.locator('[data-cell].idle')).toHaveCount(cells + (await textCells(page)));
  await expect(page.getByText('kernel off')).toBeVisible();
  expect(frames(page)).toBe(1);

  await visit(page, 'data');
  await expect(page.getByRole('link', { name: 'iris 1' })).toBeVisible();
  // A second copy brings no second version.
  await visit(page, 'notebooks');
  await page.getByText('Samples', { exact: true }).click();
  await page.getByRole('button', { name: 'A first tour' }).click();
  await expect(codeCells(page).first()).toBeVisible();
  await visit(page, 'notebooks');
  await expect(page.getByRole('link', { name: 'A first tour' })).toHaveCount(2);
  await visit(page, 'data');
  await expect(page.locator('main tbody tr')).toHaveCount(1);
});

const textCells = (page: Page): Promise<number> => page.locator('[data-cell].text.idle').count();

test('other data under the name of a sample stay as they are, and are not given to its notebook', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  const mine = { name: 'iris.csv', content: csvOf('a,b', 30, (row) => `${row},${row % 3}`) };
  await give(page, mine);
  await saveData(page);
  await openSample(page, 'A first tour');
  await runAll(page, []);
  await expect(cell(page, 'data')).toContainText('150 × 5');
  await expect(cell(page, 'data')).toContainText('loam.data("iris sample")');
  await cell(page, 'data').locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('const iris = await loam.data("iris");\niris');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('This cell asks to read iris.')).toBeVisible();
});

test('a first tour runs to its end; its slider, its generator and its failing cell do what it says', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await openSample(page, 'A first tour');
  await runAll(page, []);
  await expect(cell(page, 'first')).toContainText('6');
  await expect(cell(page, 'data')).toContainText('150 × 5');
  await expect(cell(page, 'says')).toContainText('150 of 150 flowers');
  await expect(cell(page, 'chart').locator('svg circle')).toHaveCount(150);
  await expect(cell(page, 'worth')).toContainText(/The model is right \d+ of \d+/);
  await expect(cell(page, 'model').locator('.run svg').first()).toBeVisible();

  const lines = readFileSync(sample('iris'), 'utf8').trim().split('\n').slice(1);
  const long = lines.filter((line) => Number(line.split(',')[2]) >= 5).length;
  await setControl(page, 'Petals of at least … cm, as a number', 5);
  await expect(cell(page, 'says')).toContainText(`${long} of 150 flowers`);
  await expect(cell(page, 'chart').locator('svg circle')).toHaveCount(long);

  // The cell ended with its first value; the line has one point for each of the others.
  const path = cell(page, 'settling').locator('svg g[stroke-width="2"] path');
  const points = async () => (await path.getAttribute('d'))?.split('L').length;
  await expect.poll(points, { timeout: 30_000 }).toBe(80);

  await page.getByLabel('Let the next cell fail').check();
  await expect(cell(page, 'fails')).toHaveClass(/failed/);
  await expect(cell(page, 'fails')).toContainText('This is how a failed cell looks');
  await expect(page.locator('[data-cell].failed')).toHaveCount(1);
  await expect(cell(page, 'says')).toContainText(`${long} of 150 flowers`);
  await page.getByLabel('Let the next cell fail').uncheck();
  await expect(cell(page, 'fails')).toContainText('All is well.');
  await expectAllDone(page);
  await expectAccessible(page);
});

test('digits: a network is trained, judged, shown its mistakes, confused, and saved after a press', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await openSample(page, 'Digits with a CNN');
  await runAll(page, ['save']);
  const verdict = await prose(page, 'verdict').innerText();
  const shares = [...verdict.matchAll(/([\d.]+)\s%/g)].map(([, share]) => Number(share));
  const [accuracy, , low, high, guessing] = shares as [number, number, number, number, number];
  expect(accuracy).toBeGreaterThan(90);
  expect(low).toBeLessThan(accuracy);
  expect(high).toBeGreaterThan(accuracy);
  expect(guessing).toBeLessThan(15);
  await expect(cell(page, 'train').locator('.run')).toContainText(
    /CNN c16 · c32 · d64\s*finished in/,
  );
  await expect(cell(page, 'train').locator('.run svg').first()).toBeVisible();
  await expect(cell(page, 'ladder')).toContainText('3 × 7');
  await expect(cell(page, 'look').locator('svg rect')).toHaveCount(20 * 65);
  await expect(cell(page, 'classes').locator('svg rect')).toHaveCount(10);

  // What the matrix says off its diagonal is what is shown as wrong.
  const counts = await cell(page, 'confusion').locator('svg > g:last-child text').allTextContents();
  const rows = Number(/Of (\d+) images/.exec(verdict)![1]);
  expect(counts.map(Number).reduce((a, b) => a + b, 0)).toBe(rows);
  const missed = Math.round(rows * (1 - accuracy / 100));
  await expect(cell(page, 'wrong').locator('svg > g:last-child text')).toHaveCount(
    Math.min(missed, 20),
  );

  const answer = prose(page, 'answer');
  await setControl(page, 'Smudge, as a number', 0);
  await expect(answer).toContainText('It was a 0, and the network says 0');
  const said = await answer.innerText();
  await setControl(page, 'Smudge, as a number', 1);
  await expect(answer).not.toHaveText(said);
  await setControl(page, 'Image, as a number', 4);
  await expect(answer).toContainText('It was a 4');

  await cell(page, 'save').scrollIntoViewIfNeeded();
  await page.getByRole('button', { name: /^Save the model of .* under “digits cnn”$/ }).click();
  await expect(cell(page, 'save')).toContainText('Saved as digits cnn, version 1.');
  await expectAllDone(page);
  await visit(page, 'models');
  await expect(page.getByRole('link', { name: /digits cnn/ }).first()).toBeVisible();
});

test('for a business reader: no code, every number follows the costs and the line, and test waits for a press', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await openSample(page, 'Who to call before they leave');
  await runAll(page, ['test']);
  await button(page, 'App').click();
  await expect(page.locator('.cm-editor')).toHaveCount(0);
  await expect(main(page)).not.toContainText('const ');
  const short = prose(page, 'short');
  await expect(short).toContainText(
    words('it finds \\d+ of them, and calls [\\d,]+ who would have stayed'),
  );
  await expect(short).toContainText(words('saves € [\\d,]+'));
  const consequence = cell(page, 'consequence');
  await expect(consequence).toContainText('No other line brings more.');
  await expect(cell(page, 'curve').locator('svg')).toBeVisible();
  await expect(cell(page, 'rungs').locator('svg circle')).toHaveCount(4);
  await expectAccessible(page);

  await setControl(page, 'Call from this probability on, %, as a number', 60);
  await expect(consequence).toContainText(words('From a probability of 60 %'));
  await expect(consequence).toContainText(words('less than at \\d+ %, the best line'));

  const before = await short.innerText();
  await setControl(page, 'A customer who leaves and was not called, €', 4000);
  await expect(short).not.toHaveText(before);
  await expect(short).toContainText(words('saves € \\d{3},\\d{3}'));
  await expect(cell(page, 'train').locator('.run')).toHaveCount(4);

  await page.getByRole('button', { name: /^Open the test part of “left”/ }).click();
  await expect(cell(page, 'test')).toContainText(
    words('customers who were sealed, the same line finds \\d+'),
  );
  await expectAllDone(page);

  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('samples come with progress, can be cancelled, and say what went wrong', async ({
  page,
  app,
}) => {
  await openApp(page, app, '#/components/notebooks?empty');
  await page.getByRole('button', { name: 'One that comes slowly' }).click();
  await expect(page.getByRole('progressbar', { name: 'Reading' })).toHaveAttribute(
    'aria-valuenow',
    '40',
  );
  await expectAccessible(page);
  await button(page, 'Cancel').click();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await expect(messages(page)).not.toContainText(/./);
  await page.getByRole('button', { name: 'One that is not there' }).click();
  await expect(messages(page)).toContainText(/./);
  await expect(page.getByRole('button', { name: 'A first tour' })).toBeEnabled();
});

test('a notebook file dropped on the list opens, and waits for approval', async ({ page, app }) => {
  await openApp(page, app, '#/notebooks');
  await expect(page.getByText('No notebook yet')).toBeVisible();
  const content = new TextEncoder().encode('// %% id=one\n6 * 7\n');
  await drop(page, { name: 'theirs.ts', content });
  await expect(cell(page, 'one')).toHaveClass(/unapproved/);
});

test('the palette makes a notebook and finds those there are', async ({ page, app }) => {
  const choose = async (text: string, option: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(text);
    await expect(page.getByRole('option', { name: option })).toBeVisible();
    await page.keyboard.press('Enter');
  };
  await openApp(page, app);
  await choose('new notebook', 'New notebook');
  await expect(codeCells(page)).toHaveCount(1);
  await visit(page, 'models');
  await choose('untitled', 'Untitled notebook');
  await expect(codeCells(page)).toHaveCount(1);
});
