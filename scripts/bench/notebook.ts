/**
 * The notebook at size: how soon the kernel answers, how long 1,000 cells take to open, how soon a key is on the
 * screen among them, and how long their dependency graph takes after one.
 */
import type { Page } from '@playwright/test';
import { NotebookGraph } from '../../src/kernel/analysis';
import { cagePage } from '../../tests/support/cage-page';
import type { Harness } from '../../tests/browser/cage/main';
import { openApp } from '../lib/open-app';
import type { Row } from './row';

const CELLS = 1000;
const STARTS = 5;
const KEYS = 60;

const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
const quantile = (values: number[], share: number) =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Infinity;

function row(task: string, metric: string, value: number, goal: number | null): Row {
  return {
    task,
    metric,
    value,
    unit: 'ms',
    peer: null,
    ratio: null,
    goal: goal === null ? null : `< ${goal}`,
    met: goal === null ? null : value < goal,
  };
}

/** Each cell reads from one or two before it. */
const sourceOf = (i: number) =>
  `const v${i} = ${i < 2 ? i : `v${i - 1} + v${Math.floor(i / 2)} * ${i}`}\nv${i}`;

function graphRows(): Row[] {
  const graph = new NotebookGraph();
  for (let i = 0; i < CELLS; i++) graph.set(`c${i}`, sourceOf(i));
  graph.arrange(Array.from({ length: CELLS }, (_, i) => `c${i}`));
  const typed: number[] = [];
  // The first cell's name, letter by letter: each keystroke takes a name away and gives another.
  for (let key = 0; key < KEYS; key++) {
    const begin = performance.now();
    graph.set('c0', `const v0${'x'.repeat(key % 8)} = ${key}`);
    typed.push(performance.now() - begin);
  }
  return [
    row('graph of 1,000 cells', 'after a keystroke, median', quantile(typed, 0.5), null),
    row('graph of 1,000 cells', 'after a keystroke, p95', quantile(typed, 0.95), 16),
  ];
}

async function kernelRows(page: Page): Promise<Row[]> {
  const site = await cagePage();
  try {
    const first: number[] = [];
    const withTf: number[] = [];
    for (let i = 0; i < STARTS; i++) {
      await page.goto(site.isolated.url);
      const times = await page.evaluate(async () => {
        const { harness } = globalThis as unknown as { harness: Harness };
        const begin = performance.now();
        await harness.start();
        await harness.run('first', '1 + 1');
        const first = performance.now() - begin;
        await harness.run('tf', 'tf.tensor([1, 2]).add(1).arraySync()');
        return { first, withTf: performance.now() - begin };
      });
      first.push(times.first);
      withTf.push(times.withTf);
    }
    return [
      row('kernel', 'start to first result, median', quantile(first, 0.5), 500),
      row('kernel', 'start to first result with tf, median', quantile(withTf, 0.5), 2000),
    ];
  } finally {
    await site.close();
  }
}

/** Milliseconds from the address to all cells, and an editor, on the page. */
async function untilOpen(page: Page, address: string): Promise<number> {
  return page.evaluate(
    async ({ address, cells }) => {
      const begin = performance.now();
      location.hash = address;
      while (
        document.querySelectorAll('[data-cell]').length < cells ||
        !document.querySelector('.cm-content')
      ) {
        await new Promise((done) => requestAnimationFrame(done));
      }
      return performance.now() - begin;
    },
    { address, cells: CELLS },
  );
}

/** From each key to the frame that shows it, painted. */
async function keyTimes(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { keyTimes: times });
    addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => times.push(performance.now() - timeStamp);
          port2.postMessage(null);
        }),
      { capture: true },
    );
  });
  await page.locator('.cm-content').first().click();
  await page.keyboard.press('Control+End');
  for (let i = 0; i < KEYS; i++)
    await page.keyboard.press(i % 6 === 5 ? 'Backspace' : 'x', { delay: 60 });
  return page.evaluate(() => (globalThis as unknown as { keyTimes: number[] }).keyTimes);
}

/** Runs every cell, comes back, and types into the first: everything stands on it, and has a kept result. */
async function keptKeyTimes(page: Page): Promise<number[]> {
  const first = page.locator('.cm-content').first();
  // What the keys before have made of it.
  await first.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(sourceOf(0));
  await page
    .getByRole('button', { name: /^Approve all/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Run all' }).click();
  await page
    .locator(`[data-cell="c${CELLS - 1}"].done`)
    .waitFor({ timeout: 120_000, state: 'attached' });
  // Results are kept after a while of quiet, a thousand of them one after the other.
  await page.waitForTimeout(15_000);
  await page.reload();
  await first.waitFor({ timeout: 60_000 });
  await page
    .getByText(/from .* ago|from just now/)
    .first()
    .waitFor({ timeout: 60_000 });
  await page.waitForTimeout(3_000);
  return keyTimes(page);
}

async function screenRows(page: Page, url: string): Promise<Row[]> {
  const text = Array.from({ length: CELLS }, (_, i) => `// %% id=c${i}\n${sourceOf(i)}\n`).join(
    '\n',
  );
  await page.goto(`${url}#/notebooks`);
  await page.locator('main').waitFor();
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'thousand.ts'));
    return data;
  }, text);
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
  await page.waitForURL(/notebooks\/./, { timeout: 60_000 });
  const address = new URL(page.url()).hash;
  await page.locator('.cm-content').first().waitFor({ timeout: 60_000 });
  const opened: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    await page.evaluate(() => (location.hash = '#/notebooks'));
    await page.locator('[data-cell]').first().waitFor({ state: 'detached', timeout: 60_000 });
    opened.push(await untilOpen(page, address));
  }
  const keys = await keyTimes(page);
  const kept = await keptKeyTimes(page);
  return [
    row('1,000 cells', 'open, median', quantile(opened, 0.5), 1000),
    row('1,000 cells', 'key to paint, median', quantile(keys, 0.5), null),
    row('1,000 cells', 'key to paint, p95', quantile(keys, 0.95), 50),
    row(
      '1,000 cells',
      'the same with results of an earlier session, median',
      quantile(kept, 0.5),
      null,
    ),
    row(
      '1,000 cells',
      'the same with results of an earlier session, p95',
      quantile(kept, 0.95),
      50,
    ),
  ];
}

export async function bench(): Promise<Row[]> {
  const { page, server, close } = await openApp();
  try {
    const kernel = await kernelRows(page);
    return [...kernel, ...(await screenRows(page, server.url)), ...graphRows()];
  } finally {
    await close();
  }
}
