/**
 * `npm run bench -- NAME [--json]`: runs scripts/bench/NAME.ts and prints its rows as a table; with
 * `--json` the last line is the same rows as JSON. Without a name, lists the benches. Fails where a goal
 * is not met.
 */
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from './generate.mjs';
import { install } from './lib/install.mjs';
import { root, runTool } from './lib/run.mjs';

const args = process.argv.slice(2);
const name = args.find((arg) => !arg.startsWith('--'));
const folder = join(root, 'scripts/bench');

/** Files of the folder that export a bench. */
async function names() {
  const found = [];
  for (const file of existsSync(folder) ? (await readdir(folder)).sort() : []) {
    if (!file.endsWith('.ts')) continue;
    const text = await readFile(join(folder, file), 'utf8');
    if (/^export (async function|function|const) bench\b/m.test(text))
      found.push(file.slice(0, -3));
  }
  return found;
}

if (!name) {
  console.log(
    `Benches: ${(await names()).join(', ')}\nRun one with: npm run bench -- NAME [--json]`,
  );
  process.exit(0);
}
if (!(await names()).includes(name)) {
  console.error(`There is no bench "${name}". Benches: ${(await names()).join(', ')}`);
  process.exit(1);
}
await install();
await generate();
const rest = args.filter((arg) => arg !== name);
const { code } = await runTool('tsx', [join(root, 'scripts/lib/run-bench.ts'), name, ...rest]);
process.exit(code);
