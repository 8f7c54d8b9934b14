/**
 * Nothing leaves the device: the page and every worker try each way to another origin, and none arrives.
 * Workers are reached through the debugger, which the policy does not bind.
 */
import { readdirSync } from 'node:fs';
import type { Page, Worker } from '@playwright/test';
import { spawnModule } from '../../workers/client';
import { DIST } from '../support/static-server';
import { foreignOrigin, type ForeignOrigin } from '../support/foreign-origin';
import { tryToLeave } from '../support/try-to-leave';
import { expect, openApp, test } from './fixtures';

test.use({ mayViolate: true });

const workerNames = readdirSync(new URL('../../workers', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

let foreign: ForeignOrigin;

test.beforeEach(async () => {
  foreign = await foreignOrigin();
});

test.afterEach(async () => {
  await foreign.close();
});

const attempt = (url: string) => `(${tryToLeave.toString()})(${JSON.stringify(url)})`;

/** Long enough for a request that was let through to arrive. */
const settle = (page: Page) => page.waitForTimeout(500);

test('the other origin can be reached at all, so that none arriving means something', async ({
  browser,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(foreign.url);
  foreign.reset();
  const session = await context.newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: attempt(foreign.url), awaitPromise: true });
  await settle(page);
  const ways = new Set(foreign.arrivals.map((arrival) => /way=(\w+)/.exec(arrival)?.[1]));
  expect([...ways]).toEqual(
    expect.arrayContaining([
      'fetch',
      'xhr',
      'beacon',
      'events',
      'socket',
      'module',
      'image',
      'script',
    ]),
  );
  await context.close();
});

test('the page cannot reach another origin', async ({ page, context, app, watch }) => {
  await openApp(page, app);
  const session = await context.newCDPSession(page);
  const { result } = await session.send('Runtime.evaluate', {
    expression: attempt(foreign.url),
    awaitPromise: true,
    returnByValue: true,
  });
  await settle(page);
  expect(result.value.fetch).toMatch(/blocked/);
  // Connections are not counted here: Chromium opens one, ahead of asking the policy, for a frame or a form.
  expect(foreign.arrivals).toEqual([]);
  expect(watch.violations.length, 'and the watch saw it').toBeGreaterThan(5);
});

/** Starts a worker of the built folder with the app's own way of starting one. */
async function startWorker(page: Page, name: string): Promise<Worker> {
  const file = readdirSync(`${DIST}/assets`).find((at) => at.startsWith(`${name}.worker-`));
  expect(file, `the build holds the ${name} worker`).toBeDefined();
  const started = page.waitForEvent('worker');
  const session = await page.context().newCDPSession(page);
  const call = `(${spawnModule.toString()})(${JSON.stringify(`assets/${file}`)}, ${JSON.stringify(name)})`;
  await session.send('Runtime.evaluate', { expression: `globalThis.kept = ${call}; 0` });
  return started;
}

for (const name of workerNames) {
  test(`the ${name} worker cannot reach another origin`, async ({ page, app, watch }) => {
    await openApp(page, app);
    const worker = await startWorker(page, name);
    const outcome = await worker.evaluate(tryToLeave, foreign.url);
    await settle(page);
    expect(outcome).toMatchObject({ fetch: expect.stringMatching(/blocked/) });
    expect(foreign.arrivals).toEqual([]);
    expect(foreign.connections()).toBe(0);
    expect(watch.violations.length, 'and the watch saw it').toBeGreaterThan(2);
  });
}
