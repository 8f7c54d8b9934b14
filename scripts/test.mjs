/**
 * `npm test [-- FILTER ...]`: installs what is missing, runs the unit tests in Node, builds, and runs the
 * end-to-end tests in a real Chromium. Filters are parts of test file paths. `--unit` and `--e2e` run one
 * half. Ends with the line `N passed, N failed`.
 */
import { existsSync } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { obtainBrowser, obtainFirefox } from './lib/browser.mjs';
import { install } from './lib/install.mjs';
import { root, runTool } from './lib/run.mjs';
import { generate } from './generate.mjs';

const args = process.argv.slice(2);
const filters = args.filter((arg) => !arg.startsWith('--'));

/** Paths of the test files below a folder that the filters choose; all without a filter. */
async function chosen(folder, ending) {
  if (!existsSync(join(root, folder))) return [];
  return (await readdir(join(root, folder), { recursive: true }))
    .map((entry) => `${folder}/${entry.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(ending))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .sort();
}

const unit = args.includes('--e2e') ? [] : await chosen('tests', '.test.ts');
const endToEnd = args.includes('--unit') ? [] : await chosen('tests/e2e', '.spec.ts');

const total = { passed: 0, failed: 0 };
const notes = [];

function add(passed, failed) {
  total.passed += passed;
  total.failed += failed;
}

async function reportOf(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}

async function runUnit() {
  const report = join(root, 'test-results/unit.json');
  await rm(report, { force: true });
  const { code } = await runTool('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...(filters.length > 0 ? unit : []),
  ]);
  const result = await reportOf(report);
  const broken = (result?.testResults ?? []).filter(
    (file) => file.status === 'failed' && file.assertionResults.every((a) => a.status !== 'failed'),
  ).length;
  add(result?.numPassedTests ?? 0, (result?.numFailedTests ?? 0) + broken);
  if (code !== 0 && total.failed === 0) add(0, 1);
}

async function runEndToEnd() {
  if (!(await build({ quiet: true }))) {
    notes.push('The build failed, so no end-to-end test could run.');
    return add(0, 1);
  }
  const browser = await obtainBrowser();
  if (!browser) {
    notes.push(
      process.env.CHROMIUM_PATH
        ? `CHROMIUM_PATH names no file (${process.env.CHROMIUM_PATH}): end-to-end tests were skipped.`
        : 'No Chromium was found and none could be installed: end-to-end tests were skipped. Install one, or set CHROMIUM_PATH.',
    );
    return add(0, 1);
  }
  if (!(await obtainFirefox())) notes.push('No Firefox was found: one test was skipped.');
  const report = join(root, 'test-results/report.json');
  await rm(report, { force: true });
  const { code } = await runTool(
    '@playwright/test',
    ['test', ...(filters.length > 0 ? endToEnd : [])],
    {
      env: { CHROMIUM_PATH: browser },
    },
  );
  const stats = (await reportOf(report))?.stats;
  add((stats?.expected ?? 0) + (stats?.flaky ?? 0), stats?.unexpected ?? 0);
  if (stats?.flaky)
    notes.push(
      `${stats.flaky} end-to-end tests passed on the second try only; the list above names them as flaky.`,
    );
  if (code !== 0 && !stats?.unexpected) add(0, 1);
}

await install();
await generate();
if (unit.length > 0) await runUnit();
if (endToEnd.length > 0) await runEndToEnd();
if (unit.length + endToEnd.length === 0) notes.push('No test file matches.');
for (const note of notes) console.error(`\n${note}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
