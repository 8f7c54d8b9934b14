/**
 * `npm run interop [-- --keep]`: every format that a model leaves in, accepted by its own tool. Models of each kind are
 * trained on the samples and written to a temporary folder; the tools come from PyPI into a Python virtual
 * environment there. What cannot be had is skipped by name. `LOAM_INTEROP_PYTHON` names an interpreter that has the
 * packages of scripts/interop/requirements.txt already, `LOAM_INTEROP_KSERVE_PYTHON` one that has those of
 * requirements-kserve.txt. No part of `npm test`.
 */
import { join } from 'node:path';
import { generate } from './generate.mjs';
import { install } from './lib/install.mjs';
import { root, runTool } from './lib/run.mjs';

await install();
await generate();
const main = join(root, 'scripts/interop/main.ts');
const { code } = await runTool('tsx', [main, ...process.argv.slice(2)]);
process.exit(code);
