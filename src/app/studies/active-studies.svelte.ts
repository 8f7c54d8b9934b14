/**
 * The studies that this tab works on. A study exists in the log from its start; whichever tab of the workspace gets
 * its lock works on it, and goes on where it stood when that tab is closed. Nothing here says what a trial is worth:
 * see study-work.ts for what is recorded and when.
 */
import { LoamError, toLoamError } from '../../core/errors';
import type { Link } from '../../core/hash/digest';
import type { StudyRow } from '../../core/log/rows';
import type { SearchSteps } from '../../core/study/search-steps';
import type { StudyState } from '../../core/study/types';
import { live, type Live } from '../../storage';
import type { WorkspaceContext } from '../workspace-context';
import { LiveStudy } from './live-study.svelte';
import { studyDesk } from './study-desk';
import { StudyWork, type KeptFolds } from './study-work';
import type { TrialPool } from './trial-pool';

export interface StudiesEffects {
  /** Made when the first study begins. */
  pool(): TrialPool;
  steps: SearchSteps;
  /** Undefined where there are none. */
  locks: Pick<LockManager, 'request'> | undefined;
  /** Default: a live query over the store. */
  watch?<T>(query: () => Promise<T>): Live<T>;
}

type Context = Pick<WorkspaceContext, 'id' | 'store' | 'json' | 'underLease'> & {
  effects: Pick<WorkspaceContext['effects'], 'now'>;
};

export class ActiveStudies {
  #live = $state.raw<ReadonlyMap<string, LiveStudy>>(new Map());
  /** Studies that this tab works on or waits for. */
  readonly #known = new Set<string>();
  /** Of studies that were stopped here before their end. */
  readonly #kept = new Map<string, KeptFolds>();
  readonly #closing = new AbortController();
  /** One after the other: each may use all workers. */
  #queue: Promise<unknown> = Promise.resolve();
  #pool: TrialPool | null = null;
  readonly #stopWatching: () => void;

  constructor(
    private readonly session: Context,
    private readonly given: StudiesEffects,
  ) {
    const { watch = live } = given;
    const running = watch(() => session.store.find('studies', 'state', 'running'));
    // Where there are no locks nobody can know whether another tab is at it.
    this.#stopWatching = given.locks ? running.subscribe((rows) => this.#see(rows)) : () => {};
  }

  /** Undefined where this tab has not worked on it. */
  get(study: string): LiveStudy | undefined {
    return this.#live.get(study);
  }

  get anyWorking(): boolean {
    return [...this.#live.values()].some((study) => study.working);
  }

  /** A study of this very specification, whatever became of it: asking again returns it. */
  async known(task: Link, spec: Link): Promise<string | null> {
    const studies = await this.session.store.find('studies', 'task', task);
    return studies.find((study) => study.spec === spec)?.id ?? null;
  }

  /** Works on a study whose start has been recorded. */
  start(study: string): void {
    if (!this.given.locks) void this.#wait(study);
  }

  /** Nobody works on it until it goes on: folds that were under way are begun again then, in another tab all of open trials. */
  async pause(study: string): Promise<void> {
    await this.#change(study, 'paused');
    this.get(study)?.stop();
  }

  async goOn(study: string): Promise<void> {
    await this.#change(study, 'running');
    void this.#wait(study);
  }

  /** Before its time; what its trials have learnt is kept. */
  async end(study: string): Promise<void> {
    await this.#change(study, 'ended');
    this.get(study)?.stop();
  }

  /** Ends the work of this tab; another one goes on. */
  close(): void {
    this.#stopWatching();
    this.#closing.abort();
    for (const study of this.#live.values()) study.stop();
    this.#pool?.rest();
  }

  async #change(study: string, state: StudyState): Promise<void> {
    const row = await this.session.store.get('studies', study);
    if (!row) throw new LoamError('not-found', { what: 'study' });
    if (row.state === state || row.state === 'finished') return;
    await this.session.store.commit([{ type: 'study-changed', study, state }]);
  }

  /** Oldest first; what another tab has paused or ended stops here too. */
  #see(running: readonly StudyRow[]): void {
    const ids = new Set(running.map(({ id }) => id));
    for (const study of this.#live.values()) if (!ids.has(study.id)) study.stop();
    // What nobody could go on with waits to be asked for.
    const able = running.filter(({ id }) => !this.get(id)?.error);
    for (const { id } of able.toReversed()) void this.#wait(id);
  }

  /** Works on it as soon as no other tab does. Never rejects. */
  async #wait(study: string): Promise<void> {
    if (this.#known.has(study)) return;
    this.#known.add(study);
    const { signal } = this.#closing;
    const { locks } = this.given;
    const turn = () => {
      const mine = this.#queue.then(() => this.#work(study));
      this.#queue = mine;
      return mine;
    };
    try {
      await (locks ? locks.request(`loam-study-${study}`, { signal }, turn) : turn());
    } catch {
      // The workspace was closed here, or its database is gone; whoever opens it next goes on.
      return;
    } finally {
      this.#known.delete(study);
    }
    if (this.get(study)?.error || signal.aborted) return;
    // It may have been told to go on before this tab had let go of it.
    const row = await this.session.store.get('studies', study).catch(() => undefined);
    if (row?.state === 'running') void this.#wait(study);
  }

  /** Rejects only where not even the state can be read or recorded. */
  async #work(id: string): Promise<void> {
    const { store } = this.session;
    const row = await store.get('studies', id);
    if (row?.state !== 'running' || this.#closing.signal.aborted) return;
    const manifest = await this.session.json(row.spec, 'loam.study/1');
    this.#pool ??= this.given.pool();
    const pool = this.#pool;
    const { now } = this.session.effects;
    const shown = new LiveStudy(id, manifest, pool.size, now);
    this.#live = new Map(this.#live).set(id, shown);
    shown.begin();
    const work = new StudyWork({
      ...{ workspace: this.session.id, link: row.spec, manifest, pool, now },
      steps: this.given.steps,
      desk: studyDesk(this.session, id),
      watcher: shown,
      kept: this.#kept.get(id),
    });
    this.#kept.delete(id);
    try {
      const how = await work.run(shown.signal);
      if (how === 'finished') await this.#change(id, 'finished');
      else if ((await store.get('studies', id))?.state === 'ended') await work.giveUp();
      else this.#kept.set(id, work.kept);
      shown.end(null);
    } catch (error) {
      shown.end(this.#closing.signal.aborted ? null : toLoamError(error));
    } finally {
      pool.rest();
    }
  }
}
