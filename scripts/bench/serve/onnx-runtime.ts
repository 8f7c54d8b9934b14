/**
 * onnxruntime-node for the bench alone. Its package has the libraries of all systems (over 100 MB), so it is no
 * dependency of the repository: the first run installs it from the registry into a folder that stays.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = 'onnxruntime-node@1.30.0';
const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/loam-bench');

/** The folder whose node_modules hold it; null where the registry could not be reached, which is said. */
export async function onnxRuntime(): Promise<string | null> {
  const folder = join(CACHE, PACKAGE);
  if (existsSync(folder)) return folder;
  const coming = `${folder}.${process.pid}`;
  console.log(`Installing ${PACKAGE} (over 100 MB), once ...`);
  await mkdir(coming, { recursive: true });
  try {
    await writeFile(join(coming, 'package.json'), '{ "private": true }\n');
    // Its own install script would download more; the library for a CPU is in the package.
    const args = ['install', '--ignore-scripts', '--no-fund', '--no-audit', PACKAGE];
    await promisify(execFile)('npm', args, { cwd: coming });
    await rename(coming, folder);
    return folder;
  } catch (error) {
    await rm(coming, { recursive: true, force: true });
    console.log(`${PACKAGE} could not be installed, so nothing is measured beside it.`);
    console.log(`Is the package registry within reach? npm said: ${(error as Error).message}`);
    return null;
  }
}
