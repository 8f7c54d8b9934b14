/** What the last run of each cell has shown; it stays until the next one shows something else. */
import type { Digest } from '../../core/hash/digest';
import type { CellFailure, ConsoleLine, ControlValue, Output } from '../../kernel/protocol';

/** Where a result is from. */
export interface ResultOrigin {
  /** When its run ended, or when it was brought, in milliseconds since 1970 UTC. */
  at: number;
  /** Identity of all code that it came from. */
  code: Digest;
  /** `file`: it came with an `.ipynb`. */
  from: 'run' | 'file';
  /** False where it was too large to be kept, and is gone. */
  whole: boolean;
}

export interface CellResult {
  outputs: readonly Output[];
  /** Trainings that the cell waited for, and a press that it waits for: added by the app. */
  added: readonly Output[];
  console: readonly ConsoleLine[];
  dropped: number;
  failure: CellFailure | null;
  seconds: number | null;
  /** Null while the cell runs, and where nothing has ended yet. */
  origin: ResultOrigin | null;
}

export const NO_RESULT: CellResult = {
  outputs: [],
  added: [],
  console: [],
  dropped: 0,
  failure: null,
  seconds: null,
  origin: null,
};

export class CellResults {
  readonly #results = new Map<string, CellResult>();
  readonly #controls = new Map<string, Record<number, ControlValue>>();

  constructor(private readonly changed: (cell: string) => void) {}

  get(cell: string): CellResult {
    return this.#results.get(cell) ?? NO_RESULT;
  }

  has(cell: string): boolean {
    return this.#results.has(cell);
  }

  set(cell: string, part: Partial<CellResult>): void {
    this.#results.set(cell, { ...this.get(cell), ...part });
    this.changed(cell);
  }

  add(cell: string, output: Output): void {
    this.set(cell, { added: [...this.get(cell).added, output] });
  }

  /** What the person has set on the cell's inputs, by index of the `input` call. */
  controls(cell: string): Record<number, ControlValue> {
    return this.#controls.get(cell) ?? {};
  }

  setControl(cell: string, index: number, value: ControlValue): void {
    this.#controls.set(cell, { ...this.controls(cell), [index]: value });
  }

  forget(cell: string): void {
    this.#results.delete(cell);
    this.#controls.delete(cell);
  }
}
