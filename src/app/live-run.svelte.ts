/**
 * What a screen shows of a training while it goes on. Epochs may come by the thousand in a second: the screen
 * is told of them a few times in a second, all together.
 */
import type { LoamError } from '../core/errors';
import type { EngineChoice, Resumption } from '../core/log/types';
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

/** Milliseconds between two looks at the epochs that came in. */
const LOOK_MS = 100;

export class LiveRun {
  #stage = $state.raw('Starting');
  #engine = $state.raw<EngineChoice | null>(null);
  #epochs = $state.raw<EpochMeasured[]>([]);
  #latest = $state.raw<EpochEvent | null>(null);
  #resumedFrom = $state.raw<Resumption | null>(null);
  #error = $state.raw<LoamError | null>(null);
  #ended = $state.raw(false);
  readonly #abort = new AbortController();
  /** All that came in, in order. */
  #measured: EpochMeasured[] = [];
  #unseen: EpochEvent | null = null;
  #looked = -Infinity;

  /** @param now milliseconds from any origin */
  constructor(
    readonly id: string,
    readonly name: string,
    private readonly now: () => number,
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
  get resumedFrom(): Resumption | null {
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
    if (event.type !== 'epoch') this.#look();
    switch (event.type) {
      case 'stage':
        this.#stage = event.label;
        break;
      case 'engine':
        this.#engine = event.engine;
        break;
      case 'resumed':
        this.#resumedFrom = {
          ...{ epoch: event.epoch, step: event.step },
          ...(event.folds === undefined ? {} : { folds: event.folds }),
        };
        this.#measured = event.train.map((train, i) => ({
          epoch: i + 1,
          train,
          validation: event.validation[i] ?? null,
          metric: event.metricValidation[i] ?? null,
        }));
        this.#epochs = [...this.#measured];
        break;
      case 'epoch': {
        const { epoch, train, validation, metric } = event;
        // After a lost device the epochs since the last checkpoint come again.
        this.#measured.length = Math.min(this.#measured.length, epoch - 1);
        this.#measured.push({ epoch, train, validation, metric });
        this.#unseen = event;
        if (this.now() - this.#looked >= LOOK_MS) this.#look();
        break;
      }
      default:
        event satisfies never;
    }
  }

  #look(): void {
    if (!this.#unseen) return;
    this.#looked = this.now();
    this.#epochs = [...this.#measured];
    this.#latest = this.#unseen;
    this.#unseen = null;
  }

  end(error: LoamError | null): void {
    this.#look();
    this.#error = error;
    this.#ended = true;
  }
}
