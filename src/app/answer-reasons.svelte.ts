/** Why the newest answer is as it is, worked out in slices between which the page lives on. */
import type { Cell } from '../core/dataset/types';
import { isLoamError } from '../core/errors';
import {
  makeExplainer,
  type ExplainedModel,
  type Explainer,
  type Explanation,
} from '../ml/explain';

export interface AnswerReason extends Explanation {
  /** The class whose answer is explained; null for a number. */
  of: string | null;
}

/** Work at most so long before the page may answer. */
const SLICE_MS = 12;
/** Rows predicted at once; a slow model gets through fewer of them in a slice. */
const ROWS_AT_ONCE = 64;

function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  };
}

export class AnswerReasons {
  #reason = $state.raw<AnswerReason | null>(null);
  #running: AbortController | null = null;

  #explainer: Explainer | null = null;

  constructor(private readonly model: ExplainedModel) {}

  /** Of the newest answer that has been explained; null before the first. */
  get reason(): AnswerReason | null {
    return this.#reason;
  }

  /** Explains the answer to this row; what is under way for an older one is given up. */
  async ask(row: Record<string, Cell>, answer: string | number): Promise<void> {
    this.#running?.abort();
    const mine = new AbortController();
    this.#running = mine;
    const { classes } = this.model.manifest;
    const of = classes ? String(answer) : null;
    try {
      const found = await (this.#explainer ??= makeExplainer(this.model)).explain(row, {
        output: classes ? classes.indexOf(of!) : 0,
        rowsAtOnce: ROWS_AT_ONCE,
        signal: mine.signal,
        pause: breather(),
      });
      if (this.#running === mine) this.#reason = { ...found, of };
    } catch (error) {
      if (!isLoamError(error, 'cancelled')) throw error;
    }
  }

  stop(): void {
    this.#running?.abort();
  }
}
