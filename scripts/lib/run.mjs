/** Starts programs for the scripts of this folder. Node built-ins only. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The caller's environment, without settings of the npm that runs us, which a second npm would warn of. */
function environment(extra) {
  const env = { ...process.env, ...extra, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' };
  for (const name of Object.keys(env)) {
    if (/^npm_(config|package|lifecycle)_/i.test(name)) delete env[name];
  }
  // Both set makes every Node child print a warning.
  if (env.FORCE_COLOR !== undefined) delete env.NO_COLOR;
  return env;
}

/**
 * Runs a program in the repository's folder to its end.
 * @returns {Promise<{ code: number, output: string }>} `output` is empty unless `capture` is set
 */
export function run(command, args, { env = {}, capture = false, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: environment(env),
      stdio: ['inherit', capture ? 'pipe' : 'inherit', capture ? 'pipe' : 'inherit'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    let output = '';
    const take = (stream) => (chunk) => {
      output += chunk;
      if (!quiet) stream.write(chunk);
    };
    child.stdout?.on('data', take(process.stdout));
    child.stderr?.on('data', take(process.stderr));
    child.on('error', (error) => resolve({ code: 127, output: output + String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs a program installed in node_modules with this same Node. */
export async function runTool(packageName, args, options = {}) {
  const program = await binaryOf(packageName, options.binary ?? packageName.split('/').at(-1));
  return run(process.execPath, [program, ...args], options);
}

async function binaryOf(packageName, name) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : (bin[name] ?? Object.values(bin)[0]));
}
