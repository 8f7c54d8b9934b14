/** The timers of one run: cleared when its cell runs again, is stopped or goes away. */
import { apply, safeSet } from './primordials';

const nativeSetTimeout = globalThis.setTimeout;
const nativeClearTimeout = globalThis.clearTimeout;
const nativeSetInterval = globalThis.setInterval;
const nativeClearInterval = globalThis.clearInterval;

/** For the runtime itself. */
export function later(work: () => void, milliseconds: number): void {
  nativeSetTimeout(work, milliseconds);
}

type Work = (...args: unknown[]) => unknown;

export interface Timers {
  setTimeout(work: Work, milliseconds?: number, ...args: unknown[]): number;
  setInterval(work: Work, milliseconds?: number, ...args: unknown[]): number;
  clearTimeout(id?: number): void;
  clearInterval(id?: number): void;
  /** Clears all; later ones never start. */
  end(): void;
}

/** @param failed told what a timer's work threw */
export function createTimers(failed: (reason: unknown) => void): Timers {
  const running = safeSet<number>();
  let over = false;

  function guarded(work: Work, args: unknown[]): void {
    try {
      apply(work, undefined, args);
    } catch (error) {
      failed(error);
    }
  }

  function checked(name: string, work: unknown): asserts work is Work {
    if (typeof work !== 'function')
      throw new TypeError(`${name}: the first argument is a function`);
  }

  const clear = (id?: number) => {
    if (id === undefined || !running.has(id)) return;
    running.delete(id);
    nativeClearTimeout(id);
    nativeClearInterval(id);
  };

  return {
    setTimeout(work, milliseconds, ...args) {
      checked('setTimeout', work);
      if (over) return 0;
      const id = nativeSetTimeout(() => {
        running.delete(id);
        guarded(work, args);
      }, milliseconds) as unknown as number;
      running.add(id);
      return id;
    },
    setInterval(work, milliseconds, ...args) {
      checked('setInterval', work);
      if (over) return 0;
      const id = nativeSetInterval(() => guarded(work, args), milliseconds) as unknown as number;
      running.add(id);
      return id;
    },
    clearTimeout: clear,
    clearInterval: clear,
    end() {
      over = true;
      running.forEach((id) => {
        nativeClearTimeout(id);
        nativeClearInterval(id);
      });
      running.clear();
    },
  };
}
