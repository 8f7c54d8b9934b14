/**
 * The page's end of a worker: spawn on first use, abort, timeout, and an answer for every call even when
 * the worker dies. Workers start through a `blob:` module that imports the real one: a worker loaded from
 * a URL obeys only its own response's policy, one started from a blob inherits the page's.
 */
import * as Comlink from 'comlink';
import { LoamError } from '../src/core/errors';
import type { CallContext } from './contract';
import type { Endpoint, ProgressMessage } from './expose';

export interface CallOptions<P> {
  signal?: AbortSignal;
  /** Never called after the call has settled. */
  onProgress?: (event: P) => void;
  /** Milliseconds without an answer or progress until the worker is given up; default none. */
  timeout?: number;
  /** What of the request is handed over rather than copied. */
  transfer?: Transferable[];
}

type RequestOf<M> = M extends (request: infer R, context: CallContext<never>) => Promise<unknown>
  ? R
  : never;
type ValueOf<M> = M extends (request: never, context: CallContext<never>) => Promise<infer V>
  ? V
  : never;
type EventOf<M> = M extends (request: never, context: infer C) => Promise<unknown>
  ? C extends CallContext<infer P>
    ? P
    : never
  : never;

export interface WorkerClient<A> {
  call<M extends keyof A & string>(
    method: M,
    request: RequestOf<A[M]>,
    options?: CallOptions<EventOf<A[M]>>,
  ): Promise<ValueOf<A[M]>>;
  /** Starts the worker before it is needed, so that the next call need not wait for that. */
  warm(): void;
  /** Ends the worker; calls under way reject with `cancelled`. The next call starts a fresh one. */
  stop(): void;
}

/** A worker that has not even begun after this long is given up. */
const START_MS = 30_000;
/** A worker that has not answered an abort after this long is ended. */
const ABORT_GRACE_MS = 2_000;

/** @param url absolute, where a worker starts another: its own address is a blob's */
export function spawnModule(url: string, name: string): Worker {
  const absolute = typeof document === 'undefined' ? url : new URL(url, document.baseURI).href;
  const source = `import ${JSON.stringify(absolute)};`;
  const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  return new Worker(blob, { type: 'module', name });
}

/**
 * Resolves when the worker is gone, however it went: no event tells of a worker that was killed, but its
 * locks are let go with it. Never, where there are no Web Locks.
 */
async function untilGone(endpoint: Comlink.Remote<Endpoint>): Promise<void> {
  const { locks } = globalThis.navigator ?? {};
  if (!locks) return new Promise(() => undefined);
  const lock = `loam-worker-${crypto.randomUUID()}`;
  let late: ReturnType<typeof setTimeout> | undefined;
  const begun = await Promise.race([
    endpoint.hold(lock).then(() => true),
    new Promise<false>((resolve) => (late = setTimeout(() => resolve(false), START_MS))),
  ]);
  clearTimeout(late);
  if (begun) await locks.request(lock, () => undefined);
}

interface Live {
  worker: Worker;
  endpoint: Comlink.Remote<Endpoint>;
  /** Rejects every call under way. */
  pending: Set<(error: LoamError) => void>;
  /** By call. */
  listeners: Map<number, (event: unknown) => void>;
}

export function workerClient<A>(spawn: () => Worker): WorkerClient<A> {
  let live: Live | null = null;
  let nextId = 1;

  function end(
    code: 'worker-died' | 'cancelled' | 'timed-out',
    facts: { message: string } | { seconds: number },
  ): void {
    if (!live) return;
    const { worker, pending } = live;
    live = null;
    worker.terminate();
    for (const reject of [...pending]) reject(new LoamError(code, facts));
  }

  function start(): Live {
    if (live) return live;
    const worker = spawn();
    worker.addEventListener('error', (event) => {
      if (live?.worker === worker)
        end('worker-died', { message: event.message || 'the worker could not start' });
    });
    const listeners: Live['listeners'] = new Map();
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<Partial<ProgressMessage> | null>) => {
        if (data?.type !== 'loam-progress') return;
        for (const event of data.events!) listeners.get(data.call!)?.(event);
      },
    );
    const endpoint = Comlink.wrap<Endpoint>(worker);
    live = { worker, endpoint, pending: new Set(), listeners };
    void untilGone(endpoint).then(() => {
      if (live?.worker === worker) end('worker-died', { message: 'it was ended' });
    });
    return live;
  }

  return {
    call(method, request, options = {}) {
      const { signal, onProgress, timeout, transfer = [] } = options;
      if (signal?.aborted) return Promise.reject(new LoamError('cancelled'));
      const { endpoint, pending, listeners } = start();
      const id = nextId++;
      return new Promise((resolve, reject) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const settle = () => {
          pending.delete(fail);
          listeners.delete(id);
          clearTimeout(timer);
          signal?.removeEventListener('abort', abort);
        };
        const fail = (error: LoamError) => {
          settle();
          reject(error);
        };
        const watch = () => {
          if (timeout === undefined) return;
          clearTimeout(timer);
          timer = setTimeout(() => end('timed-out', { seconds: timeout / 1000 }), timeout);
        };
        const abort = () => {
          void endpoint.abort(id);
          clearTimeout(timer);
          timer = setTimeout(
            () => end('cancelled', { message: 'the worker did not stop by itself' }),
            ABORT_GRACE_MS,
          );
        };
        pending.add(fail);
        signal?.addEventListener('abort', abort);
        watch();
        listeners.set(id, (event) => {
          if (!signal?.aborted) watch();
          onProgress?.(event as never);
        });
        const asked = transfer.length > 0 ? Comlink.transfer(request as object, transfer) : request;
        endpoint.call(id, method, asked).then(
          (answer) => {
            settle();
            if (answer.ok) resolve(answer.value as never);
            else reject(new LoamError(answer.code, answer.facts));
          },
          (error: unknown) => fail(new LoamError('internal', { message: String(error) })),
        );
      });
    },
    warm() {
      start();
    },
    stop() {
      end('cancelled', { message: 'stopped' });
    },
  };
}
