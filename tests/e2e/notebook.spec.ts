/** Notebooks in the built app, with the real cage: the whole loop in cells, and code that came from elsewhere. */
import type { Page } from '@playwright/test';
import { button, drop, give, sample, saveData, visit } from '../support/app-gestures';
import { expect, openApp, test } from './fixtures';

/** Writes into the cell that has the cursor, runs it and goes on in a new one below. */
async function write(page: Page, code: string): Promise<void> {
  await page.keyboard.insertText(code);
  await page.keyboard.press('Alt+Enter');
}

async function newNotebook(page: Page): Promise<void> {
  await visit(page, 'notebooks');
  await page.getByRole('button', { name: 'New notebook' }).first().click();
  await page.locator('.cm-content').first().click();
}

test('from a dataset to a saved model in cells, with each press and permission asked for', async ({
  page,
  app,
}) => {
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await openApp(page, app);
  await give(page, sample('iris'));
  await saveData(page);
  await newNotebook(page);

  await write(page, 'const data = await loam.data("iris")\ndata.head(5)');
  await expect(page.getByText('This cell asks to read iris.')).toBeVisible();
  await button(page, 'Allow').click();
  await expect(page.getByRole('main')).toContainText('5 × 5');
  await page.locator('.cm-content').last().click();
  await write(page, 'const task = loam.task(data, { predict: "species" })');
  await write(page, 'const run = await loam.train(task, loam.model.linear())');
  await write(page, 'const saved = await loam.save(run, "flowers")\nsaved.name');
  const press = page.getByRole('button', { name: /^Save the model of .* under “flowers”$/ });
  await press.click();
  await expect(press).toBeHidden();

  await visit(page, 'models');
  await expect(page.getByRole('link', { name: /flowers/ }).first()).toBeVisible();
  await visit(page, 'runs');
  await expect(page.getByRole('main')).toContainText('Linear');
  expect(errors).toEqual([]);
});

test('a dead loop is stopped, and what other cells have shown stays; text is kept over a reload', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await newNotebook(page);
  await write(page, 'const answer = 6 * 7;\n`it is ${answer}`');
  await expect(page.getByRole('main')).toContainText('it is 42');
  await page.keyboard.insertText('while (true) {}');
  await page.keyboard.press('Control+Enter');
  await button(page, 'Stop').first().click();
  await expect(page.getByText('kernel ready')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('it is 42');
  await page.reload();
  await expect(page.getByRole('main')).toContainText('while (true) {}');
});

test('what is written in one tab is in the other at once, and may run there', async ({
  page,
  context,
  app,
}) => {
  await openApp(page, app);
  await newNotebook(page);
  await page.keyboard.insertText('const first = 20');
  const other = await context.newPage();
  await openApp(other, page.url());
  await expect(other.locator('.cm-content').first()).toContainText('const first = 20');
  await page.keyboard.insertText(' + 1');
  await expect(other.locator('.cm-content').first()).toContainText('const first = 20 + 1');
  await other.locator('.cm-content').first().click();
  await other.keyboard.press('Control+End');
  await other.keyboard.press('Alt+Enter');
  await other.keyboard.insertText('`twice is ${2 * first}`');
  await expect(page.getByRole('main')).toContainText('twice is');
  await button(page, 'Run all').click();
  await expect(page.getByRole('main')).toContainText('twice is 42');
  await expect(other.getByRole('main')).not.toContainText('twice is 42');
});

test('a file that is opened runs nothing until its text is approved', async ({ page, app }) => {
  await openApp(page, app);
  const content = `// %% id=one\nconst where = "ran " + "here"\nwhere\n`;
  await drop(page, { name: 'theirs.ts', content: new TextEncoder().encode(content) });
  await expect(page.getByRole('main')).toContainText('const where');
  await button(page, 'Run all').click();
  await page.waitForTimeout(500);
  await expect(page.getByRole('main')).not.toContainText('ran here');
  await page
    .getByRole('button', { name: /^Approve/ })
    .first()
    .click();
  await button(page, 'Run all').click();
  await expect(page.getByRole('main')).toContainText('ran here');
});
