/**
 * The trainings under way in this tab. A run exists in the log from its start; its end, its model and
 * its first evaluation follow in that order, each a commit of its own, so that a crash leaves a run that
 * says that it was interrupted and never a half-written one.
 */
import { LoamError, toLoamError } from '../core/errors';
import type { Link } from '../core/hash/digest';
import type { EngineChoice, Environment, Operation } from '../core/log/types';
import { explain } from '../core/messages';
import { LOAM_VERSION } from '../core/version';
import { modelLabel } from '../core/recipe/describe';
import type { Recipe } from '../core/recipe/types';
import type { TrainEvent, TrainResult } from '../../workers/contract';
import { evaluateRun } from './commands/evaluate-run';
import { randomHex } from './effects';
import { runName } from './run-names';
import type { WorkspaceContext } from './workspace-context';

export type EpochEvent = Extract<TrainEvent, { type: 'epoch' }>;

const NO_ENGINE: EngineChoice = { backend: 'none', why: 'Training did not start.', measured: [] };

/** What a screen shows of a training while it goes on. */
export class LiveRun {
  #stage = $state.raw('Starting');
  #engine = $state.raw<EngineChoice | null>(null);
  #epochs = $state.raw<EpochEvent[]>([]);
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
  get epochs(): EpochEvent[] {
    return this.#epochs;
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
      case 'epoch':
        this.#epochs = [...this.#epochs, event];
        break;
      default:
        event satisfies never;
    }
  }

  end(error: LoamError | null): void {
    this.#error = error;
    this.#ended = true;
  }
}

export interface PreparedRun {
  id: string;
  op: Extract<Operation, { type: 'run-started' }>;
}

export class ActiveRuns {
  #live = $state.raw<ReadonlyMap<string, LiveRun>>(new Map());

  constructor(private readonly session: WorkspaceContext) {
    void this.closeInterrupted();
  }

  get(run: string): LiveRun | undefined {
    return this.#live.get(run);
  }

  get anyRunning(): boolean {
    return [...this.#live.values()].some((run) => !run.ended);
  }

  /** Those that have ended since the workspace was opened here. */
  get ended(): LiveRun[] {
    return [...this.#live.values()].filter((run) => run.ended);
  }

  /** A finished run of this very recipe, if there is one: asking again returns it. */
  async known(recipe: Link): Promise<string | null> {
    const runs = await this.session.store.find('runs', 'recipe', recipe);
    const same = runs.find(({ status }) => status === 'finished' || status === 'running');
    return same?.id ?? null;
  }

  /** A new run's id and the operation that records its start, to be committed with its task. */
  prepare(recipe: Link, value: Recipe, note = ''): PreparedRun {
    const id = randomHex(this.session.effects, 8);
    const model = modelLabel(value.model);
    return {
      id,
      op: {
        type: 'run-started',
        run: id,
        name: runName(id),
        recipe,
        task: value.task,
        model,
        note,
      },
    };
  }

  /** Starts a run whose start has been recorded; the training goes on by itself. */
  start(id: string, recipe: Link, value: Recipe): void {
    const run = new LiveRun(id, runName(id));
    this.#live = new Map(this.#live).set(id, run);
    void this.#train(run, recipe, value);
  }

  async #train(run: LiveRun, recipe: Link, value: Recipe): Promise<void> {
    await holding(`loam-run-${run.id}`, async () => {
      const startedAt = this.session.effects.now();
      try {
        const result = await this.session.underLease(async (lease) => {
          const result = await this.session.workers.trainer.call(
            'train',
            { workspace: this.session.id, lease: lease.id, recipe },
            { signal: run.signal, onProgress: (event) => run.receive(event) },
          );
          return { ops: [runEnded(run.id, result)], value: result };
        });
        if (result.outcome.type === 'finished') {
          run.receive({ type: 'stage', label: 'Judging on validation' });
          await this.#judge(run, result.outcome.model, value.task);
        }
        run.end(null);
      } catch (error) {
        const known = toLoamError(error);
        await this.#recordFailure(run, known, this.session.effects.now() - startedAt);
        run.end(known.code === 'cancelled' ? null : known);
      }
    });
  }

  async #judge(run: LiveRun, model: Link, task: Link): Promise<void> {
    const { metric } = await this.session.json(task, 'loam.task/1');
    await evaluateRun(
      this.session,
      { run: run.id, model, task, part: 'validation', metric },
      { signal: run.signal },
    );
  }

  /** The training never answered (the worker died or was ended): the log still gets the run's end. */
  async #recordFailure(run: LiveRun, error: LoamError, milliseconds: number): Promise<void> {
    const row = await this.session.store.get('runs', run.id);
    if (row?.status !== 'running') return;
    const epochs = run.epochs.length;
    await this.session.store.commit([
      {
        type: 'run-ended',
        run: run.id,
        outcome:
          error.code === 'cancelled'
            ? { type: 'cancelled', model: null, curves: null, epochs }
            : {
                type: 'failed',
                code: error.code,
                message: explain(error).what,
                curves: null,
                epochs,
              },
        engine: run.engine ?? NO_ENGINE,
        environment: this.#environment(),
        seconds: milliseconds / 1000,
      },
    ]);
  }

  /** Runs that were going on when a tab was closed or crashed say so the next time anyone looks. */
  async closeInterrupted(): Promise<void> {
    if (!navigator.locks) return;
    const runs = await this.session.store.find('runs', 'status', 'running');
    const { held = [] } = await navigator.locks.query();
    const alive = new Set(held.map((lock) => lock.name));
    for (const run of runs) {
      if (alive.has(`loam-run-${run.id}`) || this.#live.has(run.id)) continue;
      await this.session.store.commit([
        {
          type: 'run-ended',
          run: run.id,
          outcome: {
            type: 'failed',
            code: 'interrupted',
            message: explain(new LoamError('interrupted', { what: run.name })).what,
            curves: null,
            epochs: 0,
          },
          engine: NO_ENGINE,
          environment: this.#environment(),
          seconds: 0,
        },
      ]);
    }
  }

  #environment(): Environment {
    return {
      loam: LOAM_VERSION,
      tfjs: '',
      userAgent: this.session.effects.userAgent,
      adapter: null,
    };
  }
}

function runEnded(run: string, result: TrainResult) {
  const { outcome, engine, environment, seconds } = result;
  return { type: 'run-ended' as const, run, outcome, engine, environment, seconds };
}

/** Holds a Web Lock while `work` goes on, where the browser has them. */
async function holding(name: string, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  await navigator.locks.request(name, work);
}
