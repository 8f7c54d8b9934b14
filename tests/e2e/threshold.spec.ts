/** A threshold that is chosen by cost is part of the version, and what is exported says how it was chosen. */
import { readFile } from 'node:fs/promises';
import { exportPage, learnFrom, sample, setNumber, train } from '../support/app-gestures';
import { expect, openApp, test } from './fixtures';

test('a model is saved with the cheapest threshold, and its page says so', async ({
  page,
  context,
  app,
}) => {
  test.slow();
  await openApp(page, app);
  await learnFrom(page, sample('churn'));
  await train(page);
  await setNumber(page, 'A miss costs', 400);
  await setNumber(page, 'A false alarm costs', 25);
  const form = page.getByRole('form', { name: 'Save with this threshold' });
  await expect(form).toBeVisible();
  await form.getByRole('button', { name: 'Save with this threshold' }).click();
  await expect(page).toHaveURL(/#\/models\//);
  await expect(page.getByRole('tab', { name: 'Try it' })).toBeVisible();
  const file = await exportPage(page);
  const said = 'the cheapest on validation, where a miss costs 400 and a false alarm 25';
  expect(await readFile(file, 'utf8')).toContain(said);
  const opened = await context.newPage();
  await opened.goto(`file://${file}`);
  await expect(opened.locator('body')).toContainText(said);
});
