/** The exported server as a person runs it: its files in a folder, its own process, a real port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BundleFiles } from '../../../src/deploy/bundle';

const PACKAGES = join(import.meta.dirname, '../../../node_modules');

export interface Folder {
  path: string;
  remove(): void;
}

/** @param packages whether those of this repository stand in for the folder's own */
export function folderOf(files: BundleFiles, packages: 'ours' | 'none' = 'ours'): Folder {
  const path = mkdtempSync(join(tmpdir(), 'loam-api-'));
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), bytes);
  }
  if (packages === 'ours') symlinkSync(PACKAGES, join(path, 'node_modules'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface LogLine {
  event: string;
  level: string;
  reason?: string;
  address?: string;
}

export interface ApiProcess {
  child: ChildProcess;
  lines: LogLine[];
  /** Where it listens; rejects where it ended before. */
  listening: Promise<string>;
  ended: Promise<number | null>;
}

export function startApi(
  folder: string,
  environment: Record<string, string> = {},
  command: [string, ...string[]] = [process.execPath, 'server.mjs'],
): ApiProcess {
  const [program, ...words] = command;
  const child = spawn(program, words, {
    cwd: folder,
    env: { PATH: process.env.PATH, LOAM_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that what npm starts can be ended with it.
    detached: true,
  });
  const lines: LogLine[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const listening = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      if (!text.startsWith('{')) return; // what npm says
      const line = JSON.parse(text) as LogLine;
      lines.push(line);
      if (line.event === 'listening') resolve(line.address!);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${JSON.stringify(lines)}`)));
  });
  listening.catch(() => undefined);
  return { child, lines, listening, ended };
}
