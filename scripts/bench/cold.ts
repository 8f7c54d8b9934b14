/**
 * A first visit: from navigation, with nothing in the cache, to a trained iris model on the screen: by one
 * press, and by every screen on the way. Every click is real and made as soon as what it meets is there. And what that model is worth: validation accuracy
 * with the app's defaults over seeds, through the code that the app runs.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { openApp } from '../lib/open-app';
import { accuracyOverSeeds } from './cold/accuracy-over-seeds';
import type { Row } from './row';
import { median, range } from './statistics';

const VISITS = Number(process.env.LOAM_BENCH_ROUNDS ?? 7);
const MOST_MS = 1000;
const SEEDS = 20;
const LEAST_ACCURACY = 0.93;
const IRIS = join(fileURLToPath(import.meta.url), '../../../public/samples/iris.csv');

/** Milliseconds from navigation to each thing that a person sees happen, by the page's own clock. */
interface Visit {
  /** One press on the sample's Train. */
  home: number;
  pressed: number;
  /** Every screen between them looked at. */
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
      const pressed = await visit(browser, server.url, onePress);
      const walked = await visit(browser, server.url, everyScreen);
      if (i > 0) visits.push({ ...pressed, ...walked });
    }
  } finally {
    await close();
  }
  return [...visitRows(visits), accuracyRow(await accuracyOverSeeds(IRIS, 'species', SEEDS))];
}

/** A new window's own panels and profile start too: they are the browser's, and a person's have long started. */
const SETTLE_MS = 2500;

/** A new context each time: an empty cache, an empty database, no service worker. */
async function visit<T>(
  browser: Browser,
  url: string,
  walk: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.waitForTimeout(SETTLE_MS);
    await page.goto(url, { waitUntil: 'commit' });
    return await walk(page);
  } finally {
    await context.close();
  }
}

/** Where and when something was seen. */
interface Sight {
  at: number;
  x: number;
  y: number;
}

/** Elements of a kind that have a name or a text like this. */
type Sought = [selector: string, text: RegExp];

/**
 * All that is sought, as soon as it can be seen (and pressed) in one frame, looked for in every frame; where the last of
 * it is.
 */
async function seen(page: Page, ...sought: Sought[]): Promise<Sight> {
  const found = await page.waitForFunction(
    (sources) => {
      let last: HTMLElement | undefined;
      for (const [selector, source] of sources) {
        const pattern = new RegExp(source);
        last = [...document.querySelectorAll<HTMLElement>(selector)].find(
          (element) =>
            [element.ariaLabel ?? '', element.innerText.trim()].some((text) =>
              pattern.test(text),
            ) &&
            element.checkVisibility() &&
            !(element as HTMLButtonElement).disabled,
        );
        if (!last) return false;
      }
      const at = performance.now();
      const { x, y, width, height } = last!.getBoundingClientRect();
      return { at, x: x + width / 2, y: y + height / 2 };
    },
    sought.map(([selector, text]): [string, string] => [selector, text.source]),
    { polling: 'raf' },
  );
  return (await found.jsonValue()) as Sight;
}

async function click(page: Page, name: RegExp): Promise<number> {
  const { at, x, y } = await seen(page, ['button', name]);
  await page.mouse.click(x, y);
  return at;
}

async function trained(page: Page): Promise<number> {
  // The tab comes last, and the text of all that is on the screen takes the page longer to tell.
  const judged: Sought = ['[role=tab]', /^(Validation|Out of fold)/];
  return (await seen(page, judged, ['main', /finished in/])).at;
}

async function onePress(page: Page): Promise<Pick<Visit, 'home' | 'pressed'>> {
  const home = await click(page, /^Train on Iris$/);
  return { home, pressed: await trained(page) };
}

async function everyScreen(page: Page): Promise<Omit<Visit, 'home' | 'pressed'>> {
  await click(page, /^Iris/);
  const imported = await click(page, /^Save and say what to learn$/);
  const drafted = await click(page, /^Train$/);
  return { imported, drafted, trained: await trained(page) };
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
    row('home', 'the sample can be pressed', null),
    row('pressed', 'one press on Train, the trained model is on the screen', MOST_MS),
    row('imported', 'by every screen: its table is there', null),
    row('drafted', 'by every screen: Train can be pressed', null),
    row('trained', 'by every screen: the trained model is there', null),
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
