/**
 * One run of one cell, from its evaluation until its cell runs again or goes: its outputs, console, timers,
 * calls and followed generators live as long. It ends when the cell has, each shown promise has settled and
 * each generator has given its first value; generators are followed beyond that.
 */
import { shownAs } from '../library';
import type { CellFailure, CompiledCell, ControlValue, FromCage } from '../protocol';
import { ConsoleLines } from './console-lines';
import { controlValues, createInput } from './controls';
import { failureOf } from './failure';
import { follow, isFollowed } from './follow';
import type { Handles } from './handles';
import { Outputs, OUTPUTS_MS, type Slot } from './outputs';
import {
  append,
  apply,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  NativePromise,
  safeMap,
  safeSet,
  settle,
  uncurry,
} from './primordials';
import { isProxy } from './proxies';
import type { Knowing } from './show';
import { createTimers } from './timers';

export interface RunEffects {
  handles: Handles;
  knowing: Knowing;
  now(): number;
  later(work: () => void, milliseconds: number): void;
  send(message: FromCage): void;
  /** The value of a declared name is there, or is another one. */
  name(name: string, value: unknown): void;
  bodyOf(cell: string): string | undefined;
  cancelCalls(run: number): void;
  ended(run: CellRun): void;
}

interface Followed {
  has: boolean;
  latest: unknown;
  listeners: ((value: unknown) => void)[];
  stop(): void;
}

const promisePrototype = NativePromise.prototype;
const abort = uncurry(AbortController.prototype.abort as (this: AbortController) => void);

function isPromise(value: unknown): value is Promise<unknown> {
  if (typeof value !== 'object' || value === null || isProxy(value)) return false;
  return getPrototypeOf(value) === promisePrototype;
}

/** A dataset's rows come from elsewhere. */
function laterShown(value: unknown): Promise<unknown> | null {
  return typeof value === 'object' && value !== null && !isProxy(value) ? shownAs(value) : null;
}

export const STOPPED = 'AbortError';

export class CellRun {
  readonly run: number;
  readonly cell: string;
  readonly console: ConsoleLines;
  readonly input: ReturnType<typeof createInput>;
  readonly timers = createTimers((reason) => this.stray(reason));
  readonly #abort = new AbortController();
  readonly signal = this.#abort.signal;
  readonly #compiled: CompiledCell;
  readonly #effects: RunEffects;
  readonly #outputs: Outputs;
  readonly #followed = safeMap<object, Followed>();
  readonly #changed = safeSet<string>();
  readonly #consoleGroup;
  readonly #begin: number;
  /** What the end still waits for, the cell itself included. */
  #pending = 1;
  #tellingChanges = false;
  #ended = false;
  #over = false;

  constructor(
    run: number,
    compiled: CompiledCell,
    controls: Record<number, ControlValue>,
    effects: RunEffects,
  ) {
    this.run = run;
    this.cell = compiled.cell;
    this.#compiled = compiled;
    this.#effects = effects;
    this.#begin = effects.now();
    const { handles, now, later, send, knowing } = effects;
    this.#consoleGroup = handles.group();
    this.console = new ConsoleLines({
      now,
      later,
      keep: this.#consoleGroup.keep,
      send: (lines, dropped) => {
        if (!this.#over) send({ type: 'console', run, lines, dropped });
      },
    });
    this.#outputs = new Outputs({
      handles,
      knowing,
      now,
      later,
      send: (outputs) => send({ type: 'outputs', run, outputs }),
    });
    const slots: Slot[] = [];
    this.input = createInput({
      next: () => {
        append(slots, this.#outputs.slot());
        return slots.length - 1;
      },
      valueOf: controlValues(controls),
      show: (index, control) => this.#outputs.control(slots[index]!, index, control),
      keep: (value) => slots[slots.length - 1]!.group.keep(value),
      tableOf: (value) => knowing.tableOf(value),
    });
  }

  /** Begins; `evaluate` gives the cell's function, or throws what is wrong with its text. */
  start(evaluate: () => (...args: unknown[]) => Promise<unknown>, args: unknown[]): void {
    try {
      settle(
        apply(evaluate(), undefined, args),
        (names) => this.#declared(names),
        (reason) => this.#failed(reason),
      );
    } catch (error) {
      this.#failed(error);
    }
  }

  readonly show = (value: unknown): void => {
    if (this.#over) return;
    const slot = this.#outputs.slot();
    this.#pending++;
    let first = true;
    const drawn = () => {
      if (first) this.#less();
      first = false;
    };
    const draw = (latest: unknown) => {
      const later = laterShown(latest);
      const put = (shown: unknown) => this.#outputs.draw(slot, shown, drawn);
      if (later) settle(later, put, (reason) => this.#failed(reason));
      else put(latest);
    };
    if (isFollowed(value)) this.#follow(value, draw, drawn);
    else if (isPromise(value)) settle(value, draw, (reason) => this.#failed(reason));
    else draw(value);
  };

  /** Something that the cell left behind failed: a line of its console. */
  stray(reason: unknown): void {
    if (this.#over) return;
    const { name, message, line } = failureOf(reason, this.cell, this.#effects.bodyOf);
    const place = line === null ? '' : ` (line ${line})`;
    this.console.write('error', [`${name}: ${message}${place}`]);
  }

  #declared(names: unknown): void {
    if (this.#over || this.#ended) return;
    const { declares } = this.#compiled;
    for (let i = 0; i < declares.length; i++) {
      const name = declares[i]!;
      const value: unknown = getOwnPropertyDescriptor(names as object, name)?.value;
      if (!isFollowed(value)) {
        this.#effects.name(name, value);
        continue;
      }
      this.#effects.name(name, undefined);
      this.#pending++;
      let first = true;
      const less = () => {
        if (first) this.#less();
        first = false;
      };
      this.#follow(
        value,
        (latest) => {
          this.#effects.name(name, latest);
          if (this.#ended) this.#tellChange(name);
          less();
        },
        less,
      );
    }
    this.#less();
  }

  /** One generator is asked once, however many names and outputs it stands in. */
  #follow(generator: object, value: (latest: unknown) => void, over: () => void): void {
    const known = this.#followed.get(generator);
    if (known) {
      append(known.listeners, value);
      if (known.has) value(known.latest);
      return;
    }
    const followed: Followed = { has: false, latest: undefined, listeners: [value], stop() {} };
    this.#followed.set(generator, followed);
    followed.stop = follow(generator, {
      later: this.#effects.later,
      value: (latest) => {
        if (this.#over) return;
        followed.has = true;
        followed.latest = latest;
        const { listeners } = followed;
        for (let i = 0; i < listeners.length; i++) listeners[i]!(latest);
      },
      failed: (reason) => {
        if (this.#ended) this.stray(reason);
        else this.#failed(reason);
      },
      ended: over,
    });
  }

  #tellChange(name: string): void {
    this.#changed.add(name);
    if (this.#tellingChanges) return;
    this.#tellingChanges = true;
    this.#effects.later(() => {
      this.#tellingChanges = false;
      const names: string[] = [];
      this.#changed.forEach((one) => append(names, one));
      this.#changed.clear();
      if (!this.#over) this.#effects.send({ type: 'changed', run: this.run, names });
    }, OUTPUTS_MS);
  }

  #less(): void {
    if (--this.#pending === 0) this.#end(null);
  }

  #failed(reason: unknown): void {
    this.#end(failureOf(reason, this.cell, this.#effects.bodyOf));
  }

  #end(failure: CellFailure | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#outputs.flush();
    this.console.flush();
    const seconds = (this.#effects.now() - this.#begin) / 1000;
    this.#effects.send({ type: 'ended', run: this.run, failure, seconds });
    this.#effects.ended(this);
    // Names of a cell that failed do not exist; what it left running has nothing to work for.
    if (failure) this.#stopWork();
  }

  #stopWork(): void {
    this.timers.end();
    this.#followed.forEach((followed) => followed.stop());
    this.#effects.cancelCalls(this.run);
  }

  /** Stops it, without waiting for the cell to agree. */
  abort(): void {
    if (this.#over) return;
    // First: a listener of the signal may hold on to the thread.
    this.#end({ name: STOPPED, message: 'stopped', line: null, column: null, stack: [] });
    this.#stopWork();
    abort(this.#abort);
  }

  /** Its cell runs again or is gone: everything of it goes, and nothing of it is heard any more. */
  invalidate(): void {
    if (this.#over) return;
    this.abort();
    this.#over = true;
    this.#outputs.close();
    this.#consoleGroup.release();
  }
}
