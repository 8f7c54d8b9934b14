/** The hashes that a page finds in Chromium or in Firefox, the page being built and served for it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import puppeteer from 'puppeteer-core';
import { build } from 'vite';
import { browserFlags } from '../../../scripts/lib/browser.mjs';
import { serveStatic } from '../../../scripts/lib/static-server.mjs';
import { headers } from '../../../scripts/policy.mjs';

export type Hashes = Record<string, string>;

export interface BitsPage {
  url: string;
  close(): Promise<void>;
}

/** Cross-origin isolated, so that threads can share memory. */
export async function serveBitsPage(): Promise<BitsPage> {
  const root = fileURLToPath(new URL('../../browser/same-bits', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'loam-bits-'));
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4096 },
  });
  const server = await serveStatic({ root: folder, headers });
  return {
    url: server.url,
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function chromiumHashes(
  url: string,
  executablePath: string,
  threads: number[],
): Promise<Hashes[]> {
  const browser = await chromium.launch({ executablePath, args: browserFlags });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    const found: Hashes[] = [];
    for (const n of threads) {
      found.push(await page.evaluate((threads) => window.hashes({ threads }), n));
    }
    return found;
  } finally {
    await browser.close();
  }
}

/** Milliseconds for all jobs in Firefox, and how often they are tried. */
const FIREFOX_PATIENCE = 20_000;
const FIREFOX_TRIES = 4;

/**
 * A busy Firefox 153 under automation sometimes never comes back from `new Worker` in a worker, before any code
 * of ours runs in it. A page that has not answered in time is thrown away for a new one; hashes are hashes.
 */
export async function firefoxHashes(
  url: string,
  executablePath: string,
  threads: number[],
): Promise<Hashes[]> {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
  const inNewPage = async (threads: number): Promise<Hashes | null> => {
    const page = await browser.newPage();
    await page.goto(url);
    const found = await Promise.race([
      page.evaluate((threads) => window.hashes({ threads }), threads),
      new Promise<null>((resolve) => setTimeout(resolve, FIREFOX_PATIENCE, null)),
    ]);
    // A page whose worker hangs may not close either.
    if (found) await page.close();
    return found;
  };
  try {
    const all: Hashes[] = [];
    for (const n of threads) {
      let found: Hashes | null = null;
      for (let i = 0; i < FIREFOX_TRIES && !found; i++) found = await inNewPage(n);
      if (!found) throw new Error(`Firefox did not answer on ${n} threads`);
      all.push(found);
    }
    return all;
  } finally {
    await browser.close();
  }
}
