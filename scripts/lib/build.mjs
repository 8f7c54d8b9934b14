/** Generates sources and builds dist/. */
import { generate } from '../generate.mjs';
import { runTool } from './run.mjs';

/** @returns {Promise<boolean>} whether the build succeeded */
export async function build({ quiet = false } = {}) {
  await generate();
  const args = ['build', '--logLevel', quiet ? 'warn' : 'info'];
  const { code, output } = await runTool('vite', args, { capture: true, quiet: true });
  if (code !== 0 || !quiet) process.stdout.write(output);
  return code === 0;
}
