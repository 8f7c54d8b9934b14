/** The process that puts load on servers; see load.mjs. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LOAD_CORE, nodeOnCore } from './on-core';

export interface Load {
  address: string;
  body: string;
  connections: number;
  milliseconds: number;
  /** Requests per second; 0: as fast as they are answered. */
  rate: number;
}

/** Times in milliseconds. */
export interface Answered {
  answers: number;
  seconds: number;
  p50: number;
  p99: number;
  /** How late requests were sent, their p99; null where they are not due at a time. */
  late99: number | null;
  failed: number;
}

export interface LoadProcess {
  /** One load after another. */
  put(load: Load): Promise<Answered>;
  stop(): void;
}

export function startLoad(): LoadProcess {
  const program = join(import.meta.dirname, 'load.mjs');
  const child = spawn(...nodeOnCore(LOAD_CORE, [program]), {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async put(load) {
      child.stdin.write(`${JSON.stringify(load)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the process that puts the load ended');
      const answered = JSON.parse(value) as Answered;
      if (answered.failed === 0) return answered;
      throw new Error(`${answered.failed} requests were not answered with 200`);
    },
    stop: () => void child.kill('SIGKILL'),
  };
}
