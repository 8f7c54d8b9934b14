/**
 * Debian's Python as a peer: a process pinned to one core and one thread, that
 * answers a line of JSON with a line of JSON, so that its rounds can stand between those of others.
 */
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The one on PATH may be another, without the packages. */
const PYTHON = '/usr/bin/python3';
const SCRIPT = fileURLToPath(new URL('./peer.py', import.meta.url));
/** Debian's OpenBLAS starts threads whatever the libraries above it are told. */
const ONE_THREAD = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

export interface PythonPeer {
  /** Version of a package, or null where it is not installed. */
  version(module: string): Promise<string | null>;
  /** Sends a request to peer.py. @throws Error with what Python says */
  ask<T>(request: object): Promise<T>;
  close(): void;
}

/**
 * Null where there is no such Python here.
 * @param settings more environment variables
 */
export function startPython(settings: Record<string, string> = {}): PythonPeer | null {
  if (!existsSync(PYTHON)) return null;
  const pinned = spawnSync('taskset', ['--version']).status === 0;
  const [command, args] = pinned
    ? ['taskset', ['-c', '0', PYTHON, '-B', SCRIPT]]
    : [PYTHON, ['-B', SCRIPT]];
  const child = spawn(command, args, { env: { ...process.env, ...ONE_THREAD, ...settings } });
  return peerOf(child);
}

function peerOf(child: ChildProcessWithoutNullStreams): PythonPeer {
  let waiting: { resolve(line: string): void; reject(error: Error): void } | null = null;
  let complaints = '';
  createInterface({ input: child.stdout }).on('line', (line) => waiting?.resolve(line));
  child.stderr.on('data', (chunk) => (complaints = `${complaints}${chunk}`.slice(-2000)));
  child.on('exit', () => waiting?.reject(new Error(`Python ended: ${complaints}`)));

  async function ask<T>(request: object): Promise<T> {
    const line = await new Promise<string>((resolve, reject) => {
      waiting = { resolve, reject };
      child.stdin.write(`${JSON.stringify(request)}\n`);
    });
    const answer = JSON.parse(line) as T | { error: string };
    if (typeof answer === 'object' && answer && 'error' in answer) throw new Error(answer.error);
    return answer as T;
  }

  return {
    async version(module) {
      const { version } = await ask<{ version: string | null }>({ ask: 'version', module });
      return version;
    },
    ask,
    close: () => child.stdin.end(),
  };
}
