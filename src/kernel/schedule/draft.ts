/** A schedule while one event is applied to it: what there is to know about a cell, and the small moves. */
import type { Dependencies } from '../analysis/types';
import type { CurrentRun, RunState, Schedule, ScheduledCell, ScheduleEffect } from './types';

/** Who asked: a person for the cell itself, or a value that moved (a control, a generator). */
export type Asker = 'person' | 'value';

export class Draft {
  mode: Schedule['mode'];
  readonly cells: Map<string, ScheduledCell>;
  current: CurrentRun | null;
  readonly waiting: Map<string, ReadonlySet<string>>;
  runs: number;
  readonly effects: ScheduleEffect[] = [];

  constructor(
    schedule: Schedule,
    readonly graph: Dependencies,
  ) {
    this.mode = schedule.mode;
    this.cells = new Map(schedule.cells);
    this.current = schedule.current;
    this.waiting = new Map(schedule.waiting);
    this.runs = schedule.runs;
  }

  finish(): { state: Schedule; effects: ScheduleEffect[] } {
    const { mode, cells, current, waiting, runs, effects } = this;
    return { state: { mode, cells, current, waiting, runs }, effects };
  }

  stateOf(cell: string): RunState | null {
    return this.cells.get(cell)?.state ?? null;
  }

  set(cell: string, change: Partial<ScheduledCell>): void {
    const known = this.cells.get(cell);
    if (known) this.cells.set(cell, { ...known, ...change });
  }

  isRunning(cell: string): boolean {
    return this.current?.cell === cell && !this.current.removed;
  }

  queued(): string[] {
    return [...this.cells].filter(([, { state }]) => state === 'queued').map(([cell]) => cell);
  }

  /** The state of a cell that neither runs nor is to run. */
  rest(cell: string): void {
    const known = this.cells.get(cell);
    if (known) this.set(cell, { state: known.ran ? 'stale' : 'idle' });
  }

  /** What the cell shows is no longer what its text and inputs give; it does not wait for a run either. */
  markStale(cell: string): void {
    const state = this.stateOf(cell);
    if (this.isRunning(cell)) {
      this.current = { ...this.current!, outdated: true };
      if (state === 'queued') this.set(cell, { state: 'running' });
    } else if (state !== null && state !== 'unapproved') {
      this.rest(cell);
    }
  }

  /** These cells and everything that reads from them. */
  downstream(cells: Iterable<string>): Set<string> {
    const found = new Set(cells);
    for (const cell of found) for (const each of this.graph.readersOf(cell)) found.add(each);
    return found;
  }

  spoil(cells: Iterable<string>): void {
    for (const cell of this.downstream(cells)) this.markStale(cell);
  }

  abort(): void {
    const { current } = this;
    if (!current) return;
    if (!current.aborted)
      this.effects.push({ type: 'abort', cell: current.cell, run: current.run });
    this.current = { ...current, aborted: true, outdated: true };
  }

  /** A run of the same cell that is under way is superseded: the new one waits for its end. */
  enqueue(cell: string, asker: Asker): void {
    if (this.isRunning(cell)) this.abort();
    const edited = asker === 'value' && this.cells.get(cell)?.edited === true;
    this.set(cell, { state: 'queued', edited });
  }
}
