/** The kernel as the app sees it: one cage, which runs one cell at a time and may be lost at any moment. */
import type {
  CellFailure,
  CompiledCell,
  ConsoleLine,
  ControlValue,
  InspectedEntry,
  ModuleCode,
  Output,
  TableCell,
} from '../protocol';

export interface RunWatcher {
  outputs(outputs: Output[]): void;
  console(lines: ConsoleLine[], dropped: number): void;
  /** A followed generator of this cell gave a new value, also after the run has ended. */
  changed(names: string[]): void;
}

export type RunEnd =
  | { type: 'done'; seconds: number }
  | { type: 'failed'; failure: CellFailure; seconds: number }
  | { type: 'stopped' }
  /** The cage died or was removed; every name in it is gone. */
  | { type: 'lost'; why: string };

/** A call of the loam library out of a cell. What it answers crosses by structured clone. */
export interface VerbCall {
  cell: string;
  verb: string;
  /** Whatever the cell sent. */
  args: unknown;
  signal: AbortSignal;
  progress(event: unknown): void;
}

/** Rejects with a LoamError, whose code and message the cell sees. */
export type Verbs = (call: VerbCall) => Promise<unknown>;

export interface Kernel {
  /** One at a time, in the order asked. @param controls by index of the `input` call */
  run(
    compiled: CompiledCell,
    controls: Record<number, ControlValue>,
    watcher: RunWatcher,
    signal: AbortSignal,
  ): Promise<RunEnd>;
  forget(cell: string): void;
  look(handle: number, start: number, count: number): Promise<InspectedEntry[]>;
  rows(handle: number, start: number, count: number): Promise<TableCell[][]>;
  /** A module of the workspace, after those that it needs and before a cell that imports it runs. */
  addModule(name: string, key: string, code: string, needs?: ModuleCode['needs']): void;
  /** Removes the frame with everything in it and starts another. Runs under way end as `lost`. */
  restart(): Promise<void>;
  close(): void;
}
