/**
 * Everything that crosses between the host and the cage, as plain data (structured clone). Nothing that comes
 * out of the cage is believed: the host validates each message (host/validate.ts) and drops what does not fit.
 */

/** A value as it can be looked at from outside; what is large or deep stays inside, under a handle. */
export type Inspected =
  | {
      type: 'leaf';
      /** string, number, bigint, boolean, null, undefined, symbol, date, regexp, function, getter, unreadable */
      of: string;
      text: string;
      /** Characters left out of `text`. */
      more: number;
    }
  | {
      type: 'tree';
      /** Array, Object, Map, Set, Error, Float32Array, or the name of a class. */
      of: string;
      /** Entries in all. */
      size: number;
      /** For `look`; null where nothing is left to see. */
      handle: number | null;
      /** The first entries. */
      entries: InspectedEntry[];
    };

export interface InspectedEntry {
  key: string;
  value: Inspected;
}

export type TableCell = string | number | boolean | null;

export interface ShownColumn {
  name: string;
  /** Numbers align right. */
  type: 'number' | 'text' | 'boolean' | 'datetime';
}

export type ControlSpec =
  | { type: 'slider'; label: string; min: number; max: number; step: number; value: number }
  | {
      type: 'number';
      label: string;
      min: number | null;
      max: number | null;
      step: number | null;
      value: number;
    }
  | { type: 'select'; label: string; options: string[]; value: string }
  | { type: 'text'; label: string; placeholder: string; value: string }
  | { type: 'checkbox'; label: string; value: boolean }
  /** Its value is a File or null and comes from the person only. */
  | { type: 'file'; label: string; accept: string }
  /** Rows of a table; the value is the indices that are ticked. */
  | { type: 'rows'; label: string; table: ShownTable; value: number[] };

export type ControlValue = number | string | boolean | number[] | File | null;

export interface ShownTable {
  handle: number;
  columns: ShownColumn[];
  rows: number;
  /** At most 50 rows; more by `rows`. */
  first: TableCell[][];
}

export type Output =
  | { type: 'value'; value: Inspected }
  | { type: 'table'; table: ShownTable }
  /** Not yet sanitised: ui/ does that before it shows it. */
  | { type: 'html'; html: string }
  | { type: 'svg'; svg: string }
  | { type: 'image'; mime: string; bytes: Uint8Array }
  /** `index`: which `input` call of the cell, from 0. */
  | { type: 'control'; index: number; control: ControlSpec }
  /** A training: the host draws its live curves. */
  | { type: 'run'; run: string }
  /** A study: the host draws how far it is. */
  | { type: 'study'; study: string }
  /** Work that waits for the person: opening test, saving, exporting. */
  | { type: 'press'; call: number; label: string };

export interface CellFailure {
  name: string;
  message: string;
  /** In the cell's source, from 1; null where unknown. */
  line: number | null;
  column: number | null;
  /** Other frames, already in words: `cell churn, line 3`. */
  stack: string[];
}

export interface ConsoleLine {
  level: 'log' | 'info' | 'warn' | 'error';
  values: Inspected[];
  /** Lines like it that followed at once and were only counted. */
  repeats: number;
}

/** A cell ready to run, as kernel/analysis makes it. */
export interface CompiledCell {
  cell: string;
  /** The body of an async function of `uses`; answers the declared names; lines are those of the source. */
  body: string;
  /** Names that other cells declare. */
  uses: string[];
  declares: string[];
  /** Modules that it imports, by the name written: the key under which the host has given its code. */
  modules: Record<string, string>;
}

/** The code of one module. It is evaluated once per key. */
export interface ModuleCode {
  name: string;
  /** Follows from its code and from all that it imports. */
  key: string;
  code: string;
  /** Where the code names other modules, from its start to its end: quotes included, `key` of each. */
  needs: readonly { start: number; end: number; key: string }[];
}

export type ToCage =
  /** Code that the host trusts, to be evaluated inside: the runtime, Plot, Arquero, TensorFlow.js. */
  | { type: 'load'; name: string; code: string }
  | {
      type: 'run';
      run: number;
      compiled: CompiledCell;
      /** By index of the `input` call; absent ones start at their default. */
      controls: Record<number, ControlValue>;
    }
  /** The run's AbortSignal fires; code that does not look at it goes on. */
  | { type: 'abort'; run: number }
  /** The cell is gone, and with it its names, handles and outputs. */
  | { type: 'forget'; cell: string }
  | { type: 'look'; ask: number; handle: number; start: number; count: number }
  | { type: 'rows'; ask: number; handle: number; start: number; count: number }
  | { type: 'module'; module: ModuleCode }
  | { type: 'answer'; call: number; value: unknown }
  | { type: 'failed'; call: number; code: string; message: string }
  | { type: 'progress'; call: number; event: unknown }
  | { type: 'ping'; ask: number };

export type FromCage =
  | { type: 'ready' }
  | { type: 'loaded'; name: string; failure: string | null }
  /** Outputs so far, whole: they replace those shown. At most one per 50 ms and run, the last one always. */
  | { type: 'outputs'; run: number; outputs: Output[] }
  | { type: 'console'; run: number; lines: ConsoleLine[]; dropped: number }
  /** A followed generator gave a new value: dependents are to run again. */
  | { type: 'changed'; run: number; names: string[] }
  | { type: 'ended'; run: number; failure: CellFailure | null; seconds: number }
  | { type: 'entries'; ask: number; entries: InspectedEntry[] }
  | { type: 'page'; ask: number; rows: TableCell[][] }
  /** A verb of the loam library; `run` is the cell run that asked. */
  | { type: 'call'; call: number; run: number; verb: string; args: unknown }
  /** The asking run was aborted, or no longer wants the answer. */
  | { type: 'cancel'; call: number }
  | { type: 'pong'; ask: number };
