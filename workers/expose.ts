/**
 * The worker's end of a call: every call is answered exactly once, as a value or as an error that keeps
 * its code and facts (Comlink's own error transfer keeps only the message).
 */
import * as Comlink from 'comlink';
import { LoamError, toLoamError, type ErrorCode, type Facts } from '../src/core/errors';
import type { Api } from './contract';

export type Answer = { ok: true; value: unknown } | { ok: false; code: ErrorCode; facts: Facts };

/**
 * One way, beside Comlink's own messages on the same channel: none comes after the answer to its call, and none is
 * answered itself.
 */
export interface ProgressMessage {
  type: 'loam-progress';
  call: number;
  /** In the order in which they came. */
  events: unknown[];
}

/** A page draws no more often; events that may wait are sent together at most so many milliseconds later. */
const FRAME_MS = 16;

export interface Endpoint {
  call(id: number, method: string, request: unknown): Promise<Answer>;
  abort(id: number): void;
  /** Holds this Web Lock as long as the worker lives; resolves when it is held. */
  hold(lock: string): Promise<void>;
}

export function endpointOf(api: object, report: (message: ProgressMessage) => void): Endpoint {
  const running = new Map<number, AbortController>();
  const methods = api as Api;
  return {
    async call(id, method, request) {
      const controller = new AbortController();
      running.set(id, controller);
      let waiting: unknown[] = [];
      let sentAt = -Infinity;
      let timer: ReturnType<typeof setTimeout> | undefined;
      function send() {
        clearTimeout(timer);
        timer = undefined;
        if (waiting.length === 0) return;
        report({ type: 'loam-progress', call: id, events: waiting });
        waiting = [];
        sentAt = performance.now();
      }
      function progress(event: unknown, mayWait = false) {
        if (!running.has(id)) return;
        waiting.push(event);
        if (!mayWait || performance.now() - sentAt >= FRAME_MS) send();
        else timer ??= setTimeout(send, FRAME_MS);
      }
      try {
        const run = methods[method];
        if (!run) throw new LoamError('internal', { message: `no method ${method}` });
        const context = { signal: controller.signal, progress };
        return { ok: true, value: await run.call(api, request as never, context as never) };
      } catch (error) {
        if (controller.signal.aborted) return { ok: false, code: 'cancelled', facts: {} };
        const { code, facts } = toLoamError(error);
        return { ok: false, code, facts };
      } finally {
        send();
        running.delete(id);
      }
    },
    abort(id) {
      running.get(id)?.abort();
    },
    hold: (lock) =>
      new Promise((held, failed) => {
        const forever = () => new Promise<never>(() => held());
        navigator.locks.request(lock, forever).catch(failed);
      }),
  };
}

/** @param channel to whoever calls; default the page that this worker serves */
export function expose(api: object, channel: Comlink.Endpoint = self as Comlink.Endpoint): void {
  Comlink.expose(
    endpointOf(api, (message) => channel.postMessage(message)),
    channel,
  );
}
