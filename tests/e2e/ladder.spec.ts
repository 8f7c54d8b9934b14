/** One press compares every kind of model on the same folds; the one that holds becomes a model. */
import {
  button,
  csvOf,
  learnFrom,
  messages,
  sample,
  saveModel,
  visit,
} from '../support/app-gestures';
import { expect, expectAccessible, openApp, test } from './fixtures';

test('a ladder of five kinds, its table, and a model from the simplest that holds', async ({
  page,
  app,
}) => {
  test.slow();
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await button(page, 'Try the ladder').click();
  const table = page.getByRole('grid', { name: 'Ladder' });
  await expect(table.locator('tbody tr'), 'every rung has its row from the start').toHaveCount(5);
  await expect(page.locator('main')).toContainText(/not measurably worse|measurably worse\./);
  await expect(page.locator('main').getByText('finished', { exact: true }).first()).toBeVisible();
  await expect(table.getByText('finished')).toHaveCount(5);
  await expect(table.getByText('best', { exact: true })).toHaveCount(1);
  await expect(table.getByText('simplest', { exact: true })).toHaveCount(1);
  await expect(table).toContainText('95 % interval over rows');
  await expect(table).toContainText('Mean ± SD over folds');
  await expectAccessible(page);

  await table.locator('tbody tr').nth(1).focus();
  await page.keyboard.press('Enter');
  const trial = page.getByRole('region', { name: 'Linear' });
  await expect(trial.getByRole('table', { name: 'Folds' }).locator('tbody tr')).toHaveCount(5);
  await expect(trial).toContainText('each row answered by a fold that had not seen it');
  await expectAccessible(page);
  await trial.getByRole('button', { name: 'Use this model' }).click();
  await expect(page.locator('main')).toContainText(/finished in/, { timeout: 60_000 });
  await saveModel(page);

  await visit(page, 'studies');
  const studies = page.getByRole('grid', { name: 'Studies' });
  await expect(studies.locator('tbody tr')).toHaveCount(1);
  await expect(studies).toContainText('ladder');
  await expectAccessible(page);
});

test('the same ladder is known, and a phone shows it too', async ({ page, app }) => {
  test.slow();
  await page.setViewportSize({ width: 390, height: 844 });
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await button(page, 'Try the ladder').click();
  const table = page.getByRole('grid', { name: 'Ladder' });
  await expect(table.getByText('finished')).toHaveCount(5);
  const address = page.url();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide, 'the page does not scroll sideways').toBe(false);
  await page.goBack();
  await button(page, 'Try the ladder').click();
  await expect(messages(page)).toContainText('climbed before');
  expect(page.url()).toBe(address);
});

test('the ladder of a series shows what a seasonal naive forecast is worth, and MASE', async ({
  page,
  app,
}) => {
  test.slow();
  const day = (row: number) => new Date(Date.UTC(2020, 0, 1 + row)).toISOString().slice(0, 10);
  const content = csvOf('day,wind,v', 200, (row) => {
    const wind = (row * 37) % 101;
    return `${day(row)},${wind},${[10, 12, 9, 14, 20, 30, 25][row % 7]! + wind / 50}`;
  });
  await openApp(page, app);
  await learnFrom(page, { name: 'days.csv', content });
  await page.getByLabel('Predict').selectOption('v');
  const asTime = button(page, 'Use day as time');
  if (await asTime.isVisible()) await asTime.click();
  await button(page, 'Try the ladder').click();
  const table = page.getByRole('grid', { name: 'Ladder' });
  await expect(table.getByText('finished')).toHaveCount(5, { timeout: 60_000 });
  await expect(table).toContainText('Seasonal naive');
  await expect(table).toContainText('MASE');
  await expect(page.locator('main')).toContainText('the value 7 rows before');
  await expectAccessible(page);
});
