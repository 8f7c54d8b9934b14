/** Bundles as folders on disk, for what runs in a process of its own. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { BundleFiles } from '../../src/deploy/bundle';

export async function writeFolder(files: BundleFiles, folder: string): Promise<void> {
  for (const [path, bytes] of files) {
    const full = join(folder, path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, bytes);
  }
}

/** Removed again after `use`. */
export async function withFolder<T>(
  files: BundleFiles,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  try {
    await writeFolder(files, folder);
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** A script in a Node process of its own. */
export function runNode(script: string, words: readonly string[] = []): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...words], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}
