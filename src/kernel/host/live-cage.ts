/**
 * One cage from its first message to its end, with what is under way in it. Everything that comes out is
 * checked by shape (validate.ts) and against what is known here: runs, calls and questions that were never
 * begun are nobody's.
 */
import type {
  CompiledCell,
  ControlValue,
  FromCage,
  InspectedEntry,
  ModuleCode,
  TableCell,
  ToCage,
} from '../protocol';
import type { Cage } from './frame';
import type { CageCode } from './kernel-options';
import type { RunEnd, RunWatcher, Verbs } from './types';
import { isFromCage } from './validate';
import { VerbCalls } from './verb-calls';

/** A stopped cell that has not given way after this long is ended with its cage. */
const STOP_MS = 400;
const PING_MS = 250;
const ASK_MS = 5_000;

interface Known {
  cell: string;
  watcher: RunWatcher;
  /** Null once it has ended: what it shows may change, and no more. */
  end: ((end: RunEnd) => void) | null;
}

type Answer = InspectedEntry[] | TableCell[][];

interface Asked {
  type: 'entries' | 'page';
  done(answer: Answer): void;
  failed(error: Error): void;
}

export interface LiveCageEffects {
  verbs: Verbs;
  /** A message did not fit. */
  dropped(): void;
  /** It has ended; once. */
  lost(why: string): void;
}

const gone = (why: string) => new Error(`The kernel was restarted: ${why}.`);

export class LiveCage {
  readonly #cage: Cage;
  readonly #effects: LiveCageEffects;
  readonly #calls: VerbCalls;
  readonly #runs = new Map<number, Known>();
  readonly #asked = new Map<number, Asked>();
  readonly #loading = new Map<string, (failure: string | null) => void>();
  #nextAsk = 1;
  #dead: string | null = null;
  #unansweredSince: number | null = null;

  constructor(cage: Cage, effects: LiveCageEffects) {
    this.#cage = cage;
    this.#effects = effects;
    this.#calls = new VerbCalls(effects.verbs, (...message) => this.#send(...message));
    cage.port.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (this.#dead === null && !(isFromCage(data) && this.#receive(data))) effects.dropped();
    };
    // Where the browser tells: the frame's process died, or its worker ended.
    cage.port.addEventListener('close', () => this.end('it ended by itself'));
  }

  get dead(): boolean {
    return this.#dead !== null;
  }

  /** Seconds since a ping that is still unanswered; 0 where it answers. */
  get silentFor(): number {
    return this.#unansweredSince === null ? 0 : (performance.now() - this.#unansweredSince) / 1000;
  }

  #send(message: ToCage, memory: Transferable[] = []): void {
    if (this.#dead === null) this.#cage.port.postMessage(message, memory);
  }

  /** Evaluates a trusted script inside. @throws Error with what it failed on */
  load(name: CageCode, code: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#loading.set(name, (failure) => {
        this.#loading.delete(name);
        if (failure === null) resolve();
        else reject(new Error(`${name} could not be loaded: ${failure}`));
      });
      this.#send({ type: 'load', name, code });
    });
  }

  run(
    run: number,
    compiled: CompiledCell,
    controls: Record<number, ControlValue>,
    watcher: RunWatcher,
    signal: AbortSignal,
  ): Promise<RunEnd> {
    return new Promise((resolve) => {
      let late: ReturnType<typeof setTimeout> | undefined;
      const stop = () => {
        this.#calls.cancelOf(run);
        this.#send({ type: 'abort', run });
        late = setTimeout(() => this.end('a cell that did not stop was ended'), STOP_MS);
      };
      const ping = setInterval(() => this.#ping(), PING_MS);
      for (const [id, known] of this.#runs) if (known.cell === compiled.cell) this.#runs.delete(id);
      this.#runs.set(run, {
        cell: compiled.cell,
        watcher,
        end: (end) => {
          clearInterval(ping);
          clearTimeout(late);
          signal.removeEventListener('abort', stop);
          resolve(signal.aborted && end.type !== 'done' ? { type: 'stopped' } : end);
        },
      });
      this.#send({ type: 'run', run, compiled, controls });
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  }

  #ping(): void {
    if (this.#unansweredSince !== null) return;
    this.#unansweredSince = performance.now();
    this.#send({ type: 'ping', ask: this.#nextAsk++ });
  }

  forget(cell: string): void {
    for (const [id, known] of this.#runs) {
      if (known.cell !== cell) continue;
      known.end?.({ type: 'stopped' });
      this.#runs.delete(id);
    }
    this.#send({ type: 'forget', cell });
  }

  addModule(module: ModuleCode): void {
    this.#send({ type: 'module', module });
  }

  #ask<A extends Answer>(type: Asked['type'], message: (ask: number) => ToCage): Promise<A> {
    return new Promise((resolve, reject) => {
      if (this.#dead !== null) {
        reject(gone(this.#dead));
        return;
      }
      const ask = this.#nextAsk++;
      const late = setTimeout(() => {
        this.#asked.delete(ask);
        reject(new Error('The kernel is busy; look again when the cell has ended.'));
      }, ASK_MS);
      this.#asked.set(ask, {
        type,
        done: (answer) => {
          clearTimeout(late);
          resolve(answer as A);
        },
        failed: (error) => {
          clearTimeout(late);
          reject(error);
        },
      });
      this.#send(message(ask));
    });
  }

  look(handle: number, start: number, count: number): Promise<InspectedEntry[]> {
    return this.#ask('entries', (ask) => ({ type: 'look', ask, handle, start, count }));
  }

  rows(handle: number, start: number, count: number): Promise<TableCell[][]> {
    return this.#ask('page', (ask) => ({ type: 'rows', ask, handle, start, count }));
  }

  /** False where it belongs to nothing that was begun. */
  #receive(message: FromCage): boolean {
    switch (message.type) {
      case 'ready':
        return true;
      case 'loaded': {
        const loaded = this.#loading.get(message.name);
        loaded?.(message.failure);
        return loaded !== undefined;
      }
      case 'entries':
      case 'page': {
        const asked = this.#asked.get(message.ask);
        if (asked?.type !== message.type) return false;
        this.#asked.delete(message.ask);
        asked.done(message.type === 'entries' ? message.entries : message.rows);
        return true;
      }
      case 'pong':
        this.#unansweredSince = null;
        return true;
      case 'cancel':
        // It may have been answered meanwhile.
        this.#calls.cancel(message.call);
        return true;
      case 'outputs':
      case 'console':
      case 'changed':
      case 'ended':
      case 'call': {
        const known = this.#runs.get(message.run);
        return known !== undefined && this.#ofRun(known, message);
      }
      default:
        return message satisfies never;
    }
  }

  #ofRun(known: Known, message: Extract<FromCage, { run: number }>): boolean {
    switch (message.type) {
      case 'outputs':
        known.watcher.outputs(message.outputs);
        return true;
      case 'console':
        known.watcher.console(message.lines, message.dropped);
        return true;
      case 'changed':
        known.watcher.changed(message.names);
        return true;
      case 'call':
        return this.#calls.begin(message.call, message.run, known.cell, message.verb, message.args);
      case 'ended': {
        const { end } = known;
        if (!end) return false;
        known.end = null;
        const { failure, seconds } = message;
        end(failure ? { type: 'failed', failure, seconds } : { type: 'done', seconds });
        return true;
      }
      default:
        return message satisfies never;
    }
  }

  /** Removes the frame; everything under way ends as `lost`. */
  end(why: string): void {
    if (this.#dead !== null) return;
    this.#dead = why;
    this.#cage.remove();
    this.#calls.cancelAll();
    for (const known of this.#runs.values()) known.end?.({ type: 'lost', why });
    this.#runs.clear();
    for (const asked of this.#asked.values()) asked.failed(gone(why));
    this.#asked.clear();
    for (const loaded of [...this.#loading.values()]) loaded(why);
    this.#effects.lost(why);
  }
}
