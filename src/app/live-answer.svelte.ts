/** The answer to what stands in a form: the last one stays until the next is there, and an older one never comes late. */
import type { Cell } from '../core/dataset/types';
import { toLoamError, type LoamError } from '../core/errors';
import type { LaterPredictor } from '../ml/predict/later-predictor';
import type { RowPrediction } from '../ml/predict/predictor';

/** Without a word so long: most answers are there before anyone has looked. */
const SLOW_MS = 300;

export interface AnsweredRow extends RowPrediction {
  /** What it is the answer to. */
  row: Readonly<Record<string, Cell>>;
}

export class LiveAnswer {
  #answer = $state.raw<AnsweredRow | null>(null);
  #error = $state.raw<LoamError | null>(null);
  #isSlow = $state(false);
  /** What was asked while an answer was under way; only the newest is asked next. */
  #waiting: Readonly<Record<string, Cell>> | null = null;
  #isAsking = false;

  constructor(private readonly predictor: LaterPredictor) {}

  /** Of the newest question that has been answered; null before the first. */
  get answer(): AnsweredRow | null {
    return this.#answer;
  }
  /** Of the newest question, where it could not be answered. */
  get error(): LoamError | null {
    return this.#error;
  }
  /** The newest question waits for its answer, and has for a while. */
  get isSlow(): boolean {
    return this.#isSlow;
  }

  /** Never rejects; resolves when no question is left. */
  async ask(row: Readonly<Record<string, Cell>>): Promise<void> {
    this.#waiting = row;
    if (this.#isAsking) return;
    this.#isAsking = true;
    const timer = setTimeout(() => (this.#isSlow = true), SLOW_MS);
    try {
      while (this.#waiting) {
        const asked: Readonly<Record<string, Cell>> = this.#waiting;
        this.#waiting = null;
        await this.#answerTo(asked);
      }
    } finally {
      clearTimeout(timer);
      this.#isAsking = false;
      this.#isSlow = false;
    }
  }

  async #answerTo(row: Readonly<Record<string, Cell>>): Promise<void> {
    try {
      const found = await this.predictor.predictCells(row);
      this.#answer = { ...found, row };
      this.#error = null;
    } catch (error) {
      if (!this.#waiting) this.#error = toLoamError(error);
    }
  }
}
