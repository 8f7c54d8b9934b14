/** `npm run verify`: every check that needs no running app, each with its result. */
import { generate } from './generate.mjs';
import { install } from './lib/install.mjs';
import { runTool } from './lib/run.mjs';

const checks = [
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lint', 'eslint', ['.', '--max-warnings', '0']],
  ['types', 'typescript', ['-p', 'tsconfig.json'], 'tsc'],
  ['types of core, without DOM', 'typescript', ['-p', 'tsconfig.core.json'], 'tsc'],
  ['components', 'svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings']],
  ['architecture', 'vitest', ['run', '--reporter=dot', 'tests/architecture.test.ts']],
];

await install();
await generate();
const only = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const [name, tool, args, binary] of checks) {
  if (only.length > 0 && !only.some((filter) => name.includes(filter))) continue;
  const started = performance.now();
  const { code, output } = await runTool(tool, args, { capture: true, quiet: true, binary });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (code === 0) passed++;
  else failed++;
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name}  (${seconds} s)`);
  if (code !== 0) console.log(output.trimEnd() + '\n');
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
