/** What a screen shows of a training while it goes on. */
import type { LoamError } from '../core/errors';
import type { EngineChoice } from '../core/log/types';
import type { TrainEvent } from '../../workers/contract';

/** One whole epoch. */
export interface EpochMeasured {
  /** From 1. */
  epoch: number;
  train: number;
  validation: number | null;
  metric: number | null;
}

export type EpochEvent = Extract<TrainEvent, { type: 'epoch' }>;

export class LiveRun {
  #stage = $state.raw('Starting');
  #engine = $state.raw<EngineChoice | null>(null);
  #epochs = $state.raw<EpochMeasured[]>([]);
  #latest = $state.raw<EpochEvent | null>(null);
  #resumedFrom = $state.raw<number | null>(null);
  #error = $state.raw<LoamError | null>(null);
  #ended = $state.raw(false);
  readonly #abort = new AbortController();

  constructor(
    readonly id: string,
    readonly name: string,
  ) {}

  get stage(): string {
    return this.#stage;
  }
  get engine(): EngineChoice | null {
    return this.#engine;
  }
  /** Those before an interruption included. */
  get epochs(): EpochMeasured[] {
    return this.#epochs;
  }
  /** The last that was trained here; null before the first. */
  get latest(): EpochEvent | null {
    return this.#latest;
  }
  /** Whole epochs that were done when it last went on; null where it was never interrupted. */
  get resumedFrom(): number | null {
    return this.#resumedFrom;
  }
  /** Set where the work around the training failed; the run's own failures are outcomes in the log. */
  get error(): LoamError | null {
    return this.#error;
  }
  get ended(): boolean {
    return this.#ended;
  }
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  cancel(): void {
    this.#abort.abort();
  }

  receive(event: TrainEvent): void {
    switch (event.type) {
      case 'stage':
        this.#stage = event.label;
        break;
      case 'engine':
        this.#engine = event.engine;
        break;
      case 'resumed':
        this.#resumedFrom = event.epoch;
        this.#epochs = event.train.map((train, i) => ({
          epoch: i + 1,
          train,
          validation: event.validation[i] ?? null,
          metric: event.metricValidation[i] ?? null,
        }));
        break;
      case 'epoch': {
        const { epoch, train, validation, metric } = event;
        // After a lost device the epochs since the last checkpoint come again.
        const before = this.#epochs.filter((each) => each.epoch < epoch);
        this.#epochs = [...before, { epoch, train, validation, metric }];
        this.#latest = event;
        break;
      }
      default:
        event satisfies never;
    }
  }

  end(error: LoamError | null): void {
    this.#error = error;
    this.#ended = true;
  }
}
