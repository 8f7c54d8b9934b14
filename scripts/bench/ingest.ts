/**
 * How fast a file of 1,000,000 rows becomes a saved version, in the worker of a real Chromium, beside
 * PapaParse with dynamicTyping in that same worker. The two take turns; medians are compared.
 * `LOAM_BENCH_ROWS` and `LOAM_BENCH_ROUNDS` make it smaller.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build } from 'vite';
import { browserFlags, findBrowser } from '../lib/browser.mjs';
import { serveStatic } from '../lib/static-server.mjs';
import type { Variant } from './ingest-harness/make-csv';
import type { Row } from './row';

const ROWS = Number(process.env.LOAM_BENCH_ROWS ?? 1_000_000);
const ROUNDS = Number(process.env.LOAM_BENCH_ROUNDS ?? 5);
const GOALS = { short: 5, long: 3 } as const;
const MOST_MEMORY_MB = 1000;
const WORDS = { short: 'short decimals', long: 'a fifth with 17 digits' } as const;

const READERS = ['papaparse', 'loam', 'papaparse-discarding'] as const;
type Reader = (typeof READERS)[number];

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

export async function bench(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'loam-ingest-'));
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'ingest-harness'),
    base: './',
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  });
  const executablePath = await findBrowser();
  if (executablePath === null) throw new Error('No Chromium: set CHROMIUM_PATH.');
  const server = await serveStatic({ root: folder });
  const browser = await chromium.launch({ executablePath, args: browserFlags });
  try {
    const rows: Row[] = [];
    for (const variant of ['short', 'long'] as const) {
      rows.push(...(await compare(browser, server.url, variant)));
    }
    rows.push(await memory(browser, server.url));
    return rows;
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function open(browser: Browser, url: string, variant: Variant): Promise<[Page, number]> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  const bytes = await page.evaluate(([v, n]) => window.prepare(v, n), [variant, ROWS] as const);
  return [page, bytes];
}

async function compare(browser: Browser, url: string, variant: Variant): Promise<Row[]> {
  const [page, bytes] = await open(browser, url, variant);
  const rates: Record<Reader, number[]> = {
    papaparse: [],
    loam: [],
    'papaparse-discarding': [],
  };
  // The first round warms both up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const reader of READERS) {
      const { seconds, rows } = await page.evaluate((r) => window.run(r), reader);
      if (rows !== ROWS) throw new Error(`${reader} read ${rows} rows of ${ROWS}`);
      if (round > 0) rates[reader].push(bytes / 1e6 / seconds);
    }
  }
  await page.context().close();
  const value = median(rates.loam);
  const peer = median(rates.papaparse);
  const discarding = median(rates['papaparse-discarding']);
  const goal = GOALS[variant];
  const task = `${ROWS} x 10 CSV, ${(bytes / 1e6).toFixed(0)} MB, ${WORDS[variant]}`;
  const shared = { task, unit: 'MB/s' };
  return [
    {
      ...shared,
      metric: 'file to saved version (peer: PapaParse, dynamicTyping)',
      value,
      peer,
      ratio: value / peer,
      goal: `ratio >= ${goal}`,
      met: value / peer >= goal,
    },
    {
      ...shared,
      metric: 'the same (peer: PapaParse that throws its rows away)',
      value,
      peer: discarding,
      ratio: value / discarding,
      goal: null,
      met: null,
    },
    {
      ...shared,
      metric: 'slowest round',
      value: Math.min(...rates.loam),
      peer: Math.min(...rates.papaparse),
      ratio: null,
      goal: null,
      met: null,
    },
  ];
}

/** The page's process at its largest, in a page that has only read the file once. */
async function memory(browser: Browser, url: string): Promise<Row> {
  const [page] = await open(browser, url, 'short');
  const session = await browser.newBrowserCDPSession();
  const before = await renderers(session);
  await page.evaluate(() => window.run('loam'));
  const peaks = await Promise.all(before.map(peakMegabytes));
  await page.context().close();
  const value = Math.max(...peaks);
  return {
    task: `${ROWS} x 10 CSV, memory`,
    metric: 'largest resident size of the page and its worker, page code included',
    value,
    unit: 'MB',
    peer: null,
    ratio: null,
    goal: `<= ${MOST_MEMORY_MB} MB`,
    met: value === 0 ? null : value <= MOST_MEMORY_MB,
  };
}

async function renderers(
  session: Awaited<ReturnType<Browser['newBrowserCDPSession']>>,
): Promise<number[]> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** 0 where the system does not tell. */
async function peakMegabytes(pid: number): Promise<number> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
