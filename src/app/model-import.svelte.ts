/**
 * Files of a model made elsewhere on their way to a model version: looked at in a worker, fed by columns of a
 * task, tried on validation, taken in. Nothing is kept before `save`.
 */
import { isLoamError, LoamError, toLoamError } from '../core/errors';
import type { ColumnSchema } from '../core/dataset/types';
import type { Evaluation } from '../core/evaluation/types';
import type { TaskRow } from '../core/log/rows';
import type { TaskManifest } from '../core/task/types';
import { kindProblem } from '../deploy/foreign/task-fit';
import type { Progress } from '../../workers/contract';
import type { ActiveRuns } from './active-runs.svelte';
import {
  describeModelFiles,
  importModel,
  tryImport,
  type ForeignSummary,
  type ImportedFeed,
  type ImportedVersion,
} from './commands/import-model';
import {
  feedLines,
  guessAnswers,
  guessColumns,
  reassigned,
  type FeedLine,
} from './model-import-feed';
import type { WorkspaceContext } from './workspace-context';

export type { FeedLine } from './model-import-feed';

export type ModelImportState =
  | { type: 'reading'; progress: Progress }
  | { type: 'failed'; error: LoamError }
  | { type: 'cancelled' }
  | { type: 'ready'; summary: ForeignSummary }
  | { type: 'saving'; summary: ForeignSummary; progress: Progress };

export interface OfferedTask {
  row: TaskRow;
  task: TaskManifest;
  /** As a clause; null where the model answers what the task asks. */
  problem: string | null;
}

/** What the model is worth on validation as it is fed now. */
export type Trial =
  | { type: 'none' }
  | { type: 'trying' }
  | { type: 'tried'; evaluation: Evaluation }
  | { type: 'failed'; error: LoamError };

export class ModelImport {
  #state = $state.raw<ModelImportState>({
    type: 'reading',
    progress: { done: 0, label: 'Opening' },
  });
  #tasks = $state.raw<OfferedTask[]>([]);
  #task = $state.raw<OfferedTask | null>(null);
  #schemas = $state.raw<ColumnSchema[]>([]);
  #columns = $state.raw<(string | null)[]>([]);
  #answers = $state.raw<string[] | null>(null);
  #byLabel = $state.raw(false);
  #trial = $state.raw<Trial>({ type: 'none' });
  #lines = $derived.by(() => {
    const { summary } = this;
    return summary && this.#task ? feedLines(summary.inputs, this.#columns, this.#schemas) : [];
  });
  name = $state('');
  note = $state('');
  #abort = new AbortController();
  #trying: AbortController | null = null;
  #discarded = false;

  /** What was found in the files, and the tasks, are there, or `state` says why not. Never rejects. */
  readonly ready: Promise<void>;

  constructor(
    private readonly session: WorkspaceContext & { runs: ActiveRuns },
    readonly files: readonly File[],
  ) {
    this.ready = this.#read();
  }

  get state(): ModelImportState {
    return this.#state;
  }
  get summary(): ForeignSummary | null {
    return 'summary' in this.#state ? this.#state.summary : null;
  }
  get saving(): boolean {
    return this.#state.type === 'saving';
  }
  /** All of the workspace, those that fit first. */
  get tasks(): OfferedTask[] {
    return this.#tasks;
  }
  get task(): OfferedTask | null {
    return this.#task;
  }
  get schemas(): ColumnSchema[] {
    return this.#schemas;
  }
  get lines(): FeedLine[] {
    return this.#lines;
  }
  /** The task's class for each class of the file; null for numbers. */
  get answers(): string[] | null {
    return this.#answers;
  }
  /** The file names its classes as the task does. */
  get byLabel(): boolean {
    return this.#byLabel;
  }
  get trial(): Trial {
    return this.#trial;
  }
  get problems(): number {
    return this.#lines.filter(({ problem }) => problem !== null).length;
  }
  get complete(): boolean {
    return this.#task !== null && this.#lines.length > 0 && this.problems === 0;
  }

  /** Never rejects. */
  async choose(id: string): Promise<void> {
    const offered = this.#tasks.find(({ row }) => row.id === id);
    const { summary } = this;
    if (!offered || offered.problem !== null || !summary) return;
    try {
      const dataset = await this.session.json(offered.task.dataset, 'loam.dataset/1');
      this.#schemas = dataset.columns.map(({ schema }) => schema);
    } catch (error) {
      this.#state = { type: 'failed', error: toLoamError(error) };
      return;
    }
    this.#task = offered;
    this.#columns = guessColumns(summary.inputs, offered.task, this.#schemas);
    const { answers, byLabel } = guessAnswers(summary, offered.task);
    this.#answers = answers;
    this.#byLabel = byLabel;
    this.#try();
  }

  feed(input: number, column: string | null): void {
    this.#columns = this.#columns.map((each, i) => (i === input ? column : each));
    this.#try();
  }

  /** The class of the file at `place` stands for `label`. */
  answer(place: number, label: string): void {
    if (!this.#answers) return;
    this.#answers = reassigned(this.#answers, place, label);
    this.#try();
  }

  /** @throws LoamError as `importModel`; then it can be saved again */
  async save(): Promise<ImportedVersion> {
    const { summary } = this;
    const feed = this.#feed();
    if (!summary || !feed || this.saving) {
      throw new LoamError('internal', { message: 'there is no model to save yet' });
    }
    this.#stopTrying();
    this.#abort = new AbortController();
    const saving = (progress: Progress) => {
      this.#state = { type: 'saving', summary, progress };
    };
    saving({ done: 0, label: 'Reading the file' });
    try {
      return await importModel(
        this.session,
        { ...feed, files: this.files, name: this.name, note: this.note },
        { signal: this.#abort.signal, onProgress: saving },
      );
    } finally {
      this.#state = { type: 'ready', summary };
    }
  }

  cancel(): void {
    this.#abort.abort();
  }

  discard(): void {
    this.#discarded = true;
    this.#abort.abort();
    this.#stopTrying();
  }

  async #read(): Promise<void> {
    try {
      const summary = await describeModelFiles(this.session, this.files, {
        signal: this.#abort.signal,
        onProgress: (progress) => {
          if (!this.#discarded) this.#state = { type: 'reading', progress };
        },
      });
      const tasks = await this.#offered(summary);
      if (this.#discarded) return;
      this.#tasks = tasks;
      this.#state = { type: 'ready', summary };
      const [first] = tasks;
      this.name = first ? `${first.row.name.split(':')[0]!.trim()}-imported` : 'imported';
      if (first?.problem === null) await this.choose(first.row.id);
    } catch (error) {
      if (this.#discarded) return;
      const known = toLoamError(error);
      this.#state = isLoamError(known, 'cancelled')
        ? { type: 'cancelled' }
        : { type: 'failed', error: known };
    }
  }

  async #offered(summary: ForeignSummary): Promise<OfferedTask[]> {
    const { store } = this.session;
    const rows = await store.list('tasks');
    const { kind, network: type } = summary;
    const outputs = summary.classes?.length ?? 1;
    const offered: OfferedTask[] = [];
    for (const row of rows) {
      // A task that came without its data has no columns to feed from.
      const [dataset] = await store.find('datasets', 'manifest', row.dataset);
      if (!dataset) continue;
      const task = await this.session.json(row.task, 'loam.task/1');
      offered.push({ row, task, problem: kindProblem({ kind, outputs, type }, task) });
    }
    const fits = (each: OfferedTask) => each.problem === null;
    return [...offered.filter(fits), ...offered.filter((each) => !fits(each))];
  }

  #feed(): ImportedFeed | null {
    if (!this.#task || !this.complete) return null;
    const columns = this.#lines.map(({ column }) => column!);
    return { task: this.#task.row, columns, answers: this.#answers };
  }

  #stopTrying(): void {
    this.#trying?.abort();
    this.#trying = null;
  }

  #try(): void {
    this.#stopTrying();
    const feed = this.#feed();
    this.#trial = { type: feed ? 'trying' : 'none' };
    if (!feed) return;
    const abort = new AbortController();
    this.#trying = abort;
    const end = (trial: Trial) => {
      if (!abort.signal.aborted) this.#trial = trial;
    };
    tryImport(this.session, this.files, feed, { signal: abort.signal }).then(
      (evaluation) => end({ type: 'tried', evaluation }),
      (error: unknown) => end({ type: 'failed', error: toLoamError(error) }),
    );
  }
}
