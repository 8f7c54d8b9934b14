import { expect, expectAccessible, openApp, test, untilOffline } from './fixtures';

test('the built folder opens in a sub-path of a plain host', async ({ page, app }) => {
  const missing: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) missing.push(response.url());
  });
  await openApp(page, app);
  await expect(page).toHaveTitle(/Loam/);
  expect(missing).toEqual([]);
});

test('it opens at once in a screen that its address names, and reloads there', async ({
  page,
  app,
}) => {
  await openApp(page, app, '#/components');
  await page.reload();
  await expect(page.locator('main')).toBeVisible();
  expect(page.url()).toBe(`${app}#/components`);
});

test('it opens with the network off, after one visit', async ({ page, context, app, server }) => {
  await openApp(page, app);
  await untilOffline(page);
  await context.setOffline(true);
  await page.reload();
  await expect(page.locator('main')).toBeVisible();
  const other = await context.newPage();
  await openApp(other, `${app}index.html`);
  // Everything that the folder holds answers, not only what the first screen asked for.
  const answers = await other.evaluate(async (url) => {
    const files = ['manifest.webmanifest', 'samples/notebooks/notebooks.json', 'samples/iris.csv'];
    return Promise.all(files.map((file) => fetch(new URL(file, url)).then((r) => r.status)));
  }, server.url);
  expect(answers).toEqual([200, 200, 200]);
});

test('axe finds nothing on the first screen, light or dark', async ({ page, app }) => {
  await openApp(page, app);
  await expectAccessible(page);
});

test('one policy stands in the page, in the words of the one file', async ({ page, app }) => {
  const { policy } = await import('../../scripts/policy.mjs');
  await openApp(page, app);
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]');
  await expect(meta).toHaveCount(1);
  await expect(meta).toHaveAttribute('content', policy);
  expect(
    await page.evaluate(() => document.head.firstElementChild?.getAttribute('http-equiv')),
  ).toBe('Content-Security-Policy');
});
