/** A bench's own page, built and open in a real Chromium, cross-origin isolated. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { headers } from '../policy.mjs';
import { singleThreadWasmPlugin } from '../vite/single-thread-wasm-plugin';
import { browserFlags, findBrowser } from './browser.mjs';
import { serveStatic } from './static-server.mjs';

export interface Harness {
  page: Page;
  /** The folder that is served; what is written below it, the page can fetch. */
  folder: string;
  /** Closes the browser and removes the folder. */
  close(): Promise<void>;
}

/** The page's policy is the app's less the rules on content: benches fetch data and peers as they like. */
const { 'Content-Security-Policy': _policy, ...isolation } = headers;

/**
 * @param root folder with the page's index.html
 * @param flags for Chromium, besides those of every bench
 * @throws Error without a Chromium
 */
export async function openHarness(root: string, flags: string[] = []): Promise<Harness> {
  const executablePath = await findBrowser();
  if (executablePath === null) throw new Error('No Chromium: set CHROMIUM_PATH.');
  const folder = await mkdtemp(join(tmpdir(), 'loam-bench-'));
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    plugins: [singleThreadWasmPlugin()],
    worker: { format: 'es', plugins: () => [singleThreadWasmPlugin()] },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4096 },
  });
  const server = await serveStatic({ root: folder, headers: isolation });
  const browser = await chromium.launch({ executablePath, args: [...browserFlags, ...flags] });
  const page = await browser.newPage();
  await page.goto(server.url);
  return {
    page,
    folder,
    async close() {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
