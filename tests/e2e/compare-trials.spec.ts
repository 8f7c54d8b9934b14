/** Two rungs of a ladder are compared on its folds; one beside a run becomes a run first. */
import { button, learnFrom, sample } from '../support/app-gestures';
import { expect, expectAccessible, openApp, test } from './fixtures';

test('two kinds of a ladder are ticked and compared, and one is compared with a run', async ({
  page,
  app,
}) => {
  test.setTimeout(300_000);
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await button(page, 'Try the ladder').click();
  const ladder = page.getByRole('grid', { name: 'Ladder' });
  await expect(ladder.getByText('finished')).toHaveCount(5, { timeout: 120_000 });
  for (const kind of [/Baseline/, /Linear/]) {
    await ladder.getByRole('row', { name: kind }).getByRole('checkbox').check();
  }
  await button(page, 'Compare 2').click();
  const verdict = page.getByRole('region', { name: 'Is Linear better than Baseline?' });
  await expect(verdict).toContainText('Linear is better than Baseline');
  await expect(verdict).toContainText('corrected resampled t test');
  await expect(verdict).toContainText('of this study were judged');
  await expect(page.getByRole('table', { name: 'Numbers and settings that differ' })).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('trials.png'), fullPage: true });
  await expectAccessible(page);

  await page.goBack();
  await ladder.getByRole('row', { name: /Linear/ }).click();
  await button(page, 'Use this model').click();
  await expect(page).toHaveURL(/#\/runs\//);
  await expect(page.locator('main')).toContainText(/finished in/, { timeout: 60_000 });
  await page.goBack();
  await ladder.getByRole('row', { name: /Baseline/ }).click();
  const form = page.getByRole('form', { name: 'Compare' });
  const runs = form.locator('optgroup[label="Runs of this task"] option');
  await form.getByRole('combobox').selectOption((await runs.first().getAttribute('value'))!);
  await form.getByRole('button', { name: 'Compare' }).click();
  const run = page.getByRole('region', { name: /better than/ });
  await expect(run).toContainText('worse', { timeout: 60_000 });
  await expect(run).toContainText('rows of validation that neither has learnt from');
});
