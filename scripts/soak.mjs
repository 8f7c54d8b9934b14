/**
 * `npm run soak [-- --short] [FILTER ...]`: every property test again with many more runs, the tests of
 * tests/soak, and the end-to-end tests that have a longer form. `--short` keeps it to a few minutes; `LOAM_RUNS`
 * sets the number of runs per property, `LOAM_SEED` repeats a seed that a failure printed.
 */
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from './generate.mjs';
import { build } from './lib/build.mjs';
import { obtainBrowser } from './lib/browser.mjs';
import { install } from './lib/install.mjs';
import { root, runTool } from './lib/run.mjs';

const args = process.argv.slice(2);
const short = args.includes('--short');
const filters = args.filter((arg) => !arg.startsWith('--'));

/** Test files that state properties, and those of tests/soak: with `--short` only such as have a short form. */
async function propertyTests() {
  const found = [];
  for (const folder of ['tests/unit', 'tests/contract', 'tests/soak']) {
    if (!existsSync(join(root, folder))) continue;
    for (const entry of await readdir(join(root, folder), { recursive: true })) {
      const path = `${folder}/${entry.replaceAll('\\', '/')}`;
      if (!path.endsWith('.test.ts')) continue;
      const isSoak = folder === 'tests/soak';
      const text = await readFile(join(root, path), 'utf8');
      if (text.includes('fast-check') || (isSoak && (!short || text.includes('LOAM_SHORT'))))
        found.push(path);
    }
  }
  return found.filter((path) => filters.length === 0 || filters.some((f) => path.includes(f)));
}

/** End-to-end tests that do more where `LOAM_SOAK` is set. */
async function longTests() {
  const found = [];
  for (const name of await readdir(join(root, 'tests/e2e'))) {
    if (!name.endsWith('.spec.ts')) continue;
    const path = `tests/e2e/${name}`;
    if ((await readFile(join(root, path), 'utf8')).includes('LOAM_SOAK')) found.push(path);
  }
  return found.filter((path) => filters.length === 0 || filters.some((f) => path.includes(f)));
}

/** Answers whether all of them passed. */
async function runEndToEnd(files) {
  const browser = await obtainBrowser();
  if (!browser) {
    console.log(
      'No Chromium was found and none could be installed: end-to-end tests were not run.',
    );
    return false;
  }
  if (!(await build({ quiet: true }))) return false;
  const env = { CHROMIUM_PATH: browser, LOAM_SOAK: '1' };
  return (await runTool('@playwright/test', ['test', ...files], { env })).code === 0;
}

await install();
await generate();
const files = await propertyTests();
const longer = await longTests();
if (files.length + longer.length === 0) {
  console.log('No test matches.');
  process.exit(filters.length > 0 ? 1 : 0);
}
const runs = process.env.LOAM_RUNS ?? (short ? '300' : '3000');
const env = { LOAM_SOAK: '1', LOAM_RUNS: runs, ...(short ? { LOAM_SHORT: '1' } : {}) };
const passed = [
  files.length === 0 || (await runTool('vitest', ['run', ...files], { env })).code === 0,
  longer.length === 0 || (await runEndToEnd(longer)),
];
process.exit(passed.every(Boolean) ? 0 : 1);
