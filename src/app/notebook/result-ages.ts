/** What is said of results of earlier sessions: when they are from, and whether the code that they came from is another now. */
import type { CodeIdentity } from './code-identity';
import type { CellResults } from './cell-results';
import type { CellState, ResultAge } from './types';

interface Shown {
  state(cell: string): CellState;
  /** As it was shown last. */
  age(cell: string): ResultAge | null;
  touch(cell: string): void;
}

export class ResultAges {
  constructor(
    private readonly results: CellResults,
    private readonly identity: CodeIdentity,
    private readonly shown: Shown,
  ) {}

  /** Null where the state says all there is to say. */
  of(cell: string): ResultAge | null {
    const { origin } = this.results.get(cell);
    const state = this.shown.state(cell);
    if (!origin || (state !== 'idle' && state !== 'unapproved')) return null;
    const { at, from, code, whole } = origin;
    return { at, file: from === 'file', stale: code !== this.identity.of(cell), whole };
  }

  /** Shows anew, of the cells whose code may be another now, those of which something else is to be said. */
  changed(cells: Iterable<string>): void {
    for (const cell of cells) {
      if (!this.results.get(cell).origin) continue;
      if (this.of(cell)?.stale !== this.shown.age(cell)?.stale) this.shown.touch(cell);
    }
  }
}
