/**
 * A first visit: from navigation, with nothing in the cache, to a trained iris model on the screen, every
 * click real and made as soon as what it meets is there. And what that model is worth: validation accuracy
 * with the app's defaults over seeds, through the code that the app runs.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from '@playwright/test';
import { openApp } from '../lib/open-app';
import { accuracyOverSeeds } from './cold/accuracy-over-seeds';
import type { Row } from './row';
import { median, range } from './statistics';

const VISITS = Number(process.env.LOAM_BENCH_ROUNDS ?? 7);
const MOST_MS = 1000;
const SEEDS = 20;
const LEAST_ACCURACY = 0.93;
const IRIS = join(fileURLToPath(import.meta.url), '../../../public/samples/iris.csv');

/** Milliseconds from navigation to each thing that a person sees happen. */
interface Visit {
  home: number;
  imported: number;
  drafted: number;
  trained: number;
}

export async function bench(): Promise<Row[]> {
  const { browser, server, close } = await openApp();
  const visits: Visit[] = [];
  try {
    // The first visit warms the server and the browser up, and is not counted.
    for (let i = 0; i <= VISITS; i++) {
      const one = await visit(browser, server.url);
      if (i > 0) visits.push(one);
    }
  } finally {
    await close();
  }
  return [...visitRows(visits), accuracyRow(await accuracyOverSeeds(IRIS, 'species', SEEDS))];
}

/** A new context each time: an empty cache, an empty database, no service worker. */
async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    /** Clicks what bears the name once it can be clicked; answers when, in the page's own time. */
    const click = async (name: string | RegExp): Promise<number> => {
      const button = page.getByRole('button', { name }).first();
      await button.waitFor();
      const now = await page.evaluate(() => performance.now());
      await button.click();
      return now;
    };
    await page.goto(url, { waitUntil: 'commit' });
    const home = await click(/^Iris/);
    const imported = await click('Save and say what to learn');
    const drafted = await click(/^Train$/);
    await page
      .getByText(/finished in/)
      .first()
      .waitFor();
    await page.getByRole('tab', { name: /^Validation/ }).waitFor();
    const trained = await page.evaluate(() => performance.now());
    return { home, imported, drafted, trained };
  } finally {
    await context.close();
  }
}

function visitRows(visits: Visit[]): Row[] {
  const row = (key: keyof Visit, metric: string, goal: number | null): Row => {
    const times = visits.map((one) => one[key]);
    const value = median(times);
    return {
      task: 'first visit, iris',
      metric: `${metric}, median of ${times.length}, ${range(times)}`,
      value,
      unit: 'ms',
      peer: null,
      ratio: null,
      goal: goal === null ? null : `< ${goal}`,
      met: goal === null ? null : value < goal,
    };
  };
  return [
    row('home', 'the sample can be clicked', null),
    row('imported', 'its table is on the screen', null),
    row('drafted', 'Train can be clicked', null),
    row('trained', 'the trained model is on the screen', MOST_MS),
  ];
}

function accuracyRow(accuracies: number[]): Row {
  const value = accuracies.reduce((sum, one) => sum + one, 0) / accuracies.length;
  return {
    task: 'iris, the app’s defaults',
    metric: `validation accuracy, mean of ${accuracies.length} seeds, least ${Math.min(...accuracies).toFixed(3)}`,
    value,
    unit: '',
    peer: null,
    ratio: null,
    goal: `>= ${LEAST_ACCURACY}`,
    met: value >= LEAST_ACCURACY,
  };
}
