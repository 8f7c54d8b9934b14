/** The page as a folder on a server: installable, and there without a network after one visit. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { compileFolderTemplate } from '../../scripts/vite/compile-folder-template';
import { compilePageTemplateWithFiles } from '../../scripts/vite/compile-page-template';
import { serveStatic } from '../../scripts/lib/static-server.mjs';
import { buildPageFolder } from '../../src/deploy/page-folder';
import { pageInputOf } from '../support/page-input';
import { randomData } from '../support/page-tables';
import { expect, expectAccessible, test as base } from './fixtures';

const test = base.extend<object, { address: string }>({
  address: [
    async ({}, use) => {
      const [data] = fc.sample(randomData, { numRuns: 1, seed: 5 });
      const { html } = await compilePageTemplateWithFiles('server', 'nets');
      const input = pageInputOf({ ...data!, template: '', name: 'hosted' });
      const files = buildPageFolder(input, html, await compileFolderTemplate('page-folder'));
      const root = await mkdtemp(join(tmpdir(), 'loam-page-'));
      for (const [path, bytes] of files) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), bytes);
      }
      const server = await serveStatic({ root, base: '/models/hosted/' });
      await use(server.url);
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});

test('it predicts, and does so again without a network after one visit', async ({
  page,
  context,
  address,
}) => {
  await page.goto(address);
  await expect(page.getByText('✓ checked itself')).toBeVisible();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((taken) =>
      navigator.serviceWorker.addEventListener('controllerchange', taken, { once: true }),
    );
  });
  const answer = page.getByRole('region', { name: 'One prediction' });
  const before = await answer.innerText();

  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText('✓ checked itself')).toBeVisible();
  await expect.poll(() => answer.innerText()).toBe(before);
});

test('a browser may install it: it has a manifest with a name, an icon and a place to start', async ({
  page,
  context,
  address,
}) => {
  await page.goto(address);
  const session = await context.newCDPSession(page);
  const { data, errors } = (await session.send('Page.getAppManifest')) as {
    data?: string;
    errors: unknown[];
  };
  expect(errors).toEqual([]);
  expect(JSON.parse(data!)).toMatchObject({ name: 'hosted 1', start_url: './' });
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Windows without traces, which is what tests have, never install anything.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
  await expectAccessible(page);
});
