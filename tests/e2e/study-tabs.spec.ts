/** A study is worked on by one tab; another shows the same trials, and starts none of them again. */
import { button, learnFrom, sample } from '../support/app-gestures';
import { expect, openApp, test } from './fixtures';

test('a second tab shows the trials of a study and starts none of them twice', async ({
  page,
  context,
  app,
}) => {
  test.slow();
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await button(page, 'Search…').click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Linear').check();
  await form.getByLabel('Neural net').uncheck();
  await form.getByLabel('Trials at most').fill('12');
  await form.getByRole('button', { name: 'Start the search' }).click();
  const trials = page.getByRole('grid', { name: 'Trials' });
  await expect(trials.getByText('finished').first()).toBeVisible();

  const second = await context.newPage();
  await second.goto(page.url());
  const there = second.getByRole('grid', { name: 'Trials' });
  await expect(there.getByText('finished').first()).toBeVisible();
  for (const grid of [trials, there]) {
    await expect(grid.getByText('finished', { exact: true })).toHaveCount(12, { timeout: 60_000 });
  }
  const rowsOf = async (grid: typeof trials) =>
    (await grid.getByRole('row').allInnerTexts()).slice(1).sort();
  const here = await rowsOf(trials);
  expect(here).toHaveLength(12);
  expect(await rowsOf(there)).toEqual(here);
  expect(new Set(here.map((text) => text.trim().split(/\s+/)[0])).size).toBe(12);
  await second.close();
});
