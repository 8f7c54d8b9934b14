/** A search goes on where it stood: paused, reloaded, told to go on, ended; by keyboard and by pointer. */
import { button, learnFrom, sample } from '../support/app-gestures';
import { expect, expectAccessible, openApp, test } from './fixtures';

test('a search is started from a form, paused, found again after a reload, goes on and ends', async ({
  page,
  app,
}) => {
  test.slow();
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await button(page, 'Search…').click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Linear').check();
  await form.getByLabel('Neural net').uncheck();
  await form.getByLabel('Trials at most').fill('40');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Start the search' }).click();

  const trials = page.getByRole('grid', { name: 'Trials' });
  await expect(trials.getByText('finished').first()).toBeVisible();
  await button(page, 'Pause').click();
  await expect(button(page, 'Go on')).toBeVisible();
  await expect(page.locator('main')).toContainText('Paused: it goes on where it stood');
  await page.reload();
  await expect(button(page, 'Go on')).toBeVisible();
  const before = await trials.getByText(/^(finished|stopped early)$/).count();
  expect(before).toBeGreaterThan(0);

  await button(page, 'Go on').click();
  await expect
    .poll(() => trials.getByText(/^(finished|stopped early)$/).count())
    .toBeGreaterThan(before);
  await page.reload();
  await expect(page.locator('main')).toContainText('Goes on here, where it stood');
  await button(page, 'End').click();
  await expect(page.locator('main')).toContainText('ended by hand');
  await expectAccessible(page);

  const axes = page.getByRole('group', { name: /^Settings and value/ });
  await axes.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('main')).toContainText(/Trial \d+: L2 /);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/trial=\d+/);
  await page.getByRole('slider', { name: 'Range of L2' }).focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await expect(page.locator('main')).toContainText(/\d+ of \d+ trials/);
});

test('a search that cannot be is refused in the form, and nothing is lost', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await button(page, 'Search…').click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Boosted trees').check();
  await form.getByLabel('Neural net').uncheck();
  await form.getByLabel('Leaves, from').fill('90');
  await form.getByRole('button', { name: 'Start the search' }).click();
  await expect(form.getByRole('alert')).toContainText('model.leaves');
  await form.getByLabel('Trials at most').fill('');
  await expect(form).toContainText('Say how many trials or minutes at most');
  await expect(form.getByRole('button', { name: 'Start the search' })).toBeDisabled();
});
