/** Two runs are compared by the test that fits: a verdict, its reasons, and what was tried; it is asked once. */
import {
  button,
  learnFrom,
  openSettings,
  sample,
  setNumber,
  train,
  visit,
} from '../support/app-gestures';
import { expect, expectAccessible, openApp, test } from './fixtures';

test('compares two runs, shows them as a seed group, and says it again after a reload', async ({
  page,
  app,
}) => {
  test.setTimeout(240_000);
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);
  await page.getByRole('link', { name: 'Change and train again' }).click();
  await openSettings(page);
  await setNumber(page, 'Seed', 7);
  await train(page);
  await visit(page, 'runs');
  await page.getByRole('checkbox', { name: /all/i }).check();
  await button(page, 'Compare 2').click();
  const verdict = page.getByRole('region', { name: /better than/ });
  await expect(verdict).toContainText('rows of validation that neither has learnt from');
  await expect(verdict).toContainText(/not enough evidence|better|worse/);
  await expect(verdict).toContainText('Test');
  await expect(verdict).toContainText('differ in their seed only');
  const said = await verdict.innerText();
  await page.screenshot({ path: test.info().outputPath('compare.png'), fullPage: true });
  await expectAccessible(page);
  await page.reload();
  await expect(verdict).toContainText('rows of validation');
  expect(await verdict.innerText()).toBe(said);
});
