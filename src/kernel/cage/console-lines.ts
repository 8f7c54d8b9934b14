/**
 * What a run writes to the console, in batches: at most one message per 50 ms, whatever the pace. Equal
 * lines in a row are counted; past 1,000 lines a run's lines are only counted.
 */
import type { ConsoleLine, Inspected } from '../protocol';
import { inspect, type Keep } from './inspect';
import { append, textOf } from './primordials';

export const LINES_PER_RUN = 1_000;
const BATCH_MS = 50;

export interface ConsoleEffects {
  now(): number;
  later(work: () => void, milliseconds: number): void;
  send(lines: ConsoleLine[], dropped: number): void;
  keep: Keep;
}

/** Equal keys are equal lines; null where values would have to be compared deeply. */
function keyOf(level: string, values: unknown[]): string | null {
  let key = level;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const type = typeof value;
    if (value !== null && (type === 'object' || type === 'function' || type === 'symbol'))
      return null;
    const text = textOf(value);
    if (text.length > 1_000) return null;
    key += `\u0000${type}${text}`;
  }
  return key;
}

export class ConsoleLines {
  readonly #effects: ConsoleEffects;
  #pending: ConsoleLine[] = [];
  #kept = 0;
  #dropped = 0;
  #unsentDrops = false;
  #lastKey: string | null = null;
  #last: ConsoleLine | null = null;
  #sentAt = -Infinity;
  #waiting = false;

  constructor(effects: ConsoleEffects) {
    this.#effects = effects;
  }

  write(level: ConsoleLine['level'], values: unknown[]): void {
    const key = keyOf(level, values);
    if (this.#last && key !== null && key === this.#lastKey) this.#last.repeats++;
    else if (this.#kept >= LINES_PER_RUN) {
      this.#dropped++;
      this.#unsentDrops = true;
    } else {
      const seen: Inspected[] = [];
      for (let i = 0; i < values.length && i < 100; i++) {
        append(seen, inspect(values[i], this.#effects.keep, 1));
      }
      this.#kept++;
      this.#lastKey = key;
      this.#last = { level, values: seen, repeats: 0 };
      append(this.#pending, this.#last);
    }
    // A loop that never pauses lets no timer fire: look at the clock here too.
    if (this.#effects.now() - this.#sentAt >= BATCH_MS) this.flush();
    else if (!this.#waiting) {
      this.#waiting = true;
      this.#effects.later(() => {
        this.#waiting = false;
        this.flush();
      }, BATCH_MS);
    }
  }

  flush(): void {
    if (this.#pending.length === 0 && !this.#unsentDrops) return;
    this.#effects.send(this.#pending, this.#dropped);
    this.#sentAt = this.#effects.now();
    this.#pending = [];
    this.#last = null;
    this.#unsentDrops = false;
  }
}
