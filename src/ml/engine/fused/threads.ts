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
  /** Ends it, whatever it does. */
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

/** A worker of a browser. */
export const spawnWorker: SpawnThread = (start) => {
  const url = URL.createObjectURL(new Blob([SOURCE], { type: 'text/javascript' }));
  const worker = new Worker(url);
  const ready = new Promise<void>((resolve, reject) => {
    worker.onmessage = () => {
      resolve();
    };
    worker.onerror = () => {
      reject(new Error('a thread did not start'));
    };
  }).finally(() => {
    URL.revokeObjectURL(url);
  });
  worker.postMessage(start);
  return {
    ready,
    end() {
      worker.terminate();
    },
  };
};
