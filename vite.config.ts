import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { headers } from './scripts/policy.mjs';
import { cagePagePlugin } from './scripts/vite/cage-page-plugin';
import { policyPlugin } from './scripts/vite/policy-plugin';
import { serviceWorkerPlugin } from './scripts/vite/service-worker-plugin';
import { singleThreadWasmPlugin } from './scripts/vite/single-thread-wasm-plugin';
import { templatePlugin } from './scripts/vite/template-plugin';

const dedupe = ['svelte', 'dexie', 'comlink', '@tensorflow/tfjs-core', 'yjs', '@codemirror/state'];

/** Its package names the build for ES5 first, which every thread would take a third longer to load. */
const alias = [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.min.mjs' }];

const FIRST_MODEL = /src\/(ui\/screens\/RunScreen|app\/learn-session)\.svelte/;
const LEARN = /src\/ui\/screens\/(Import|Learn)Screen\.svelte/;

/** Isolation without the policy header: in development index.html carries a looser policy of its own. */
const { 'Content-Security-Policy': _policy, ...isolation } = headers;

export default defineConfig(() => ({
  // Relative addresses: the built folder works in any sub-path of any static host.
  base: './',
  plugins: [
    svelte({ configFile: false }),
    policyPlugin(),
    cagePagePlugin(),
    singleThreadWasmPlugin(),
    templatePlugin(),
    serviceWorkerPlugin(),
  ],
  resolve: { dedupe, alias },
  worker: {
    format: 'es' as const,
    plugins: () => [singleThreadWasmPlugin(), templatePlugin()],
    // As few files as can be until a worker answers.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'worker', tags: ['$initial' as const] }] } },
    },
  },
  build: {
    target: 'es2022',
    // A policy without 'unsafe-inline' for scripts has no use for the preload polyfill.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4096,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Forty small files take longer than a few: one for the first screen, one for a first model by one press,
          // and one for the screens on the longer way to it.
          groups: [
            // It makes an error while it loads: where a debugger listens, the whole file of it is read again for its trace.
            { name: 'svelte', test: /node_modules\/svelte\//, priority: 4 },
            { name: 'start', tags: ['$initial' as const], priority: 3 },
            { name: 'first-model', test: FIRST_MODEL, priority: 2 },
            { name: 'learn', test: LEARN, priority: 1 },
          ],
        },
      },
    },
  },
  server: { headers: isolation },
}));
