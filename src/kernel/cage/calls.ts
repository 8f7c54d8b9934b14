/** Verbs of the loam library on their way to the host and back. */
import type { FromCage } from '../protocol';
import { NativeError, NativePromise, getterOf, own, safeMap, uncurry } from './primordials';

/** More calls at once than these are refused here, so that a loop does not flood the page. */
const CALLS = 1_000;

const isAborted = getterOf(AbortSignal.prototype, 'aborted')!;
const listen = uncurry(
  EventTarget.prototype.addEventListener as (
    this: EventTarget,
    type: string,
    listener: () => void,
    options: object,
  ) => void,
);

interface Pending {
  run: number;
  done(value: unknown): void;
  failed(reason: unknown): void;
  progress?: ((event: unknown) => void) | undefined;
}

function callError(code: string, message: string): Error {
  return own(own(new NativeError(message), 'name', 'LoamError'), 'code', code);
}

export class Calls {
  readonly #send: (message: FromCage) => void;
  readonly #pending = safeMap<number, Pending>();
  #next = 1;
  #count = 0;

  constructor(send: (message: FromCage) => void) {
    this.#send = send;
  }

  call(
    run: number,
    verb: string,
    args: unknown,
    signal?: AbortSignal,
    progress?: (event: unknown) => void,
  ): Promise<unknown> {
    return new NativePromise((done, failed) => {
      if (this.#count >= CALLS) {
        failed(callError('internal', `more than ${CALLS} calls at once`));
        return;
      }
      if (signal && isAborted(signal)) {
        failed(callError('cancelled', 'the call was cancelled'));
        return;
      }
      const call = this.#next++;
      try {
        this.#send({ type: 'call', call, run, verb, args });
      } catch {
        failed(callError('internal', `${verb} was given something that cannot leave the cell`));
        return;
      }
      this.#pending.set(call, { run, done, failed, progress });
      this.#count++;
      if (signal)
        listen(signal, 'abort', () => this.#cancel(call), { __proto__: null, once: true });
    });
  }

  #take(call: number): Pending | undefined {
    const pending = this.#pending.get(call);
    if (pending) {
      this.#pending.delete(call);
      this.#count--;
    }
    return pending;
  }

  #cancel(call: number): void {
    const pending = this.#take(call);
    if (!pending) return;
    this.#send({ type: 'cancel', call });
    pending.failed(callError('cancelled', 'the call was cancelled'));
  }

  /** Of a run that was stopped or is over. */
  cancelOf(run: number): void {
    this.#pending.forEach((pending, call) => {
      if (pending.run === run) this.#cancel(call);
    });
  }

  answer(call: number, value: unknown): void {
    this.#take(call)?.done(value);
  }

  failed(call: number, code: string, message: string): void {
    this.#take(call)?.failed(callError(code, message));
  }

  /** What a cell's listener throws is the cell's matter. @param thrown told of it */
  progress(call: number, event: unknown, thrown: (run: number, reason: unknown) => void): void {
    const pending = this.#pending.get(call);
    try {
      pending?.progress?.(event);
    } catch (error) {
      thrown(pending!.run, error);
    }
  }
}
