/** The built app in a real Chromium, for benches. Build first (`npm run build`). */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from '@playwright/test';
import { browserFlags, findBrowser } from './browser.mjs';
import { build } from './build.mjs';
import { serveStatic, type StaticServer } from './static-server.mjs';
import { headersFor } from '../policy.mjs';

export const dist = fileURLToPath(new URL('../../dist', import.meta.url));

export interface OpenApp {
  browser: Browser;
  page: Page;
  server: StaticServer;
  close(): Promise<void>;
}

/** Builds (unless LOAM_BUILT=1 and dist/ exists), serves as `npm start` does, opens an empty page. */
export async function openApp(): Promise<OpenApp> {
  const built = process.env.LOAM_BUILT === '1' && existsSync(`${dist}/index.html`);
  if (!built && !(await build({ quiet: true }))) throw new Error('the build failed');
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error('no Chromium found: install one, or set CHROMIUM_PATH');
  const server = await serveStatic({ root: dist, headers: headersFor });
  const browser = await chromium.launch({ executablePath, args: browserFlags });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  return {
    browser,
    page,
    server,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
