/**
 * `npm test [-- FILTER ...]`: installs what is missing, runs the unit tests in Node, builds, and runs the
 * end-to-end tests in a real Chromium. Filters are parts of test file paths. `--unit` and `--e2e` run one
 * half. Those of tests/e2e/long run where a filter names them, and under `npm run soak`. Ends with the line
 * `N passed, N failed`.
 */
import { install } from './lib/install.mjs';
import { filesBelow, TestRuns } from './lib/run-tests.mjs';
import { generate } from './generate.mjs';

const args = process.argv.slice(2);
const filters = args.filter((arg) => !arg.startsWith('--'));
const isFiltered = filters.length > 0;

const unit = args.includes('--e2e') ? [] : await filesBelow('tests', '.test.ts', filters);
const endToEnd = args.includes('--unit')
  ? []
  : (await filesBelow('tests/e2e', '.spec.ts', filters)).filter(
      (path) => isFiltered || !path.startsWith('tests/e2e/long/'),
    );

await install();
await generate();
const runs = new TestRuns();
if (unit.length > 0) await runs.unit(isFiltered ? unit : null);
if (endToEnd.length > 0) await runs.endToEnd(endToEnd);
if (unit.length + endToEnd.length === 0) runs.note('No test file matches.');
process.exit(runs.end());
