/** What a notebook's runs are decided from: states, what happens to cells, and what is to be done. */

/** The same words as CellState of the app. */
export type RunState =
  'idle' | 'stale' | 'queued' | 'running' | 'done' | 'failed' | 'ready' | 'unapproved';

export interface ScheduledCell {
  state: RunState;
  /** It ran since the kernel started, so that a change makes it stale and not idle. */
  ran: boolean;
  /** Its text changed since a person's request last took it. No control and no generator runs such a text. */
  edited: boolean;
}

/** The one run under way. */
export interface CurrentRun {
  cell: string;
  /** Counts up; an end of another run is an old one, and ignored. */
  run: number;
  /** Its end is no longer `done`: the text or an input changed, or it was aborted. */
  outdated: boolean;
  aborted: boolean;
  /** The cell was deleted meanwhile. */
  removed: boolean;
}

export interface Schedule {
  readonly mode: 'reactive' | 'lazy';
  readonly cells: ReadonlyMap<string, ScheduledCell>;
  readonly current: CurrentRun | null;
  /** New values of generators that wait until the cells that read them have finished. */
  readonly waiting: ReadonlyMap<string, ReadonlySet<string>>;
  readonly runs: number;
}

export type RunOutcome =
  | 'done'
  | 'failed'
  | 'stopped'
  /** The cage died under it: the names of all cells are gone. */
  | 'lost'
  /** It waits for a press (opening test, saving, exporting). */
  | 'ready';

/** The graph has already taken in the change when its event is applied; `affected` is of GraphChange. */
export type ScheduleEvent =
  /** The cells of a notebook that is opened, at once; none of them ran before. */
  | { type: 'opened'; cells: readonly { cell: string; approved: boolean }[] }
  | { type: 'cell-added'; cell: string; approved: boolean; affected: readonly string[] }
  /** `approved`: by this person's hand, or a text that they approved before. */
  | { type: 'text-changed'; cell: string; approved: boolean; affected: readonly string[] }
  | { type: 'cell-removed'; cell: string; affected: readonly string[] }
  /** By hand. An unapproved cell does not run: `approved` comes first. */
  | { type: 'run-requested'; cell: string }
  | { type: 'run-all' }
  | { type: 'run-stale' }
  | { type: 'control-changed'; cell: string }
  | { type: 'generator-changed'; cell: string; names: readonly string[] }
  /** Ends the run under way and empties the queue; with a cell, only that one and what waits for it. */
  | { type: 'stop-requested'; cell: string | null }
  | { type: 'ended'; cell: string; run: number; outcome: RunOutcome }
  | { type: 'approved'; cell: string }
  /** Also a restart by hand. */
  | { type: 'kernel-lost' }
  | { type: 'mode-changed'; mode: 'reactive' | 'lazy' };

export type ScheduleEffect =
  /** At most one run is under way: the next comes after its `ended`. */
  | { type: 'run'; cell: string; run: number }
  | { type: 'abort'; cell: string; run: number }
  | { type: 'forget'; cell: string };

export interface Scheduled {
  state: Schedule;
  effects: ScheduleEffect[];
}
