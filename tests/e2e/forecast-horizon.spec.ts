/** How far ahead a forecast is judged: chosen in the form, said of the run, of the model and on its page. */
import type { Page } from '@playwright/test';
import { button, csvOf, exportPage, learnFrom, saveModel, train } from '../support/app-gestures';
import { axeFindings } from '../support/axe';
import { expect, openApp, test } from './fixtures';

const DAY = 86_400_000;
const SAID = 'up to 7 days ahead, in 3 windows of 7 days, each after the rows learnt from';

const days = csvOf('day,visits,sales', 120, (row) => {
  const day = new Date(Date.UTC(2024, 0, 1) + row * DAY).toISOString().slice(0, 10);
  const visits = (row * 7) % 13;
  return `${day},${visits},${2 * visits + ((row * 5) % 3)}`;
});

async function dealByTime(page: Page) {
  await learnFrom(page, { name: 'days.csv', content: days });
  await page.getByLabel('Role of day').selectOption('time');
  await page.getByText(/^Parts:/).click();
  await page.getByLabel('Rows are dealt').selectOption('time');
}

test('a forecast is judged as far ahead as the form says, and says so', async ({ page, app }) => {
  await openApp(page, app);
  await dealByTime(page);
  const windows = page.getByLabel('Windows of time');
  const ahead = page.getByLabel('How far ahead');
  await expect(windows).toHaveValue('');

  await ahead.fill('1 month');
  await ahead.blur();
  await expect(page.locator('main')).toContainText('Give a span of time, such as 7 days');
  await expect(button(page, 'Train')).toBeDisabled();
  await ahead.fill('1 week');
  await ahead.blur();
  await expect(windows).toHaveValue('5');
  await windows.fill('3');
  await windows.blur();
  await expect(ahead).toHaveValue('7 days');
  expect(await axeFindings(page, 'main')).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('form.png'), fullPage: true });

  await train(page);
  const main = page.locator('main');
  await expect(main).toContainText(SAID);
  await saveModel(page);
  await expect(main).toContainText(SAID);
  await page.goto(`file://${await exportPage(page)}`);
  await expect(page.locator('body')).toContainText(/3 windows of 7 days/);
});

test('the ladder and the search judge as far ahead as the form says', async ({ page, app }) => {
  await openApp(page, app);
  await dealByTime(page);
  const form = page.url();
  const main = page.locator('main');
  const ahead = page.getByLabel('How far ahead');
  await ahead.fill('next week');
  await ahead.blur();
  await button(page, 'Try the ladder').click();
  await expect(page.getByText(/How far ahead must be a span of time/).last()).toBeVisible();
  await ahead.fill('7 days');
  await ahead.blur();
  await page.getByLabel('Windows of time').fill('3');
  await page.getByLabel('Windows of time').blur();
  await button(page, 'Try the ladder').click();
  await expect(page).toHaveURL(/studies/);
  await expect(main).toContainText('3 windows of 7 days');

  await page.goto(form);
  await page.getByLabel('Role of day').selectOption('time');
  await page.getByText(/^Parts:/).click();
  await page.getByLabel('Rows are dealt').selectOption('time');
  await page.getByLabel('How far ahead').fill('4 days');
  await page.getByLabel('How far ahead').blur();
  await button(page, 'Search…').click();
  await page.getByLabel('Trials at most').fill('2');
  await button(page, 'Start the search').click();
  await expect(page).toHaveURL(/studies/);
  await expect(main).toContainText('5 windows of 4 days');
});
