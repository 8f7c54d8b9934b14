/** Servers under test, each in a process of its own. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BundleFiles } from '../../../src/deploy/bundle';
import { nodeOnCore, SERVER_CORE } from './on-core';

export interface Server {
  address: string;
  /** From the start of the process until it listens. */
  readyMs: number;
  stop(): Promise<void>;
}

export async function startServer(folder: string, words: string[]): Promise<Server> {
  const began = performance.now();
  const child = spawn(...nodeOnCore(SERVER_CORE, words), {
    cwd: folder,
    env: { PATH: process.env.PATH, LOAM_PORT: '0', LOAM_LOG: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as { event: string; address?: string };
      if (line.event === 'listening') resolve(line.address!);
    });
    void ended.then(() => reject(new Error(`${words.join(' ')} ended before it listened`)));
  });
  const readyMs = performance.now() - began;
  return {
    address,
    readyMs,
    stop() {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

/** A bundle as a folder, with this repository's packages as its own. */
export async function unpack(
  files: BundleFiles,
): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'loam-serve-'));
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), bytes);
  }
  await symlink(join(import.meta.dirname, '../../../node_modules'), join(path, 'node_modules'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
