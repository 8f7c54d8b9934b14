/**
 * What every end-to-end test has: the built folder on a plain static server in a sub-path, axe in the
 * page, and a watch on the policy and on uncaught errors that fails the test at its end.
 */
import { test as base, expect, type Page } from '@playwright/test';
import { axeFindings, injectAxe } from '../support/axe';
import { PolicyWatch } from '../support/policy-watch';
import { staticServer, type StaticServer } from '../support/static-server';

interface Fixtures {
  /** Address of the app. */
  app: string;
  /** Set true by a test that breaks the policy on purpose: `test.use({ mayViolate: true })`. */
  mayViolate: boolean;
  watch: PolicyWatch;
  /** Uncaught errors of the page. */
  crashes: string[];
}

export const test = base.extend<Fixtures, { server: StaticServer }>({
  server: [
    async ({}, use) => {
      const server = await staticServer();
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  app: async ({ server }, use) => {
    await use(server.url);
  },
  mayViolate: [false, { option: true }],
  watch: [
    async ({ context, mayViolate }, use) => {
      const watch = new PolicyWatch();
      await watch.attach(context);
      await injectAxe(context);
      await use(watch);
      if (!mayViolate) expect(watch.violations, 'the policy is never violated').toEqual([]);
    },
    { auto: true },
  ],
  crashes: [
    async ({ context }, use) => {
      const crashes: string[] = [];
      context.on('weberror', (error) => crashes.push(String(error.error())));
      await use(crashes);
      expect(crashes, 'no error stays uncaught').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Opens the app and waits until it shows a screen. */
export async function openApp(page: Page, app: string, hash = ''): Promise<void> {
  await page.goto(app + hash);
  await expect(page.locator('main')).toBeVisible();
}

/** Waits for transitions to end: halfway through one, colours are neither those before nor after. */
async function untilSettled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    // An element that inherits a colour passes to it after the one that it inherits from.
    for (;;) {
      const passing = document.getAnimations().filter((one) => one instanceof CSSTransition);
      if (passing.length === 0) return;
      await Promise.allSettled(passing.map((one) => one.finished));
      await frame();
    }
  });
}

/** Asserts that axe finds nothing, light and dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await untilSettled(page);
    expect(await axeFindings(page), `axe, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** Waits until the app is on the device, so that the network may go. */
export async function untilOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
  });
}
