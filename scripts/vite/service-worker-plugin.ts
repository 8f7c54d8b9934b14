/** Writes sw.js into the built folder: service-worker.js with the list of all files before it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { CAGE_PAGE, cageHeaders, cagePolicy } from '../policy.mjs';

const hashOf = (content: string | Buffer) =>
  createHash('sha256').update(content).digest('hex').slice(0, 16);

/** Every file of the folder with the hash of its content, ordered by path. */
export function filesOf(folder: string): [path: string, hash: string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path): [string, string] => [
      path.slice(folder.length + 1).replaceAll('\\', '/'),
      hashOf(readFileSync(path)),
    ])
    .filter(([path]) => path !== 'sw.js' && !path.endsWith('.map'))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * A frame with a `sandbox` attribute is not answered by a service worker, so offline the cage has none:
 * the answer itself is what makes it one.
 */
const cage = {
  path: CAGE_PAGE,
  headers: {
    ...cageHeaders,
    'Content-Security-Policy': `sandbox allow-scripts; ${cagePolicy}`,
    'Content-Type': 'text/html; charset=utf-8',
  },
};

export function serviceWorkerText(files: [string, string][]): string {
  const source = readFileSync(new URL('./service-worker.js', import.meta.url), 'utf8');
  const list = JSON.stringify(files);
  const head = `const FILES = ${list};\nconst BUILD = '${hashOf(list)}';\nconst CAGE = ${JSON.stringify(cage)};`;
  return `${head}\n${source}`;
}

export function serviceWorkerPlugin(): Plugin {
  let folder = '';
  return {
    name: 'loam-service-worker',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler(error?: Error) {
        if (!error) writeFileSync(join(folder, 'sw.js'), serviceWorkerText(filesOf(folder)));
      },
    },
  };
}
