/** Lists stay quick at 10,000 runs: found, sorted, opened and compared, and only what is in view is drawn. */
import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { button, give, messages, visit } from '../../support/app-gestures';
import { longestTask, watchLongTasks } from '../../support/long-tasks';
import { manyRuns } from '../../support/many-runs';
import { expect, openApp, test } from '../fixtures';

const COUNT = 10_000;

/** Does it, and answers how long until `done` and the longest task of the page meanwhile, in ms. */
async function timed(page: Page, name: string, act: () => Promise<void>): Promise<void> {
  await watchLongTasks(page);
  const begin = performance.now();
  await act();
  const total = Math.round(performance.now() - begin);
  console.log(`${name}: ${total} ms, longest task ${Math.round(await longestTask(page))} ms`);
}

test('10,000 runs: home, list, filter, sort, open and compare', async ({ page, app }, testInfo) => {
  test.setTimeout(180_000);
  const file = testInfo.outputPath('many.loam');
  await writeFile(file, await manyRuns(COUNT));
  await openApp(page, app);
  await give(page, file);
  await expect(messages(page)).toContainText('every object verified', { timeout: 60_000 });

  const rows = page.locator('main tbody tr:not([aria-hidden])');
  const names = rows.getByRole('link');
  const latest = `run-${COUNT - 1}`;
  const place = async (path: string) => {
    await visit(page, 'workspace');
    await expect(button(page, 'Check')).toBeVisible();
    await visit(page, path);
  };

  await page.reload();
  await timed(page, 'home', async () => {
    await place('');
    await expect(page.getByRole('link', { name: latest, exact: true })).toBeVisible();
  });
  await timed(page, 'runs', async () => {
    await place('runs');
    await expect(page.getByText('10,000 so far')).toBeVisible();
    await expect(names.first()).toHaveText(latest);
  });
  expect(await rows.count(), 'only rows in view are drawn').toBeLessThan(80);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(COUNT + 1));

  await timed(page, 'sort', async () => {
    const header = page.getByRole('columnheader', { name: 'Value' });
    await header.getByRole('button').click();
    await expect(header).toHaveAttribute('aria-sort', 'descending');
    await header.getByRole('button').click();
    await expect(names.first()).toHaveText('run-0');
  });
  await timed(page, 'scroll to the end', async () => {
    await page.getByRole('group', { name: 'Runs' }).evaluate((view) => {
      view.scrollTop = view.scrollHeight;
    });
    await expect(names.last()).toHaveText(latest);
  });
  expect(await rows.count(), 'only rows in view are drawn').toBeLessThan(80);
  await timed(page, 'filter', async () => {
    await page.getByLabel('Find').pressSequentially('linear run-77');
    await expect(names).toHaveText(
      ['run-770', ...Array.from({ length: 10 }, (_, i) => `run-77${i}0`)].map(
        (name) => new RegExp(`^${name}$`),
      ),
    );
  });
  await timed(page, 'choose and compare', async () => {
    await page.getByRole('checkbox').nth(1).check();
    await page.getByRole('checkbox').nth(2).check();
    await button(page, 'Compare 2').click();
    await expect(page.getByRole('table', { name: 'Settings that differ' })).toContainText('7700');
  });
  await timed(page, 'open a run', async () => {
    await visit(page, `runs/${(5000).toString(16).padStart(16, '0')}`);
    await expect(page.getByRole('heading', { level: 1, name: 'run-5000' })).toBeVisible();
    await expect(page.getByRole('tab', { name: /^(Validation|Out of fold)/ })).toBeVisible();
  });
  await timed(page, 'task with all its runs', async () => {
    await place('tasks');
    await page.getByRole('link', { name: 'table: plan' }).click();
    await expect(names.first()).toHaveText(latest);
  });
  expect(await rows.count(), 'only rows in view are drawn').toBeLessThan(100);
  await timed(page, 'dataset', async () => {
    await place('data');
    await page.getByRole('link', { name: 'table 1' }).click();
    await expect(page.getByRole('complementary')).toContainText('10,000');
  });
});
