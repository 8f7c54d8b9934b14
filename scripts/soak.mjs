/**
 * `npm run soak [-- --short] [FILTER ...]`: every property test again with many more runs, the tests of
 * tests/soak, and the end-to-end tests of tests/e2e/long. `--short` keeps properties to a few minutes; `LOAM_RUNS`
 * sets the number of runs per property, `LOAM_SEED` repeats a seed that a failure printed. Ends with the line
 * `N passed, N failed`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from './generate.mjs';
import { install } from './lib/install.mjs';
import { root } from './lib/run.mjs';
import { filesBelow, TestRuns } from './lib/run-tests.mjs';

const args = process.argv.slice(2);
const short = args.includes('--short');
const filters = args.filter((arg) => !arg.startsWith('--'));

/** Test files that state properties, and those of tests/soak: with `--short` only such as have a short form. */
async function propertyTests() {
  const found = [];
  for (const folder of ['tests/unit', 'tests/contract', 'tests/soak']) {
    for (const path of await filesBelow(folder, '.test.ts', filters)) {
      const isSoak = folder === 'tests/soak';
      const text = await readFile(join(root, path), 'utf8');
      if (text.includes('fast-check') || (isSoak && (!short || text.includes('LOAM_SHORT'))))
        found.push(path);
    }
  }
  return found;
}

await install();
await generate();
const properties = await propertyTests();
const long = await filesBelow('tests/e2e/long', '.spec.ts', filters);
const runs = new TestRuns();
const env = {
  LOAM_SOAK: '1',
  LOAM_RUNS: process.env.LOAM_RUNS ?? (short ? '300' : '3000'),
  ...(short ? { LOAM_SHORT: '1' } : {}),
};
if (properties.length > 0) await runs.unit(properties, env);
if (long.length > 0) await runs.endToEnd(long, { LOAM_SOAK: '1' });
if (properties.length + long.length === 0) runs.note('No test file matches.');
process.exit(runs.end());
