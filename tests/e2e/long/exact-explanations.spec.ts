/** Why an answer is as it is, exactly: in the app's form and on the page that is exported, in light, dark and on a phone. */
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { readPage } from '../../../src/deploy/page';
import { exportPage, learnFrom, sample, saveModel, train } from '../../support/app-gestures';
import { axeFindings, injectAxe } from '../../support/axe';
import { expect, openApp, test } from '../fixtures';

const number = (text: string) => Number(text.replaceAll(/[,\u202f\u00a0]/g, '').replace('−', '-'));

/** What the shares add up to, and the way from the typical answer to this one. */
async function sums(place: Locator) {
  const lead = (await place.getByText(/Typical inputs give/).innerText())!;
  const [, from, to] = / of\s+([-−\d.]+) for \w+;\s+these give\s+([-−\d.]+)\./.exec(lead)!;
  const texts = await place
    .getByRole('list', { name: 'What moved this answer' })
    .locator('.num')
    .allTextContents();
  return {
    way: number(to!) - number(from!),
    sum: texts.reduce((total, text) => total + number(text.replace('+', '')), 0),
  };
}

async function looks(page: Page, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.screenshot({ path: test.info().outputPath(`${name}-${scheme}.png`) });
    expect(await axeFindings(page, 'body'), `${name}, ${scheme}`).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: test.info().outputPath(`${name}-phone.png`), fullPage: true });
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider, 'nothing is wider than a phone').toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('trees explain an answer exactly, in the form and on the exported page', async ({
  page,
  app,
  context,
}) => {
  test.setTimeout(180_000);
  await injectAxe(context);
  await page.setViewportSize({ width: 1280, height: 900 });
  await openApp(page, app);
  await learnFrom(page, sample('churn'));
  await page.getByRole('group', { name: 'Model' }).getByText('Boosted trees').click();
  await train(page);
  await saveModel(page);
  const why = page.getByRole('region', { name: 'Why this answer' });
  await expect(why).toContainText('Exact, from the trees (TreeSHAP).');
  await expect(why).toContainText('In log-odds, before any calibration');
  const here = await sums(why);
  expect(Math.abs(here.sum - here.way), 'but for rounding').toBeLessThan(0.02);
  await looks(page, 'try-it');

  await page.goto(pathToFileURL(await exportPage(page)).href);
  const there = page.locator('.card.why');
  await expect(there).toContainText('Exact, from the trees (TreeSHAP).');
  const shown = await sums(there);
  expect(Math.abs(shown.sum - shown.way), 'but for rounding').toBeLessThan(0.02);
  await looks(page, 'page');
});

test('a linear model explains an answer exactly on its page, which computes nothing else', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await learnFrom(page, sample('breast_cancer'));
  await page.getByRole('group', { name: 'Model' }).getByText('Linear').click();
  await train(page);
  await saveModel(page);
  await page.goto(pathToFileURL(await exportPage(page)).href);
  const why = page.locator('.card.why');
  await expect(why).toContainText('Exact, from the coefficients of the linear model.');
  const shown = await sums(why);
  expect(Math.abs(shown.sum - shown.way), 'but for rounding').toBeLessThan(0.02);
});

test('the page of trees over 64 columns is at most 150 KB, weights apart', async ({
  page,
  app,
}) => {
  test.setTimeout(180_000);
  await openApp(page, app);
  await learnFrom(page, sample('digits'));
  await page.getByRole('group', { name: 'Model' }).getByText('Boosted trees').click();
  await train(page);
  await saveModel(page);
  const html = await readFile(await exportPage(page));
  const { weights } = readPage(html).model;
  expect(html.length - 4 * Math.ceil(weights!.length / 3)).toBeLessThanOrEqual(150_000);
});
