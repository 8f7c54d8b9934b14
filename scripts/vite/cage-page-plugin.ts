/** Puts cage.html beside index.html, in the built folder and in the development server. */
import type { Plugin } from 'vite';
import { cagePage } from '../../src/kernel/cage/page';
import { CAGE_PAGE, cageHeaders, cagePolicy } from '../policy.mjs';

export function cagePagePlugin(): Plugin {
  return {
    name: 'loam-cage-page',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        if (path !== `/${CAGE_PAGE}`) {
          next();
          return;
        }
        for (const [name, value] of Object.entries(cageHeaders)) response.setHeader(name, value);
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.end(cagePage(cagePolicy));
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: CAGE_PAGE, source: cagePage(cagePolicy) });
    },
  };
}
