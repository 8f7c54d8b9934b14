/**
 * `npm run soak [-- --short] [FILTER ...]`: every property test again with many more runs, and the tests
 * of tests/soak. `--short` keeps it to a few minutes; `LOAM_RUNS` sets the number of runs per property,
 * `LOAM_SEED` repeats a seed that a failure printed.
 */
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from './generate.mjs';
import { install } from './lib/install.mjs';
import { root, runTool } from './lib/run.mjs';

const args = process.argv.slice(2);
const short = args.includes('--short');
const filters = args.filter((arg) => !arg.startsWith('--'));

/** Test files that state properties. */
async function propertyTests() {
  const found = [];
  for (const folder of ['tests/unit', 'tests/contract', 'tests/soak']) {
    if (!existsSync(join(root, folder))) continue;
    for (const entry of await readdir(join(root, folder), { recursive: true })) {
      const path = `${folder}/${entry.replaceAll('\\', '/')}`;
      if (!path.endsWith('.test.ts')) continue;
      const isSoak = folder === 'tests/soak' && !short;
      if (isSoak || (await readFile(join(root, path), 'utf8')).includes('fast-check'))
        found.push(path);
    }
  }
  return found.filter((path) => filters.length === 0 || filters.some((f) => path.includes(f)));
}

await install();
await generate();
const files = await propertyTests();
if (files.length === 0) {
  console.log('No property test matches.');
  process.exit(filters.length > 0 ? 1 : 0);
}
const runs = process.env.LOAM_RUNS ?? (short ? '300' : '3000');
const { code } = await runTool('vitest', ['run', ...files], {
  env: { LOAM_SOAK: '1', LOAM_RUNS: runs },
});
process.exit(code);
