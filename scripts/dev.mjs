/** `npm run dev`: the development server. */
import { generate } from './generate.mjs';
import { install } from './lib/install.mjs';
import { runTool } from './lib/run.mjs';

await install();
await generate();
process.exit((await runTool('vite', process.argv.slice(2))).code);
