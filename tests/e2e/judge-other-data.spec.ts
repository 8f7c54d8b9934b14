/** A model version judged on data of another time: slices, a threshold, what is left out, and all of it after a reload. */
import { readFileSync } from 'node:fs';
import {
  button,
  give,
  learnFrom,
  sample,
  saveData,
  saveModel,
  train,
} from '../support/app-gestures';
import { axeFindings, injectAxe } from '../support/axe';
import { expect, openApp, test } from './fixtures';

test('a model is judged on other data, by slices and at a threshold, and the answer is kept', async ({
  page,
  app,
  context,
}) => {
  test.setTimeout(120_000);
  const [head = '', ...lines] = readFileSync(sample('churn'), 'utf8').trim().split('\n');
  const file = (name: string, header: string, rows: string[]) => ({
    name,
    content: `${[header, ...rows].join('\n')}\n`,
  });
  await injectAxe(context);
  await openApp(page, app);
  await learnFrom(page, file('churn.csv', head, lines.slice(0, 500)));
  await page.getByLabel('Role of region').selectOption('audit');
  await train(page);
  await saveModel(page);
  const model = page.url();

  const tab = page.getByRole('tab', { name: 'Other data' });
  const main = page.locator('main');
  await tab.click();
  await expect(main).toContainText('No other data yet');

  await give(page, file('nameless.csv', head.replace(/left$/, 'gone'), lines.slice(0, 50)));
  await saveData(page);
  const again = lines.slice(0, 40).map((line, i) => line.replace(/^[^,]*/, `N${i}`));
  await give(page, file('later.csv', head, [...lines.slice(450, 900), ...again]));
  await saveData(page);
  await page.goto(model);
  await tab.click();

  const judging = page.getByRole('region', { name: 'Judge on other data' });
  const data = judging.getByLabel('Data');
  const judge = judging.getByRole('button', { name: 'Judge', exact: true });
  await expect(judging.getByLabel('region (audit)')).toBeChecked();
  await data.selectOption({ label: 'nameless 1 (50 rows)' });
  await judge.click();
  await expect(judging).toContainText('“left”, which is predicted, is not in it');

  await data.selectOption({ label: 'later 1 (490 rows)' });
  await expect(judging.getByLabel('region (audit)')).toBeChecked();
  await judging.getByText('Other columns').click();
  await judging.getByLabel('plan', { exact: true }).check();
  await judge.focus();
  await page.keyboard.press('Enter');
  await expect(judging.getByRole('table', { name: 'Metrics on later 1' })).toBeVisible();
  await expect(judging).toContainText(/\d+ that the model has learnt from/);
  await expect(judging).toContainText(/\d+ of the \d+ judged rows are equal to ones/);
  for (const column of ['plan', 'region']) {
    const table = judging.getByRole('table', { name: new RegExp(` by ${column}$`) });
    await expect(table).toContainText(/\d\.\d{3} to \d\.\d{3}/);
  }
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.screenshot({ path: test.info().outputPath(`${scheme}.png`), fullPage: true });
    expect(await axeFindings(page, 'main'), scheme).toEqual([]);
  }
  const sentence = (await judging.locator('.sentence').textContent()) ?? '';

  await judging.getByLabel('Threshold').fill('0.1');
  await judging.getByLabel('Threshold').blur();
  await judge.click();
  await expect(judging.locator('.sentence')).not.toHaveText(sentence);
  await expect(judging).toContainText('Confusion at 0.1');

  await page.reload();
  await tab.click();
  const before = page.getByRole('table', { name: 'Judged before' });
  await expect(before.locator('tbody tr')).toHaveCount(2);
  const first = before.locator('tbody tr').last();
  await first.getByRole('button', { name: 'Show how it is on later 1' }).click();
  await expect(judging.locator('.sentence')).toHaveText(sentence);
  await expect(judging.getByLabel('plan', { exact: true })).toBeChecked();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: test.info().outputPath('phone.png'), fullPage: true });
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider, 'nothing is wider than a phone').toBeLessThanOrEqual(0);
  await expect(button(page, 'Copy as CSV')).toBeVisible();
});
