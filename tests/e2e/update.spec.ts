import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesOf, serviceWorkerText } from '../../scripts/vite/service-worker-plugin';
import { DIST, staticServer } from '../support/static-server';
import { expect, openApp, test, untilOffline } from './fixtures';

test('a new version waits until the person lets it in, and a tab that does not keeps working', async ({
  page,
  context,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'loam-update-'));
  cpSync(DIST, folder, { recursive: true });
  const server = await staticServer({ root: folder });
  try {
    await openApp(page, server.url);
    await untilOffline(page);
    const other = await context.newPage();
    await openApp(other, server.url);

    const index = join(folder, 'index.html');
    const newer = readFileSync(index, 'utf8').replace('<title>', '<meta name="newer" /><title>');
    writeFileSync(index, newer);
    writeFileSync(join(folder, 'sw.js'), serviceWorkerText(filesOf(folder)));
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.getRegistration())?.update();
    });

    const reload = page.getByRole('button', { name: 'Reload to update' });
    const mark = 'meta[name=newer]';
    await expect(reload).toBeVisible();
    await expect(page.locator(mark)).toHaveCount(0);
    await reload.click();
    await expect(page.locator(mark)).toHaveCount(1);
    await expect(reload).toBeHidden();

    await other.evaluate(() => (location.hash = '#/components'));
    await expect(other.locator('main')).toContainText('Components');
    await expect(other.locator(mark)).toHaveCount(0);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
});
