/** A question that takes work to answer: idle, worked on, answered, cancelled or failed. */
import { isLoamError, toLoamError, type LoamError } from '../core/errors';
import type { WorkOptions } from './commands/evaluate-run';
import type { Progress } from './seen-types';

export type QuestionState<F> =
  | { type: 'idle' }
  | { type: 'working'; progress: Progress }
  | { type: 'answered'; finding: F }
  | { type: 'cancelled' }
  | { type: 'failed'; error: LoamError };

/** One place for answers of one kind: a newer question takes the place of an older one. */
export class AskedQuestion<Q, F> {
  #state = $state.raw<QuestionState<F>>({ type: 'idle' });
  #running: AbortController | null = null;

  constructor(private readonly work: (question: Q, options: WorkOptions) => Promise<F>) {}

  get state(): QuestionState<F> {
    return this.#state;
  }
  get finding(): F | null {
    return this.#state.type === 'answered' ? this.#state.finding : null;
  }

  /** Never rejects. */
  async ask(question: Q): Promise<void> {
    this.#running?.abort();
    const mine = new AbortController();
    this.#running = mine;
    const show = (state: QuestionState<F>) => {
      if (this.#running === mine) this.#state = state;
    };
    show({ type: 'working', progress: { done: 0, label: 'Starting' } });
    try {
      const finding = await this.work(question, {
        signal: mine.signal,
        onProgress: (progress) => show({ type: 'working', progress }),
      });
      show({ type: 'answered', finding });
    } catch (error) {
      const isOver = isLoamError(error, 'cancelled');
      show(isOver ? { type: 'cancelled' } : { type: 'failed', error: toLoamError(error) });
    }
  }

  /** An answer that was found before. */
  show(finding: F): void {
    this.reset();
    this.#state = { type: 'answered', finding };
  }

  cancel(): void {
    this.#running?.abort();
  }

  /** As if nothing had been asked. */
  reset(): void {
    this.#running?.abort();
    this.#running = null;
    this.#state = { type: 'idle' };
  }
}
