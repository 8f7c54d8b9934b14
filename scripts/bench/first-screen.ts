/** What the first screen loads, gzipped, and when it first paints, in a real Chromium. */
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { openApp } from '../lib/open-app';
import type { Row } from './row';

const MAX_BYTES = 300_000;
const MAX_MS = 1000;
const VISITS = 5;

interface Visit {
  /** Gzipped bytes by path, of everything loaded until the screen stood. */
  files: Map<string, number>;
  paint: number;
  screen: number;
}

async function visit(page: Page, url: string): Promise<Visit> {
  const files = new Map<string, number>();
  const bodies: Promise<void>[] = [];
  let counting = true;
  page.on('response', (response) => {
    if (!counting || !response.url().startsWith(url) || response.fromServiceWorker()) return;
    const path = response.url().slice(url.length) || 'index.html';
    bodies.push(
      response.body().then(
        (body) => void files.set(path, gzipSync(body).byteLength),
        () => undefined,
      ),
    );
  });
  await page.goto(url);
  await page.locator('main').waitFor();
  await page.waitForLoadState('load');
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
    screen: performance.now(),
  }));
  counting = false;
  await Promise.all(bodies);
  return { files, ...times };
}

const median = (values: number[]) =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Infinity;

export async function bench(): Promise<Row[]> {
  const { browser, server, close } = await openApp();
  const visits: Visit[] = [];
  try {
    for (let i = 0; i < VISITS; i++) {
      // A new context each time: an empty cache, no service worker.
      const context = await browser.newContext({ serviceWorkers: 'block' });
      visits.push(await visit(await context.newPage(), server.url));
      await context.close();
    }
  } finally {
    await close();
  }
  const files = [...(visits[0]?.files ?? [])].sort((a, b) => b[1] - a[1]);
  const bytes = files.reduce((sum, [, size]) => sum + size, 0);
  const paint = median(visits.map((one) => one.paint));
  const row = (metric: string, value: number, unit: string, goal: number | null): Row => ({
    task: 'first screen',
    metric,
    value,
    unit,
    peer: null,
    ratio: null,
    goal: goal === null ? null : `<= ${goal}`,
    met: goal === null ? null : value <= goal,
  });
  return [
    row('loaded, gzipped', bytes, 'bytes', MAX_BYTES),
    row('first contentful paint, median', paint, 'ms', MAX_MS),
    row('screen stands, median', median(visits.map((one) => one.screen)), 'ms', null),
    ...files.slice(0, 6).map(([path, size]) => row(path, size, 'bytes', null)),
  ];
}
