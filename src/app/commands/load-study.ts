/** A study with its task, its data and what its trials have given so far. */
import type { DatasetRow, StudyRow, TaskRow, TrialRow } from '../../core/log/rows';
import type { StudyManifest, TrialResult } from '../../core/study/types';
import type { TaskManifest } from '../../core/task/types';
import type { WorkspaceContext } from '../workspace-context';

export interface LoadedTrial {
  row: TrialRow;
  /** Null while it is under way. */
  result: TrialResult | null;
}

export interface LoadedStudy {
  row: StudyRow;
  manifest: StudyManifest;
  task: TaskManifest;
  /** Null where the task's row was removed. */
  taskRow: TaskRow | null;
  /** Null where the data is not in this workspace. */
  dataset: DatasetRow | null;
  /** By number. */
  trials: LoadedTrial[];
}

/** Asks for one study again and again, and reads each result once. */
export class StudyReader {
  readonly #results = new Map<string, TrialResult>();
  #fixed: Pick<LoadedStudy, 'manifest' | 'task'> | null = null;

  constructor(
    private readonly context: Pick<WorkspaceContext, 'store' | 'json'>,
    private readonly id: string,
  ) {}

  /** Null where the study is not in this workspace. */
  async load(): Promise<LoadedStudy | null> {
    const { store, json } = this.context;
    const row = await store.get('studies', this.id);
    if (!row) return null;
    this.#fixed ??= {
      manifest: await json(row.spec, 'loam.study/1'),
      task: await json(row.task, 'loam.task/1'),
    };
    const { manifest, task } = this.#fixed;
    const [rows, [dataset], [taskRow]] = await Promise.all([
      store.find('trials', 'study', this.id),
      store.find('datasets', 'manifest', task.dataset),
      store.find('tasks', 'task', row.task),
    ]);
    rows.sort((a, b) => a.number - b.number);
    const trials = await Promise.all(
      rows.map(async (trial) => ({ row: trial, result: await this.#result(trial) })),
    );
    return { row, manifest, task, taskRow: taskRow ?? null, dataset: dataset ?? null, trials };
  }

  async #result({ result }: TrialRow): Promise<TrialResult | null> {
    if (!result) return null;
    const known = this.#results.get(result);
    if (known) return known;
    const value = await this.context.json(result, 'loam.trial/1');
    this.#results.set(result, value);
    return value;
  }
}
