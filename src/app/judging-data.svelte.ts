/** A model version judged on other data: idle, worked on, answered, cancelled or failed. */
import { isLoamError, toLoamError } from '../core/errors';
import type { DataEvaluation } from '../core/evaluation/data-evaluation';
import { evaluateOnData, type AskedOfData } from './commands/evaluate-on-data';
import type { QuestionState } from './understanding.svelte';
import type { WorkspaceContext } from './workspace-context';

export class JudgingData {
  #state = $state.raw<QuestionState<DataEvaluation>>({ type: 'idle' });
  #running: AbortController | null = null;

  constructor(private readonly session: WorkspaceContext) {}

  get state(): QuestionState<DataEvaluation> {
    return this.#state;
  }

  /** A newer question takes the place of an older one. Never rejects. */
  async ask(asked: AskedOfData): Promise<void> {
    this.#running?.abort();
    const mine = new AbortController();
    this.#running = mine;
    const show = (state: QuestionState<DataEvaluation>) => {
      if (this.#running === mine) this.#state = state;
    };
    show({ type: 'working', progress: { done: 0, label: 'Starting' } });
    try {
      const finding = await evaluateOnData(this.session, asked, {
        signal: mine.signal,
        onProgress: (progress) => show({ type: 'working', progress }),
      });
      show({ type: 'answered', finding });
    } catch (error) {
      const isOver = isLoamError(error, 'cancelled');
      show(isOver ? { type: 'cancelled' } : { type: 'failed', error: toLoamError(error) });
    }
  }

  /** What was judged before. */
  show(finding: DataEvaluation): void {
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
