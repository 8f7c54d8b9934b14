/** Builds the page of tests/browser/cage with the app's own plugins and policy, and serves it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { headersFor } from '../../scripts/policy.mjs';
import { serveStatic, type StaticServer } from '../../scripts/lib/static-server.mjs';
import { cagePagePlugin } from '../../scripts/vite/cage-page-plugin';
import { policyPlugin } from '../../scripts/vite/policy-plugin';
import { serviceWorkerPlugin } from '../../scripts/vite/service-worker-plugin';
import { templatePlugin } from '../../scripts/vite/template-plugin';

const ROOT = fileURLToPath(new URL('../browser/cage/', import.meta.url));

export interface CagePage {
  /** With isolation and the policies as headers, as `npm start` serves. */
  isolated: StaticServer;
  /** Without any header: the plainest host there is. */
  plain: StaticServer;
  /** Paths below the folder that either was asked for, '' for what is not there. */
  arrivals: string[];
  close(): Promise<void>;
}

export async function cagePage(): Promise<CagePage> {
  const folder = await mkdtemp(join(tmpdir(), 'loam-cage-'));
  await build({
    configFile: false,
    root: ROOT,
    base: './',
    logLevel: 'error',
    publicDir: false,
    plugins: [policyPlugin(), cagePagePlugin(), templatePlugin(), serviceWorkerPlugin()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 8192,
    },
  });
  const arrivals: string[] = [];
  const serve = (headers: typeof headersFor) =>
    serveStatic({
      root: folder,
      base: '/some/where/',
      headers(path) {
        arrivals.push(path);
        return headers(path);
      },
    });
  const isolated = await serve(headersFor);
  const plain = await serve(() => ({}));
  return {
    isolated,
    plain,
    arrivals,
    async close() {
      await Promise.all([isolated.close(), plain.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
