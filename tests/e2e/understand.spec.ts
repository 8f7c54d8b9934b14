/** Understanding a model: what it depends on, for whom it is good, which rows surprise, and what would change an answer. */
import type { Page } from '@playwright/test';
import { button, learnFrom, sample, saveModel, train } from '../support/app-gestures';
import { axeFindings, injectAxe } from '../support/axe';
import { expect, openApp, test } from './fixtures';

const card = (page: Page, title: string | RegExp) => page.getByRole('region', { name: title });

test('a model of churn is understood on its run and on its version, in light and dark, on a phone too', async ({
  page,
  app,
  context,
}) => {
  test.setTimeout(180_000);
  await injectAxe(context);
  await openApp(page, app);
  await learnFrom(page, sample('churn'));
  await train(page);
  await page.getByRole('tab', { name: 'Understand' }).click();

  const importance = card(page, 'What it depends on');
  await importance.getByRole('button', { name: 'Shuffle each column' }).click();
  const bars = importance.getByRole('list', { name: 'Worse by, where shuffled', exact: true });
  await expect(bars.getByRole('listitem').first()).toContainText(/\(.+ to .+\)/);

  const dependence = card(page, 'How a column moves the answer');
  await dependence.getByLabel('Column').selectOption('age');
  await expect(dependence.getByRole('img', { name: /^Answer by age/ })).toBeVisible();
  await dependence.getByLabel('Column').selectOption('plan');
  await expect(dependence.getByRole('table', { name: 'Answer by plan' })).toBeVisible();

  const slices = card(page, 'For whom it is good');
  await slices.getByLabel('Slices by').selectOption('region');
  await expect(slices).toContainText(/All [\d,]+ rows/);
  await expect(slices).toContainText(/of \d+ cuts differ at least as much/);

  const surprising = card(page, 'Surprising rows');
  await surprising.getByRole('button', { name: 'Look for them' }).click();
  await surprising
    .getByRole('button', { name: /^Why the answer to row/ })
    .first()
    .click();
  const why = card(page, /^Row \d+$/);
  await expect(why.getByRole('list', { name: 'What moved this answer' })).toBeVisible();
  await expect(why).toContainText(/Exact, from|Estimated from/);
  const change = card(page, /^What would change the answer/);
  await change.getByRole('button', { name: 'Look for it' }).click();
  await expect(change).toContainText(/if:|No change was found/);

  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.screenshot({ path: test.info().outputPath(`${scheme}.png`), fullPage: true });
    expect(await axeFindings(page, 'main'), scheme).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: test.info().outputPath('phone.png'), fullPage: true });
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider, 'nothing is wider than a phone').toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.reload();
  await page.getByRole('tab', { name: 'Understand' }).click();
  await importance.getByRole('button', { name: 'Shuffle each column' }).click();
  await expect(bars.getByRole('listitem').first()).toBeVisible();

  await page.getByRole('tab', { name: /^Validation/ }).click();
  await saveModel(page);
  await page.getByRole('tab', { name: 'Understand' }).click();
  await expect(button(page, 'Shuffle each column')).toBeVisible();
});
