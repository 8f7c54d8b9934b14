/**
 * The trainings under way in this tab. A run exists in the log from its start; its end, its model and its
 * first evaluation follow in that order, each a commit of its own, so that a crash never leaves a
 * half-written one. A run whose worker or tab has died goes on from its checkpoint: in this tab at once, or
 * in whichever tab of the workspace gets its lock first.
 */
import { isLoamError, LoamError, toLoamError } from '../core/errors';
import { readRecipe } from '../core/formats/read-manifest';
import type { Digest, Link } from '../core/hash/digest';
import type { RunRow } from '../core/log/rows';
import { recipeLabel } from '../core/recipe/describe';
import type { Recipe } from '../core/recipe/types';
import type { Operation } from '../core/log/types';
import { live as liveRows } from '../storage';
import type { TrainEvent } from '../../workers/contract';
import { cagePort } from './code-recipe/cage-port';
import { evaluateOutcome, type Ended } from './commands/evaluate-run';
import { recordFailure } from './commands/record-failure';
import { randomHex } from './effects';
import { LiveRun } from './live-run.svelte';
import { runName } from './run-names';
import type { WorkspaceContext } from './workspace-context';

export interface PreparedRun {
  id: string;
  op: Extract<Operation, { type: 'run-started' }>;
}

interface Training {
  recipe: Link;
  task: Link;
  /** It goes on, rather than begins. */
  again: boolean;
}

/** The end is recorded. */
interface Trained {
  /** Settles when the evaluation is recorded, too; null where there is nothing to judge. */
  judged: Promise<void> | null;
}

/** So many workers in a row may die before they say anything. */
const MOST_SILENT_DEATHS = 3;

export class ActiveRuns {
  #live = $state.raw<ReadonlyMap<string, LiveRun>>(new Map());
  /** Runs that this tab has started or waits for. */
  readonly #known = new Set<string>();
  /** How many asked for a run and still want it. */
  readonly #wanted = new Map<string, number>();
  readonly #closing = new AbortController();
  /** Interrupted runs go on one after the other. */
  #queue: Promise<unknown> = Promise.resolve();
  readonly #stopWatching: () => void;

  constructor(private readonly session: WorkspaceContext) {
    const running = liveRows(() => session.store.find('runs', 'status', 'running'));
    // Oldest first. Where there are no locks nobody can know whether another tab is at it.
    this.#stopWatching = navigator.locks
      ? running.subscribe((rows) => rows.toReversed().forEach((row) => this.#waitFor(row)))
      : () => undefined;
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

  /**
   * A new run's id and the operation that records its start, to be committed with its task.
   * @param code identity of the cells that asked for it; null where none did
   */
  prepare(recipe: Link, value: Recipe, code: Digest | null = null): PreparedRun {
    const id = randomHex(this.session.effects, 8);
    this.#known.add(id);
    const model = recipeLabel(value);
    return {
      id,
      op: {
        type: 'run-started',
        run: id,
        name: runName(id),
        recipe,
        task: value.task,
        model,
        note: '',
        code,
      },
    };
  }

  /** Starts a run whose start has been recorded; the training goes on by itself. */
  start(id: string, recipe: Link, value: Recipe): void {
    const run = this.#show(id);
    void holding(lockOf(id), () => this.#train(run, { recipe, task: value.task, again: false }));
  }

  /** Someone wants this run, whoever started it. */
  ask(run: string): void {
    this.#wanted.set(run, (this.#wanted.get(run) ?? 0) + 1);
  }

  /** Who asked no longer wants it; its training here is cancelled where nobody else asked. */
  withdraw(run: string): void {
    const left = (this.#wanted.get(run) ?? 1) - 1;
    this.#wanted.set(run, left);
    if (left === 0) this.get(run)?.cancel();
  }

  /** Ends the waiting for runs of other tabs. */
  close(): void {
    this.#stopWatching();
    this.#closing.abort();
  }

  #show(id: string): LiveRun {
    const run = new LiveRun(id, runName(id), this.session.effects.now);
    this.#live = new Map(this.#live).set(id, run);
    // Even if the tab dies before the end is recorded, what was cancelled stays cancelled.
    const giveUp = () => this.session.store.checkpoints.cancel(id).catch(() => undefined);
    run.signal.addEventListener('abort', () => void giveUp());
    return run;
  }

  /** Someone else trains this run; when its lock is free and it has no end, it was interrupted. */
  #waitFor({ id }: RunRow): void {
    if (this.#known.has(id)) return;
    this.#known.add(id);
    const { signal } = this.#closing;
    const adopted = navigator.locks.request(lockOf(id), { signal }, () => this.#adopt(id));
    // The workspace was closed here, or its database is gone; whoever opens it next takes the run up.
    adopted.catch(() => undefined);
  }

  async #adopt(id: string): Promise<void> {
    const { store } = this.session;
    const row = await store.get('runs', id);
    if (row?.status !== 'running') return;
    if (!(await store.checkpoints.get(id))) {
      // It was begun on another device, and came here with the workspace.
      const error = new LoamError('interrupted', { what: row.name });
      await recordFailure(this.session, id, error, { engine: null, epochs: 0, seconds: 0 });
      return;
    }
    if (await this.#isByCode(row.recipe)) {
      // Opening a workspace runs no code, not even this person's own.
      const reason = 'code of a notebook does not go on by itself: train it again';
      const error = new LoamError('interrupted', { what: row.name, reason });
      await recordFailure(this.session, id, error, { engine: null, epochs: 0, seconds: 0 });
      return;
    }
    this.ask(id);
    const run = this.#show(id);
    run.receive({ type: 'stage', label: 'Waiting to go on' });
    const { recipe, task } = row;
    const turn = this.#queue.then(() => this.#train(run, { recipe, task, again: true }));
    this.#queue = turn;
    await turn;
  }

  /** What cannot be read is the trainer's to refuse. */
  async #isByCode(recipe: Link): Promise<boolean> {
    const value = await readRecipe(this.session.store.objects, recipe).catch(() => null);
    return value?.format === 'loam.recipe/2';
  }

  /** Never rejects. */
  async #train(run: LiveRun, { recipe, task, again }: Training): Promise<void> {
    const startedAt = this.session.effects.now();
    try {
      const { judged } = await this.#untilAnswered(run, { recipe, task, again });
      if (judged) {
        run.receive({ type: 'stage', label: 'Judging on validation' });
        await judged;
      }
      run.end(null);
    } catch (error) {
      const known = toLoamError(error);
      const seconds = (this.session.effects.now() - startedAt) / 1000;
      const facts = { engine: run.engine, epochs: run.epochs.length, seconds };
      try {
        await recordFailure(this.session, run.id, known, facts);
        run.end(known.code === 'cancelled' ? null : known);
      } catch (unrecorded) {
        run.end(toLoamError(unrecorded));
      }
    }
  }

  /** A worker that dies is followed by another, which goes on; the trainer gives up what gets no further. */
  async #untilAnswered(run: LiveRun, { again: begun, ...training }: Training): Promise<Trained> {
    let again = begun;
    for (let silent = 0; ;) {
      let heard = false;
      try {
        return await this.#attempt(run, { ...training, again }, () => (heard = true));
      } catch (error) {
        silent = heard ? 0 : silent + 1;
        const over = run.signal.aborted || silent >= MOST_SILENT_DEATHS;
        if (over || !isLoamError(error, 'worker-died')) throw error;
        run.receive({ type: 'stage', label: 'The worker stopped; going on' });
        again = true;
      }
    }
  }

  async #attempt(
    run: LiveRun,
    { recipe, task, again }: Training,
    heard: () => void,
  ): Promise<Trained> {
    const { id, workers } = this.session;
    const cage = cagePort(this.session);
    const listen = (event: TrainEvent) => {
      heard();
      run.receive(event);
    };
    const options = { signal: run.signal, onProgress: listen, transfer: [cage.port] };
    const request = { workspace: id, recipe, run: { id: run.id, again }, cage: cage.port };
    const recorded: Promise<Trained> = this.session.underLease(async (lease) => {
      const { outcome, engine, environment, seconds, resumed } = await workers.trainer.call(
        'train',
        { ...request, lease: lease.id },
        options,
      );
      const judged =
        outcome.type === 'finished'
          ? this.#judge(run, outcome.model, task, { outcome, recipe, recorded })
          : null;
      // Who waits for the record hears of it then.
      judged?.catch(() => undefined);
      const end = { type: 'run-ended', run: run.id, outcome, engine, environment } as const;
      return { ops: [{ ...end, seconds, resumed }], value: { judged } };
    });
    try {
      return await recorded;
    } finally {
      cage.close();
    }
  }

  async #judge(run: LiveRun, model: Link, task: Link, ended: Ended): Promise<void> {
    const { metric } = await this.session.json(task, 'loam.task/1');
    await evaluateOutcome(
      this.session,
      { run: run.id, model, task, part: 'validation', metric },
      ended,
      { signal: run.signal },
    );
  }
}

function lockOf(run: string): string {
  return `loam-run-${run}`;
}

/** Holds a Web Lock while `work` goes on, where the browser has them. */
async function holding(name: string, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  await navigator.locks.request(name, work);
}
