/** Servers under test and the load on them, each in a process of its own. */
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { BundleFiles } from '../../../src/deploy/bundle';

export interface Server {
  address: string;
  /** From the start of the process until it listens. */
  readyMs: number;
  stop(): Promise<void>;
}

export async function startServer(folder: string, words: string[]): Promise<Server> {
  const began = performance.now();
  const child = spawn(process.execPath, words, {
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

export interface Load {
  address: string;
  body: string;
  connections: number;
  seconds: number;
  /** Requests per second; 0: as fast as they are answered. */
  rate: number;
}

export interface Answered {
  answers: number;
  seconds: number;
  p50: number;
  p99: number;
  failed: number;
}

export async function putLoad(load: Load): Promise<Answered> {
  const program = join(import.meta.dirname, 'load.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(load)]);
  const answered = JSON.parse(stdout) as Answered;
  if (answered.failed > 0)
    throw new Error(`${answered.failed} requests were not answered with 200`);
  return answered;
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
