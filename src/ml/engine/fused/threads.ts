/**
 * Threads that help a session: each runs an instance of the same module on the same memory and attends to
 * orders until it is dismissed. Who starts them is a parameter, since Node and browsers differ.
 */

/** What a thread does: instantiates `module` on `memory`, says so, then calls `attend(step, 0)`, which blocks. */
export interface ThreadStart {
  module: WebAssembly.Module;
  /** Shared. */
  memory: WebAssembly.Memory;
  step: number;
}

export interface Thread {
  /** Resolves once the thread attends; rejects when it cannot. */
  ready: Promise<void>;
  /** Ends it. One that attends must have been dismissed. */
  end(): void;
}

export type SpawnThread = (start: ThreadStart) => Thread;

const SOURCE = `onmessage = async ({ data: { module, memory, step } }) => {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  postMessage('ready');
  exports.attend(step, 0);
};`;

/** Whether this place can share memory between threads and start them. */
export function hasThreads(): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && typeof Worker !== 'undefined';
}

/**
 * Workers whose thread has ended, for the next one. They are kept rather than terminated: starting one costs
 * milliseconds, and on a busy machine Firefox 153 sometimes never comes back from `new Worker` in a worker.
 */
const idle: Worker[] = [];

/** A worker of a browser. */
export const spawnWorker: SpawnThread = (start) => {
  const worker = idle.pop() ?? newWorker();
  let attends = false;
  const ready = new Promise<void>((resolve, reject) => {
    worker.onmessage = () => {
      attends = true;
      resolve();
    };
    worker.onerror = () => {
      reject(new Error('a thread did not start'));
    };
  });
  worker.postMessage(start);
  return {
    ready,
    end() {
      if (attends) idle.push(worker);
      else worker.terminate();
    },
  };
};

function newWorker(): Worker {
  const url = URL.createObjectURL(new Blob([SOURCE], { type: 'text/javascript' }));
  const worker = new Worker(url);
  // The worker has its source once it answers; a few hundred bytes may stay until then.
  worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true });
  return worker;
}
