/** The page of the bench: one worker for each runner of the task at hand. */
import type { Task } from '../tasks';
import type { Answer, Request, Round, RunnerName } from './protocol';

declare global {
  interface Window {
    training: {
      /** Starts a worker for the runner; rejects with the reason why it cannot do the task. */
      prepare(name: RunnerName, task: Task): Promise<void>;
      round(name: RunnerName, check: boolean): Promise<Round>;
      /** Ends one worker, or all. */
      end(name?: RunnerName): void;
    };
  }
}

const workers = new Map<RunnerName, Worker>();

function spawn(name: RunnerName): Worker {
  switch (name) {
    case 'tfjs wasm':
    case 'tfjs cpu':
      return new Worker(new URL('./tfjs.worker.ts', import.meta.url), { type: 'module' });
    case 'jax-js':
      return new Worker(new URL('./jax.worker.ts', import.meta.url), { type: 'module' });
    default:
      return new Worker(new URL('./loam.worker.ts', import.meta.url), { type: 'module' });
  }
}

function ask(worker: Worker, request: Request): Promise<Round | null> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) =>
      data.ok ? resolve(data.round) : reject(new Error(data.reason));
    worker.onerror = (event) => reject(new Error(event.message || 'the worker did not load'));
    worker.postMessage(request);
  });
}

window.training = {
  async prepare(name, task) {
    const worker = spawn(name);
    workers.set(name, worker);
    await ask(worker, { ask: 'prepare', name, task });
  },
  async round(name, check) {
    const round = await ask(workers.get(name)!, { ask: 'round', check });
    return round!;
  },
  end(name) {
    for (const [running, worker] of workers) {
      if (name !== undefined && running !== name) continue;
      worker.terminate();
      workers.delete(running);
    }
  },
};
