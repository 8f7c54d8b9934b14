/** A model judged on so much other data that a person stops it: nothing is kept, and the form asks again. */
import type { Page } from '@playwright/test';
import {
  button,
  csvOf,
  give,
  learnFrom,
  saveData,
  saveModel,
  train,
} from '../support/app-gestures';
import { workspaceDatabase } from '../support/browser-database';
import { expect, openApp, test } from './fixtures';

const HEADER = 'age,hours,region,left';

/** Half of the rows whose numbers sum to over 90 leave; `from` keeps the rows of two files apart. */
function staff(rows: number, from: number): string {
  return csvOf(HEADER, rows, (row) => {
    const [age, hours] = [20 + ((row * 37 + from) % 450) / 10, 10 + ((row * 53 + from) % 700) / 10];
    const left = age + hours > 90 && row % 2 === 0 ? 'yes' : 'no';
    return `${age},${hours},${['north', 'south', 'west'][row % 3]},${left}`;
  });
}

/** Everything that the workspace's database holds, by table: each row as text, bytes as their length. */
async function stored(page: Page): Promise<Record<string, string[]>> {
  const opened = await workspaceDatabase(page);
  return opened.evaluate(async (database) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const names = [...database.objectStoreNames];
    const tables = database.transaction(names, 'readonly');
    const text = (_: string, value: unknown) =>
      value instanceof Uint8Array ? value.length : value instanceof Blob ? value.size : value;
    const all = await Promise.all(
      names.map(async (name) => {
        const rows: unknown[] = await done(tables.objectStore(name).getAll());
        return [name, rows.map((row) => JSON.stringify(row, text))] as const;
      }),
    );
    database.close();
    return Object.fromEntries(all);
  });
}

test('judging on other data that is cancelled keeps nothing, and can be asked again', async ({
  page,
  app,
}) => {
  test.setTimeout(120_000);
  await openApp(page, app);
  await learnFrom(page, { name: 'staff.csv', content: staff(600, 0) });
  await page.getByLabel('Role of region').selectOption('audit');
  await train(page);
  await saveModel(page);
  const model = page.url();
  await give(page, { name: 'later.csv', content: staff(60_000, 5) });
  await saveData(page);
  await page.goto(model);

  const tab = page.getByRole('tab', { name: 'Other data' });
  await tab.click();
  const judging = page.getByRole('region', { name: 'Judge on other data' });
  const judge = judging.getByRole('button', { name: 'Judge', exact: true });
  const region = judging.getByLabel('region (audit)');
  await expect(region).toBeChecked();
  const before = await stored(page);
  for (const pressed of ['first', 'again']) {
    await judge.click();
    // In the midst of it: rows are read and answered, numbers are being made.
    await expect(judging.getByText(/^Judging/), pressed).toBeVisible({ timeout: 30_000 });
    await judging.getByRole('button', { name: 'Cancel' }).click();
    await expect(judging, pressed).toContainText('Cancelled; nothing was kept.');
    await expect.poll(() => stored(page), pressed).toEqual(before);
  }
  await expect(page.getByRole('table', { name: 'Judged before' })).toHaveCount(0);

  await region.uncheck();
  await judging.getByLabel('Threshold').fill('0.3');
  await judging.getByLabel('Threshold').blur();
  await expect(judging).not.toContainText('Cancelled');
  await judge.click();
  await expect(judging.getByRole('table', { name: 'Metrics on later 1' })).toBeVisible({
    timeout: 60_000,
  });
  await expect(judging).toContainText('Confusion at 0.3');
  const answers = page.getByRole('table', { name: 'Judged before' }).locator('tbody tr');
  await expect(answers).toHaveCount(1);
  const after = await stored(page);
  expect(after.analyses!.length).toBe(before.analyses!.length + 1);
  expect(after.objects!.length).toBeGreaterThan(before.objects!.length);
  const sentence = (await judging.locator('.sentence').textContent()) ?? '';

  await page.reload();
  await tab.click();
  await expect(answers).toHaveCount(1);
  await button(page, 'Show how it is on later 1').click();
  await expect(judging.locator('.sentence')).toHaveText(sentence);
});
