/** Threads of Node for sessions in our modules. */
import { Worker } from 'node:worker_threads';
import type { SpawnThread } from '../../src/ml/engine/fused/threads';

const SOURCE = `const { parentPort, workerData } = require('node:worker_threads');
const { module, memory, step } = workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
parentPort.postMessage('ready');
exports.attend(step, 0);`;

export const spawnNodeThread: SpawnThread = (start) => {
  const worker = new Worker(SOURCE, { eval: true, workerData: start });
  const ready = new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });
  return { ready, end: () => void worker.terminate() };
};
