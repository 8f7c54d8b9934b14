/** Files of code that cells import by their names: without a network, and pinned to what they ran with. */
import type { Page } from '@playwright/test';
import { button, drop, visit } from '../support/app-gestures';
import { expect, expectAccessible, openApp, test, untilOffline } from './fixtures';

const bytes = (text: string) => new TextEncoder().encode(text);

const dropModule = (page: Page, name: string, text: string) =>
  drop(page, { name, content: bytes(text) });

async function newNotebook(page: Page): Promise<void> {
  await visit(page, 'notebooks');
  await page.getByRole('button', { name: 'New notebook' }).first().click();
  await page.locator('.cm-content').first().click();
}

/** Writes into the cell that has the cursor, and runs it. */
async function write(page: Page, code: string): Promise<void> {
  await page.keyboard.insertText(code);
  await page.keyboard.press('Control+Enter');
}

/** A new cell below, which then has the cursor. */
async function nextCell(page: Page): Promise<void> {
  const cells = page.locator('[data-cell]');
  const count = await cells.count();
  await page.keyboard.press('Alt+Enter');
  await expect(cells).toHaveCount(count + 1);
  await expect(cells.last().locator('.cm-content')).toBeFocused();
}

const main = (page: Page) => page.getByRole('main');
const aside = (page: Page) => page.getByRole('region', { name: 'Modules' });

test('a file that is dropped is imported by its name, and works offline after a reload', async ({
  page,
  app,
  context,
}) => {
  await openApp(page, app);
  await newNotebook(page);
  await write(page, 'import { mean } from "stats"\n`mean ${mean([1, 2, 6])}`');
  await expect(main(page)).toContainText('No module is called stats');
  await expect(main(page)).toContainText('Drop stats.js on the notebook');

  await dropModule(
    page,
    'stats.ts',
    'export const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b) / list.length\n',
  );
  await expect(page.getByText('Cells can use it now: import { mean } from "stats"')).toBeVisible();
  await expect(main(page)).not.toContainText('No module is called stats');
  await button(page, 'Run all').click();
  await expect(main(page)).toContainText('mean 3');
  await expect(aside(page)).toContainText('version 1');
  await expectAccessible(page);

  await untilOffline(page);
  await context.setOffline(true);
  await page.reload();
  await button(page, 'Run all').click();
  await expect(page.locator('[data-cell].done')).toHaveCount(1);
  await expect(main(page)).toContainText('mean 3');
  await context.setOffline(false);
});

test('a new version changes nothing until it is asked for, and what ran with the old one is stale then', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await dropModule(page, 'rate.js', 'export const rate = 1\n');
  await newNotebook(page);
  await write(page, 'import { rate } from "rate"\n`rate ${rate}`');
  await expect(main(page)).toContainText('rate 1');

  await dropModule(page, 'rate.js', 'export const rate = 2\n');
  await expect(aside(page)).toContainText('version 1, 2 is there');
  await button(page, 'Run all').click();
  await expect(page.locator('[data-cell].done')).toHaveCount(1);
  await expect(main(page)).toContainText('rate 1');
  await page.reload();
  await button(page, 'Run all').click();
  await expect(page.locator('[data-cell].done')).toHaveCount(1);
  await expect(main(page)).toContainText('rate 1');

  await aside(page).getByRole('button', { name: 'rate' }).click();
  await expect(page.getByLabel('Code that runs')).toContainText('rate = 1');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use version 2' }).click();
  await expect(page.getByLabel('Code that runs')).toContainText('rate = 2');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
  await expect(page.locator('[data-cell].stale')).toHaveCount(1);
  await page.getByRole('button', { name: /^Run stale/ }).click();
  await expect(main(page)).toContainText('rate 2');
});

test('a removed module still runs where it is pinned, and cannot be imported elsewhere', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await dropModule(page, 'rate.js', 'export const rate = 1\n');
  await newNotebook(page);
  await write(page, 'import { rate } from "rate"\n`rate ${rate}`');
  await expect(main(page)).toContainText('rate 1');
  await aside(page).getByRole('button', { name: 'rate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page
    .getByRole('dialog', { name: 'Remove rate?' })
    .getByRole('button', { name: 'Remove' })
    .click();
  await expect(aside(page)).toContainText('removed');
  await page.reload();
  await button(page, 'Run all').click();
  await expect(page.locator('[data-cell].done')).toHaveCount(1);
  await expect(main(page)).toContainText('rate 1');

  await newNotebook(page);
  await write(page, 'import { rate } from "rate"\nrate');
  await expect(main(page)).toContainText('No module is called rate');
});

test('modules import each other by their names, and say what is missing or goes in a circle', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await dropModule(
    page,
    'area.js',
    'import { pi } from "circle"\nexport const area = (r) => pi * r * r',
  );
  await newNotebook(page);
  await write(page, 'import { area } from "area"\n`area ${area(2)}`');
  await expect(main(page)).toContainText('The module area imports circle, which is not there');
  await dropModule(page, 'circle.js', 'export const pi = 3\n');
  await expect(main(page)).not.toContainText('which is not there');
  await button(page, 'Run all').click();
  await expect(main(page)).toContainText('area 12');

  await dropModule(page, 'circle.js', 'import "area"\nexport const pi = 4\n');
  await aside(page).getByRole('button', { name: 'circle' }).click();
  await page.getByRole('button', { name: 'Use version 2' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
  await expect(main(page)).toContainText('in a circle: area → circle → area');
});

test('files that cannot be modules say why, and change nothing', async ({ page, app }) => {
  await openApp(page, app);
  await newNotebook(page);
  const toast = page.getByText(/cannot be a module/);
  await dropModule(page, 'broken.js', 'export const a = (1 + \n');
  await expect(toast.last()).toContainText('“broken.js” cannot be a module: line 1');
  await dropModule(page, 'far.js', 'export * from "https://cdn.example/d3.js"');
  await expect(toast.last()).toContainText('modules have no network and no folders');
  await dropModule(page, 'near.js', 'import "./other.js"');
  await expect(toast.last()).toContainText('import it by its name');
  await dropModule(page, 'huge.js', `export const a = "${'x'.repeat(11 * 1024 * 1024)}"`);
  await expect(toast.last()).toContainText('larger than 10 MiB');
  await dropModule(page, 'empty.js', ' \n');
  await expect(toast.last()).toContainText('it is empty');
  await expect(aside(page)).toContainText('Drop a .js or .ts file');
});

test('a large module, one that awaits, one that fails and one with the name of a library', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await dropModule(
    page,
    'large.js',
    `export const size = ${JSON.stringify('x'.repeat(3 * 1024 * 1024))}.length`,
  );
  await dropModule(page, 'late.js', 'export const late = await Promise.resolve("came late")');
  await dropModule(page, 'fails.js', 'export const a = 1\ndocument.title = "x"');
  await dropModule(
    page,
    'plot.js',
    'export const line = () => "our own plot"\nexport default line',
  );
  await newNotebook(page);
  await write(page, 'import { size } from "large"\nimport { late } from "late"\n`${late} ${size}`');
  await expect(main(page)).toContainText('came late 3145728');
  await nextCell(page);
  await write(page, 'import * as plot from "plot"\nplot.line()');
  await expect(main(page)).toContainText('our own plot');
  await nextCell(page);
  await write(page, 'import { a } from "fails"\na');
  await expect(main(page)).toContainText('the module "fails" cannot start');
  await nextCell(page);
  await write(page, 'import { never } from "late"\nnever');
  await expect(main(page)).toContainText('the module "late" does not export "never"');
});

test('a module that came with a workspace runs only once its code was read and approved', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await dropModule(page, 'theirs.js', 'export const secret = "ran " + "theirs"\n');
  await newNotebook(page);
  await write(page, 'import { secret } from "theirs"\nsecret');
  await expect(main(page)).toContainText('ran theirs');
  await page.waitForTimeout(2500);
  await visit(page, 'workspace');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as .loam' }).click();
  const file = await (await download).path();

  // Another browser, so to speak: nothing of what was approved here is known there.
  const other = await page.context().browser()!.newContext();
  const there = await other.newPage();
  await there.goto(app);
  await expect(there.locator('main')).toBeVisible();
  const { readFile } = await import('node:fs/promises');
  await drop(there, { name: 'theirs.loam', content: await readFile(file) });
  await expect(there.getByText('every object verified')).toBeVisible();
  await visit(there, 'notebooks');
  await there.getByRole('link', { name: 'Untitled notebook' }).click();
  await there.getByRole('button', { name: /^Approve/ }).click();
  await expect(main(there)).toContainText('imports theirs, which came with the workspace');
  await there.getByRole('button', { name: 'Run all' }).click();
  await there.waitForTimeout(500);
  await expect(there.locator('[data-cell].unapproved')).toHaveCount(1);
  await there.getByRole('button', { name: 'Read theirs' }).click();
  await expect(there.getByLabel('Code that runs')).toContainText('const secret');
  await there.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await there.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
  await there.getByRole('button', { name: 'Run all' }).click();
  await expect(there.locator('[data-cell].done')).toHaveCount(1);
  await other.close();
});
