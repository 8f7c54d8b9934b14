/** Judging a model, finding it again, and what is remembered: all of it is there after a reload. */
import type { Locator, Page } from '@playwright/test';
import {
  button,
  csvOf,
  learnFrom,
  lists,
  messages,
  openSettings,
  sample,
  saveModel,
  setNumber,
  train,
  visit,
} from '../support/app-gestures';
import { expect, openApp, test } from './fixtures';

const heading = (page: Page): Locator => page.getByRole('heading', { level: 1 });

/** Cells of a table's row, by the text of its first. */
async function cells(table: Locator, first: string): Promise<string[]> {
  const row = table
    .getByRole('row')
    .filter({ has: table.page().getByText(first, { exact: true }) });
  return row.getByRole('cell').or(row.getByRole('gridcell')).allInnerTexts();
}

async function openTest(page: Page, reason: string): Promise<void> {
  await page.getByRole('tab', { name: /^Test/ }).click();
  await button(page, 'Open test…').click();
  await expect(button(page, 'Open test'), 'no reason, no opening').toBeDisabled();
  await page.getByLabel('Reason').fill(reason);
  await button(page, 'Open test').click();
  await expect(page.locator('main')).toContainText('rows of test');
}

test('opening test asks for a reason, which is recorded, shown and counted for the task', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);
  const about = page.getByRole('complementary');
  await expect(about).toContainText('Sealed. Never opened for this task.');
  await openTest(page, 'The choice is made');
  await expect(about).toContainText('Opened 1 time for this task');
  await page.reload();
  await expect(about).toContainText('The choice is made');
  await page.getByRole('tab', { name: /^Test/ }).click();
  await expect(page.locator('main')).toContainText('rows of test');

  await page.getByRole('link', { name: 'Change and train again' }).click();
  await openSettings(page);
  await setNumber(page, 'Seed', 7);
  await train(page);
  await expect(about, 'another run of the same task').toContainText('Opened 1 time');
  await openTest(page, 'And the other one');
  await expect(about).toContainText('Opened 2 times for this task');
  await expect(about).toContainText('And the other one');
});

test('the same recipe answers with the run that it had, and another setting makes another run', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  // What is learnt by folds has no loss on validation to compare.
  await button(page, 'Judge by one validation part').click();
  await train(page);
  const first = page.url();
  const again = async () => {
    await page.getByRole('link', { name: 'Change and train again' }).click();
    await openSettings(page);
  };
  await again();
  await button(page, 'Train').click();
  await expect(messages(page)).toContainText('This very recipe has run before');
  expect(page.url()).toBe(first);
  await again();
  await setNumber(page, 'Learning rate', 0.01);
  await page.getByLabel('Hidden layers').fill('16 8');
  await page.getByLabel('Hidden layers').blur();
  await train(page);
  expect(page.url()).not.toBe(first);
  const { tasks, runs } = await lists(page);
  expect([tasks.length, runs.length]).toEqual([1, 2]);

  await visit(page, 'runs');
  await page.getByRole('checkbox', { name: /all/i }).check();
  await button(page, 'Compare 2').click();
  const differ = page.getByRole('table', { name: 'Settings that differ' });
  await expect(differ).toBeVisible();
  const settings = await differ.locator('tbody tr').allInnerTexts();
  expect(settings.map((line) => line.split('\t')[0]!.trim()).sort()).toEqual([
    'Learning rate',
    'Model',
  ]);
  expect((await cells(differ, 'Learning rate')).slice(1).sort()).toEqual(['0.002', '0.01']);
  await page.reload();
  await expect(page.getByRole('table', { name: 'Metrics' })).toContainText('Accuracy');
  await expect(page.locator('main')).toContainText('Loss, validation');
});

test('lineage leads from a model back to the file that it came from', async ({ page, app }) => {
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);
  const run = await heading(page).innerText();
  await saveModel(page, 'flowers');
  const model = page.url();
  await page.reload();
  const lineage = page.getByRole('region', { name: 'Where it comes from' });
  await expect(lineage.getByRole('listitem')).toHaveCount(5);
  await lineage.getByRole('link', { name: `run ${run}` }).click();
  await expect(heading(page)).toHaveText(run);
  await page.goto(model);
  await lineage.getByRole('link', { name: /^recipe/ }).click();
  await expect(heading(page)).toHaveText(run);
  await page.goto(model);
  await lineage.getByRole('link', { name: 'iris.csv' }).click();
  await expect(heading(page)).toHaveText('iris');
  await expect(page.getByRole('complementary')).toContainText('iris.csv');
  await page.getByRole('complementary').getByRole('link', { name: 'flowers 1' }).click();
  await expect(page).toHaveURL(model);
});

test('what is removed can be brought back with Undo, and stays away without', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);
  await saveModel(page, 'flowers');
  const before = await lists(page);
  const places = ['models', 'runs', 'tasks', 'data'] as const;
  for (const place of places) {
    await visit(page, place);
    await page.locator('main tbody a').first().click();
    await button(page, 'Remove').click();
    await expect(messages(page)).toContainText('was taken off the list');
    expect((await lists(page))[place]).toEqual([]);
    await button(page, 'Undo').click();
    await expect(button(page, 'Undo')).toHaveCount(0);
    expect(await lists(page)).toEqual(before);
  }
  await visit(page, 'models');
  await page.locator('main tbody a').first().click();
  await button(page, 'Remove').click();
  await expect(messages(page)).toContainText('was taken off the list');
  await page.reload();
  expect(await lists(page)).toEqual({ ...before, models: [] });
});

test('notes on data, a run and a model are kept', async ({ page, app }) => {
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);
  await saveModel(page);
  for (const place of ['data', 'runs', 'models']) {
    await visit(page, place);
    await page.locator('main tbody a').first().click();
    const note = page.getByRole('complementary').getByRole('textbox');
    await note.fill(`Worth knowing about ${place}`);
    await note.blur();
    await expect(page.getByRole('complementary').getByText('Saved', { exact: true })).toBeVisible();
  }
  await page.reload();
  for (const place of ['data', 'runs', 'models']) {
    await visit(page, place);
    await page.locator('main tbody a').first().click();
    await expect(page.getByRole('complementary').getByRole('textbox')).toHaveValue(
      `Worth knowing about ${place}`,
    );
  }
});

test('linear and baseline models stand beside a neural net, each with its number', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  for (const kind of ['Neural net', 'Linear', 'Baseline']) {
    await page.getByRole('group', { name: 'Model' }).getByText(kind, { exact: true }).click();
    await train(page);
    await page.getByRole('link', { name: 'Change and train again' }).click();
    await expect(button(page, 'Train')).toBeEnabled();
  }
  await page.reload();
  const { tasks, runs } = await lists(page);
  expect(tasks).toHaveLength(1);
  expect(runs).toEqual([
    expect.stringMatching(/baseline.*Accuracy\s0\.33/i),
    expect.stringMatching(/linear.*Accuracy\s0\.9/i),
    expect.stringMatching(/MLP.*Accuracy\s0\.9/),
  ]);
});

test('a number is predicted with its error in its own unit, and its residuals', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await learnFrom(page, sample('diabetes'));
  await train(page);
  await page.reload();
  const main = page.locator('main');
  await expect(main).toContainText(/off by [\d.]+ on average; guessing the mean is off by [\d.]+/);
  await expect(main).toContainText('Residuals');
  const metrics = page.getByRole('table', { name: 'Metrics out of fold' });
  const rmse = (await cells(metrics, 'RMSE')).map((text) => Number(text));
  expect(rmse[1], 'better than guessing').toBeLessThan(rmse[2]!);
});

test('parts by time cut at a date: the latest rows test', async ({ page, app }) => {
  const day = (row: number) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
  const content = csvOf(
    'day,temperature,ice',
    300,
    (row) => `${day(row)},${(row * 37) % 31},${((row * 37) % 31) * 2 + ((row * 53) % 17)}`,
  );
  await openApp(page, app);
  await learnFrom(page, { name: 'shop.csv', content });
  await page.getByLabel('Predict').selectOption('ice');
  await expect(page.locator('main')).toContainText('Predict ice');
  await page.getByLabel('Role of day').selectOption('time');
  await page.getByText(/^Parts:/).click();
  await page.getByLabel('Rows are dealt').selectOption('time');
  await train(page);
  await visit(page, 'tasks');
  await page.locator('main tbody a').first().click();
  await page.reload();
  const about = page.getByRole('complementary');
  await expect(about).toContainText(/dealt by\s*time/);
  await expect(about).toContainText(new RegExp(`validation from\\s*${day(180)}`));
  await expect(about).toContainText(new RegExp(`test from\\s*${day(240)}`));
  await expect(page.locator('main')).toContainText(/60\s*rows test, sealed|rows test, sealed\s*60/);
});
