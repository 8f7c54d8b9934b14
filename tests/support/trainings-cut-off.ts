/** Cutting a training off in the browser, and what is known of it from outside. */
import { expect, type Page, type Worker } from '@playwright/test';
import { button, csvOf, give, openSettings, setNumber } from './app-gestures';

/** Enough rows that a training takes many seconds. */
export const longTable = {
  name: 'long.csv',
  content: csvOf('a,b,c,d,label', 3000, (row) => {
    const at = (k: number) => (((row + 1) * (7919 + 104729 * k)) % 10007) / 10007;
    const signal = at(0) + at(1) * at(2) - at(3) + 0.4 * (((row * 7907) % 1009) / 1009 - 0.5);
    const cells = [0, 1, 2, 3].map((k) => at(k).toFixed(4));
    return [...cells, signal > 0.25 ? 'yes' : 'no'].join(',');
  }),
};

/** Begins to train boosted trees, so many and never fewer, and answers the run's address. */
export async function beginLongTraining(page: Page, trees: number): Promise<string> {
  await give(page, longTable);
  await button(page, 'Save and say what to learn').click();
  await expect(page.getByLabel('Predict')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('group', { name: 'Model' }).getByText('Boosted trees').click();
  await openSettings(page);
  await setNumber(page, 'Trees at most', trees);
  await setNumber(page, 'Patience', 0);
  await button(page, 'Train').click();
  await expect(page.getByText(/training · /)).toBeVisible({ timeout: 60_000 });
  return page.url();
}

/** Waits until a state of some run has been kept: what is cut off from then on goes on from there. */
export async function untilCheckpoint(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(keptStates), { timeout: 60_000, intervals: [200] })
    .toBeGreaterThan(0);
}

/** How many runs have a state that was kept. Runs in the page. */
async function keptStates(): Promise<number> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error as Error);
    });
  let kept = 0;
  for (const { name } of await indexedDB.databases()) {
    if (!name || name === 'loam-directory') continue;
    const database = await asked(indexedDB.open(name));
    const rows = await asked(
      database.transaction('checkpoints').objectStore('checkpoints').getAll() as IDBRequest<
        { content: unknown }[]
      >,
    );
    kept += rows.filter(({ content }) => content !== null).length;
    database.close();
  }
  return kept;
}

async function named(page: Page, name: string): Promise<Worker[]> {
  const found: Worker[] = [];
  for (const worker of page.workers()) {
    if ((await worker.evaluate(() => self.name)) === name) found.push(worker);
  }
  return found;
}

/** How many trainers are alive. */
export async function trainers(page: Page): Promise<number> {
  return (await named(page, 'trainer')).length;
}

/** Ends the page's trainer from within, as the browser does when memory runs out: nobody is told. */
export async function killTrainer(page: Page): Promise<void> {
  const [trainer] = await named(page, 'trainer');
  if (!trainer) throw new Error('no trainer is running');
  await trainer.evaluate(() => void setTimeout(() => self.close()));
}

/** Waits for the end of the run on screen and answers what its weights begin with. */
export async function weightsOfRun(page: Page): Promise<string> {
  await expect(page.getByText(/finished in/)).toBeVisible({ timeout: 120_000 });
  const weights = page.getByRole('complementary').locator('dt', { hasText: /^\s*weights\s*$/ });
  const text = await weights.locator('xpath=following-sibling::dd').innerText();
  expect(text).toMatch(/^[0-9a-f]{8}$/);
  return text;
}
