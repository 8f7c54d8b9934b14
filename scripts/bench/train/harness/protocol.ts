/** What the bench's page and its workers say to each other. */
import type { Mode, Task } from '../tasks';

/** One worker each, so that none warms up or slows another. */
export type RunnerName = Mode | 'tfjs wasm' | 'tfjs cpu' | 'jax-js';

/** What one training took, and where it ended. */
export interface Round {
  seconds: number;
  /**
   * Mean log loss of what was learnt: for nets on the first `CHECK_ROWS` rows, for trees on all. Null where
   * it was not asked for.
   */
  loss: number | null;
  /** On the rows held out; null without any, and where it was not asked for. */
  auc: number | null;
}

/** Rows of a net's data that the final loss is measured on. */
export const CHECK_ROWS = 512;

export interface Runner {
  /** One training from the start. `check` asks for loss and AUC, outside the time. */
  round(check: boolean): Promise<Round>;
}

export type Request =
  { ask: 'prepare'; name: RunnerName; task: Task } | { ask: 'round'; check: boolean };

export type Answer = { ok: true; round: Round | null } | { ok: false; reason: string };
