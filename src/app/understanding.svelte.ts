/** Questions that a screen asks about one model on one part: each idle, worked on, answered, cancelled or failed. */
import { isLoamError, toLoamError, type LoamError } from '../core/errors';
import type { AskedOf } from '../core/understand/analysis-key';
import type { UnderstandFinding, UnderstandQuestion } from '../core/understand/types';
import { understandModel } from './commands/understand-model';
import type { Progress } from './seen-types';
import type { WorkspaceContext } from './workspace-context';

export type QuestionState<F> =
  | { type: 'idle' }
  | { type: 'working'; progress: Progress }
  | { type: 'answered'; finding: F }
  | { type: 'cancelled' }
  | { type: 'failed'; error: LoamError };

type FindingOf<T> = Extract<UnderstandFinding, { type: T }>;

/** One place for answers of one kind: a newer question takes the place of an older one. */
export class AskedQuestion<T extends UnderstandQuestion['type']> {
  #state = $state.raw<QuestionState<FindingOf<T>>>({ type: 'idle' });
  #running: AbortController | null = null;

  constructor(
    private readonly session: WorkspaceContext,
    private readonly of: () => Omit<AskedOf, 'question'>,
  ) {}

  get state(): QuestionState<FindingOf<T>> {
    return this.#state;
  }
  get finding(): FindingOf<T> | null {
    return this.#state.type === 'answered' ? this.#state.finding : null;
  }

  /** Never rejects. */
  async ask(question: Extract<UnderstandQuestion, { type: T }>): Promise<void> {
    this.#running?.abort();
    const mine = new AbortController();
    this.#running = mine;
    const show = (state: QuestionState<FindingOf<T>>) => {
      if (this.#running === mine) this.#state = state;
    };
    show({ type: 'working', progress: { done: 0, label: 'Starting' } });
    try {
      const { finding } = await understandModel(
        this.session,
        { ...this.of(), question },
        { signal: mine.signal, onProgress: (progress) => show({ type: 'working', progress }) },
      );
      show({ type: 'answered', finding: finding as FindingOf<T> });
    } catch (error) {
      const isOver = isLoamError(error, 'cancelled');
      show(isOver ? { type: 'cancelled' } : { type: 'failed', error: toLoamError(error) });
    }
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
