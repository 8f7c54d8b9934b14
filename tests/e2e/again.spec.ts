/** Doing it again: a model made once more, a claim from elsewhere, and runs that are cut off. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { readClaim, writeClaim, type Claim } from '../../src/core/reproduce/claim';
import {
  button,
  drop,
  exportPage,
  learnFrom,
  lists,
  messages,
  packWorkspace,
  sample,
  saveModel,
  train,
} from '../support/app-gestures';
import {
  beginLongTraining,
  killTrainer,
  trainers,
  untilCheckpoint,
  weightsOfRun,
} from '../support/trainings-cut-off';
import { expect, expectAccessible, openApp, test } from './fixtures';

const card = (page: Page) => page.getByRole('region', { name: 'Make it again' });

/** From a sample to a saved model of boosted trees, which only exact mode trains. */
async function savedModel(page: Page, app: string): Promise<void> {
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await page.getByRole('group', { name: 'Model' }).getByText('Boosted trees').click();
  await train(page);
  await saveModel(page);
}

async function giveClaim(page: Page, content: string | Uint8Array): Promise<void> {
  const drop = card(page).locator('input[type=file]');
  if (!(await drop.isVisible()))
    await card(page).getByText('Check a claim from another device').click();
  const buffer = Buffer.from(content as Uint8Array);
  await drop.setInputFiles({ name: 'a.claim.json', mimeType: 'application/json', buffer });
}

async function savedClaim(page: Page): Promise<Claim> {
  const download = page.waitForEvent('download');
  await button(page, 'Save claim').click();
  return readClaim(await readFile(await (await download).path()), 'claim');
}

test('a model is made again in a fresh worker, bit for bit, and says so from then on', async ({
  page,
  app,
}) => {
  await savedModel(page, app);
  await expect(card(page)).toContainText('R0 recorded');
  await button(page, 'Reproduce').click();
  await expect(card(page)).toContainText('R2 same bits here', { timeout: 30_000 });
  await expect(card(page)).toContainText('The weights are the same, bit for bit.');
  await expect.poll(() => trainers(page), { message: 'the fresh worker is gone' }).toBe(1);

  await card(page).getByText('Trained again').click();
  const numbers = page.getByRole('table', { name: 'Trained again: numbers side by side' });
  await expect(numbers).toContainText('validation loss');
  await expect(numbers).toContainText('Accuracy');
  await expect(numbers).not.toContainText('differs');
  await expectAccessible(page);
  await page.reload();
  await expect(card(page)).toContainText('R2 same bits here');
});

test('a claim goes out and comes in: another device, this one, another recipe, and no claim', async ({
  page,
  app,
}) => {
  await savedModel(page, app);
  const { format: _f, self: _s, tolerance: _t, ...own } = await savedClaim(page);
  expect(own).toMatchObject({ engine: 'exact', device: { browser: /^Chromium \d+$/ } });

  await giveClaim(page, writeClaim(own));
  await expect(card(page)).toContainText('the same kind of device');
  await giveClaim(page, writeClaim({ ...own, recipe: `sha256:${'0'.repeat(64)}` }));
  await expect(card(page)).toContainText('another recipe over the same data');
  for (const [content, words] of [
    ['{"format":"loam.card/1"}', 'is not a claim that Loam saved'],
    ['\u0000not json', 'is not a claim that Loam saved'],
    [JSON.stringify({ ...own, format: 'loam.claim/1', self: '0'.repeat(64) }), 'is damaged'],
  ] as const) {
    await giveClaim(page, content);
    await expect(card(page).getByRole('alert')).toContainText(words);
  }
  await expect(card(page)).toContainText('R0 recorded');

  const device = { browser: 'Firefox 140', system: 'macOS', cores: 10 };
  await giveClaim(page, writeClaim({ ...own, device }));
  await expect(card(page)).toContainText('R3 same bits elsewhere');
  await expect(card(page)).toContainText('it got the same weights, bit for bit');
  await expectAccessible(page);
  await page.reload();
  await expect(card(page)).toContainText('R3 same bits elsewhere');
});

test('a model from an exported page says why it cannot be made again here', async ({
  page,
  browser,
  app,
}) => {
  await savedModel(page, app);
  const content = await readFile(await exportPage(page));
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await openApp(other, app);
  await drop(other, { name: 'iris.html', content });
  await expect(card(other)).toContainText('its data and its run stayed where it was trained');
  await expect(button(other, 'Reproduce')).toHaveCount(0);
  await elsewhere.close();
});

test('a run goes on after its worker was killed and after its tab was closed, to the same weights', async ({
  page,
  context,
  browser,
  app,
}) => {
  test.setTimeout(300_000);
  // A state is kept every four seconds: it takes longer than that where the processor is fast, too.
  const trees = 8000;
  const apart = await browser.newContext();
  const quiet = await apart.newPage();
  await openApp(quiet, app);
  await beginLongTraining(quiet, trees);
  const undisturbed = await weightsOfRun(quiet);
  await apart.close();

  await openApp(page, app);
  const run = await beginLongTraining(page, trees);
  await untilCheckpoint(page);
  await killTrainer(page);
  await expect(page.getByRole('complementary')).toContainText(/went on\s*1 time, from epoch \d+/, {
    timeout: 30_000,
  });
  await page.close({ runBeforeUnload: false });

  const next = await context.newPage();
  await next.goto(run);
  expect(await weightsOfRun(next)).toBe(undisturbed);
  await expect(next.getByRole('complementary')).toContainText(/went on\s*2 times, from epoch \d+/);
  await expect(next.getByRole('tab', { name: /^(Validation|Out of fold)/ })).toBeVisible();
});

test('a cancelled run stays cancelled, and a run of another device does not begin here', async ({
  page,
  context,
  browser,
  app,
}) => {
  await openApp(page, app);
  const run = await beginLongTraining(page, 10_000);
  const content = await packWorkspace(page);
  await page.goto(run);
  await button(page, 'Cancel').click();
  await expect(page.getByText(/cancelled after/)).toBeVisible();
  await page.close({ runBeforeUnload: false });
  const next = await context.newPage();
  await next.goto(run);
  await expect(next.getByText(/cancelled after/)).toBeVisible();

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await openApp(other, app);
  await drop(other, { name: 'w.loam', content });
  await expect(messages(other)).toContainText('every object verified');
  await expect
    .poll(async () => (await lists(other)).runs)
    .toEqual([expect.stringContaining('interrupted')]);
  await elsewhere.close();
});
