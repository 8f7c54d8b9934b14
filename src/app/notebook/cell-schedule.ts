/** The schedule of the cells' runs as it stands: takes in what happens, and has done what follows from it. */
import type { RunMode } from '../../core/notebook/types';
import type { Dependencies } from '../../kernel/analysis/types';
import { applyEvent, newSchedule } from '../../kernel/schedule';
import type {
  RunState,
  Schedule,
  ScheduleEffect,
  ScheduleEvent,
} from '../../kernel/schedule/types';

interface Following {
  perform(effect: ScheduleEffect): void;
  /** Its state is another now. */
  changed(cell: string): void;
}

export class CellSchedule {
  #schedule: Schedule;

  constructor(
    mode: RunMode,
    private readonly graph: Dependencies,
    private readonly following: Following,
  ) {
    this.#schedule = newSchedule(mode);
  }

  has(cell: string): boolean {
    return this.#schedule.cells.has(cell);
  }

  /** Null where it is not scheduled. */
  stateOf(cell: string): RunState | null {
    return this.#schedule.cells.get(cell)?.state ?? null;
  }

  apply(event: ScheduleEvent): void {
    const before = this.#schedule;
    const { state, effects } = applyEvent(before, event, this.graph);
    this.#schedule = state;
    for (const [cell, { state: now }] of state.cells) {
      if (before.cells.get(cell)?.state !== now) this.following.changed(cell);
    }
    for (const effect of effects) this.following.perform(effect);
  }
}
