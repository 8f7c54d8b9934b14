/**
 * The cage's side of the protocol: the runs, the names that cells have declared, and what the host asks.
 * One cell runs at a time; the host sees to that.
 */
import type { FromCage, ToCage } from '../protocol';
import { functionText } from '../analysis/evaluable';
import { createLoam } from '../library';
import { Calls } from './calls';
import { CellRun } from './cell-run';
import { consoleOf } from './cell-console';
import { fitByCode } from './fit-by-code';
import { cellFrames, sourceName, stackOf } from './failure';
import { Handles } from './handles';
import { look } from './inspect';
import { Libraries, Modules } from './libraries';
import { html, md, svg } from './markup';
import { append, apply, hasOwn, safeMap } from './primordials';
import { pageOf, type TableSource } from './tables';
import { later } from './timers';

/** Indirect, so in the scope of the worker and not in this one. */
// eslint-disable-next-line no-eval -- to evaluate cells is what the cage is for
const evaluate = globalThis.eval;
const monotonic = globalThis.performance;
const nativeNow = monotonic.now;
const PAGE = 1_000;

export class Session {
  readonly #send: (message: FromCage) => void;
  readonly #handles = new Handles();
  readonly #libraries = new Libraries();
  readonly #modules = new Modules();
  readonly #calls: Calls;
  readonly #latest = safeMap<string, CellRun>();
  readonly #runs = safeMap<number, CellRun>();
  readonly #bodies = safeMap<string, string>();
  readonly #names = safeMap<string, { cell: string; value: unknown }>();
  #current: CellRun | null = null;
  #last: CellRun | null = null;

  constructor(send: (message: FromCage) => void) {
    this.#send = send;
    this.#calls = new Calls(send);
  }

  receive(message: ToCage): void {
    switch (message.type) {
      case 'load': {
        const { name } = message;
        this.#libraries.load(name, message.code, (failure) =>
          this.#send({ type: 'loaded', name, failure }),
        );
        return;
      }
      case 'run':
        this.#run(message);
        return;
      case 'abort':
        this.#runs.get(message.run)?.abort();
        return;
      case 'forget':
        this.#forget(message.cell);
        return;
      case 'look':
      case 'rows':
        this.#look(message);
        return;
      case 'module':
        this.#modules.add(message.module);
        return;
      case 'answer':
        this.#calls.answer(message.call, message.value);
        return;
      case 'failed':
        this.#calls.failed(message.call, message.code, message.message);
        return;
      case 'progress':
        this.#calls.progress(message.call, message.event, (run, reason) =>
          this.#runs.get(run)?.stray(reason),
        );
        return;
      case 'ping':
        this.#send({ type: 'pong', ask: message.ask });
        return;
      default:
        message satisfies never;
    }
  }

  /** A promise or a timer that no cell waits for has failed. */
  stray(reason: unknown): void {
    const frames = typeof reason === 'object' && reason !== null ? cellFrames(stackOf(reason)) : [];
    const run = frames.length > 0 ? this.#latest.get(frames[0]!.cell) : undefined;
    (run ?? this.#current ?? this.#last)?.stray(reason);
  }

  /** Of code that reaches past its own `console` to the global one. */
  log(level: 'log' | 'info' | 'warn' | 'error', values: unknown[]): void {
    (this.#current ?? this.#last)?.console.write(level, values);
  }

  #run({ run, compiled, controls }: Extract<ToCage, { type: 'run' }>): void {
    const { cell } = compiled;
    this.#forget(cell);
    const cellRun = new CellRun(run, compiled, controls, {
      handles: this.#handles,
      knowing: this.#libraries,
      now: () => apply(nativeNow, monotonic, []),
      later,
      send: this.#send,
      name: (name, value) => this.#names.set(name, { cell, value }),
      bodyOf: (of) => this.#bodies.get(of),
      cancelCalls: (of) => this.#calls.cancelOf(of),
      ended: (ended) => {
        if (this.#current === ended) this.#current = null;
      },
    });
    this.#current = this.#last = cellRun;
    this.#latest.set(cell, cellRun);
    this.#runs.set(run, cellRun);
    this.#bodies.set(cell, compiled.body);

    const scope = this.#scope(cellRun);
    const keys = scope.names;
    let parameters = '';
    for (let i = 0; i < keys.length; i++) parameters += (i > 0 ? ', ' : '') + keys[i];
    // One line before the body's, so that lines of the evaluated text are those that failure.ts expects.
    const text = `(function (${parameters}) { return ${functionText(compiled)}; })\n//# sourceURL=${sourceName(cell)}`;
    const args: unknown[] = [];
    cellRun.start(() => {
      for (let i = 0; i < compiled.uses.length; i++) {
        const name = compiled.uses[i]!;
        const known = this.#names.get(name);
        if (!known) {
          throw new ReferenceError(`${name} is not there: the cell that declares it has not run`);
        }
        append(args, known.value);
      }
      append(args, cellRun.show);
      append(args, this.#modules.importer(compiled.modules));
      return apply(evaluate(text) as () => never, undefined, scope.values);
    }, args);
  }

  /** What a cell has besides the language; another cell may declare any of these names, and then means its own. */
  #scope(run: CellRun): { names: string[]; values: unknown[] } {
    const { timers, input, signal } = run;
    const libraries = this.#libraries;
    const call = (
      verb: string,
      args: unknown,
      by?: AbortSignal,
      progress?: (event: unknown) => void,
    ) => this.#calls.call((this.#current ?? run).run, verb, args, by, progress);
    const loam = createLoam(call, {
      aq: { table: (columns) => libraries.table(columns) },
      plot: () => libraries.plot,
      declared: (name) => this.#names.get(name),
    });
    const all: Record<string, unknown> = {
      console: consoleOf((level, values) => run.console.write(level, values)),
      setTimeout: timers.setTimeout,
      setInterval: timers.setInterval,
      clearTimeout: timers.clearTimeout,
      clearInterval: timers.clearInterval,
      input,
      md,
      html,
      svg,
      signal,
      loam,
      plot: libraries.plot,
      Plot: libraries.plot,
      aq: libraries.aq,
      tf: libraries.tf,
      $fit: (entry: unknown) => fitByCode(entry, { call, signal, tf: libraries.tf }),
    };
    const names: string[] = [];
    const values: unknown[] = [];
    for (let i = 0; i < scopeNames.length; i++) {
      append(names, scopeNames[i]!);
      append(values, hasOwn(all, scopeNames[i]!) ? all[scopeNames[i]!] : undefined);
    }
    return { names, values };
  }

  #forget(cell: string): void {
    const run = this.#latest.get(cell);
    if (!run) return;
    run.invalidate();
    this.#latest.delete(cell);
    this.#runs.delete(run.run);
    this.#bodies.delete(cell);
    if (this.#current === run) this.#current = null;
    this.#names.forEach((known, name) => {
      if (known.cell === cell) this.#names.delete(name);
    });
  }

  #look({ type, ask, handle, start, count }: Extract<ToCage, { type: 'look' | 'rows' }>): void {
    const kept = this.#handles.get(handle);
    const wanted = count > PAGE ? PAGE : count;
    if (type === 'look') {
      let entries: FromCage = { type: 'entries', ask, entries: [] };
      try {
        if (kept && typeof kept.value === 'object' && kept.value !== null) {
          const seen = look(kept.value, start, wanted, kept.group.keep);
          entries = { type: 'entries', ask, entries: seen };
        }
      } catch {
        // What cannot be looked at has no entries.
      }
      this.#send(entries);
      return;
    }
    let page: FromCage = { type: 'page', ask, rows: [] };
    try {
      if (kept) {
        page = { type: 'page', ask, rows: pageOf(kept.value as TableSource, start, wanted) };
      }
    } catch {
      // A table whose column cannot be read any more.
    }
    this.#send(page);
  }
}

const scopeNames = [
  'console',
  'setTimeout',
  'setInterval',
  'clearTimeout',
  'clearInterval',
  'input',
  'md',
  'html',
  'svg',
  'signal',
  'loam',
  'plot',
  'Plot',
  'aq',
  'tf',
  '$fit',
];
