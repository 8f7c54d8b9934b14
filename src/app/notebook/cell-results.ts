/** What the last run of each cell has shown; it stays until the next one shows something else. */
import type { CellFailure, ConsoleLine, ControlValue, Output } from '../../kernel/protocol';

export interface CellResult {
  outputs: readonly Output[];
  /** Trainings that the cell waited for, and a press that it waits for: added by the app. */
  added: readonly Output[];
  console: readonly ConsoleLine[];
  dropped: number;
  failure: CellFailure | null;
  seconds: number | null;
}

export const NO_RESULT: CellResult = {
  outputs: [],
  added: [],
  console: [],
  dropped: 0,
  failure: null,
  seconds: null,
};

export class CellResults {
  readonly #results = new Map<string, CellResult>();
  readonly #controls = new Map<string, Record<number, ControlValue>>();

  constructor(private readonly changed: (cell: string) => void) {}

  get(cell: string): CellResult {
    return this.#results.get(cell) ?? NO_RESULT;
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
