/** Installs the packages of package-lock.json when they are missing or others. Node built-ins only. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run } from './run.mjs';

const MINIMUM = [20, 19];

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  console.error(`Loam needs Node ${MINIMUM.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

async function packagesOf(path) {
  try {
    return JSON.parse(await readFile(join(root, path), 'utf8')).packages;
  } catch {
    return null;
  }
}

/** Whether every package of the lock file is there; one that is optional may be missing. */
async function upToDate() {
  const wanted = await packagesOf('package-lock.json');
  const present = await packagesOf('node_modules/.package-lock.json');
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const found = present[path];
    return found ? found.version === version && found.integrity === integrity : optional === true;
  });
}

export async function install() {
  checkNode();
  if (await upToDate()) return;
  console.log('Installing packages ...');
  const args = ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  const { code } = await run('npm', args, { env: { NODE_ENV: 'development' } });
  if (code === 0) return;
  console.error(
    'The packages could not be installed (npm ci). Is the package registry within reach?',
  );
  process.exit(1);
}
