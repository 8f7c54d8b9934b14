/** One model being made again, for the card that shows it. */
import { isLoamError, LoamError, toLoamError } from '../core/errors';
import { explain, type Explanation } from '../core/messages';
import type { TrainEvent } from '../../workers/contract';
import type { LoadedModel } from './commands/load-model';
import { reproduceModel, type RemakeOptions } from './commands/reproduce-model';
import type { MadeRun } from './commands/run-making';
import type { WorkspaceContext } from './workspace-context';

export class Remaking {
  #running = $state.raw(false);
  #stage = $state.raw('');
  #done = $state.raw<number | null>(null);
  #problem = $state.raw<Explanation | null>(null);
  #abort: AbortController | null = null;

  constructor(
    private readonly session: WorkspaceContext,
    private readonly options: Pick<RemakeOptions, 'trainer'> = {},
  ) {}

  get running(): boolean {
    return this.#running;
  }
  get stage(): string {
    return this.#stage;
  }
  /** Share of the epochs at most; null before the first. */
  get done(): number | null {
    return this.#done;
  }
  get problem(): Explanation | null {
    return this.#problem;
  }

  /** What comes of it is in the log, and so on the model's row; a problem is kept here. Never rejects. */
  async start(model: LoadedModel, made: MadeRun): Promise<void> {
    if (this.#running) return;
    this.#abort = new AbortController();
    this.#running = true;
    this.#stage = 'Starting a fresh worker';
    this.#done = null;
    this.#problem = null;
    try {
      const remade = await reproduceModel(this.session, model, made, {
        ...this.options,
        signal: this.#abort.signal,
        onProgress: (event) => this.#receive(event),
      });
      if (remade.type === 'failed') {
        this.#problem = { ...explain(new LoamError(remade.code)), what: remade.what };
      }
    } catch (error) {
      const known = toLoamError(error);
      this.#problem = isLoamError(known, 'cancelled') ? null : explain(known);
    }
    this.#running = false;
  }

  cancel(): void {
    this.#abort?.abort();
  }

  #receive(event: TrainEvent): void {
    if (event.type === 'stage') this.#stage = event.label;
    if (event.type === 'epoch') this.#done = event.epoch / event.epochs;
  }
}
