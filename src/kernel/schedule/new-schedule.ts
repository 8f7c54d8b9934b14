import type { RunMode } from '../../core/notebook/types';
import type { Schedule } from './types';

/** Before any cell was added. */
export function newSchedule(mode: RunMode): Schedule {
  return { mode, cells: new Map(), current: null, waiting: new Map(), runs: 0 };
}
