/** A file as the task that the app would guess from it, every row in train: folds alone divide them. */
import type { DatasetProfile, Table } from '../../../src/core/dataset/types';
import { linkTo, type Link } from '../../../src/core/hash/digest';
import type { MetricName } from '../../../src/core/metrics/names';
import type { RecipeFacts } from '../../../src/core/recipe/facts';
import { guessTask } from '../../../src/core/task/guess-task';
import { readTarget, type Target } from '../../../src/core/task/target';
import { NO_PART, PART_CODE, type TaskManifest } from '../../../src/core/task/types';
import { columnOf } from '../../../src/ml/preprocess/column-view';
import { importFile } from './import-file';

export interface FileTask {
  name: string;
  target: string;
  positive?: string;
  /** Default: the one that is guessed. */
  metric?: MetricName;
  /** The column that says when a row was seen. Default: none. */
  time?: string;
}

export interface OpenedTask {
  table: Table;
  profile: DatasetProfile;
  task: TaskManifest;
  target: Target;
  parts: Uint8Array;
}

/** Links that nothing reads: the rows are in memory. */
const NOWHERE: Link = linkTo('0'.repeat(64));

export async function openTask(path: string, file: FileTask): Promise<OpenedTask> {
  const { table, profile } = await importFile(path);
  const guess = guessTask(table, profile, { target: file.target, positive: file.positive });
  const { kind, classes } = guess;
  const roles = guess.roles.map(({ column, role }) => ({
    column,
    role: column === file.time ? ('time' as const) : role,
  }));
  const target = readTarget(columnOf(table, guess.target), kind, classes);
  const parts = new Uint8Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const known =
      target.type === 'number' ? Number.isFinite(target.values[row]) : target.codes[row]! >= 0;
    parts[row] = known ? PART_CODE.train : NO_PART;
  }
  const train = parts.filter((part) => part === PART_CODE.train).length;
  const task: TaskManifest = {
    format: 'loam.task/1',
    semantics: 1,
    dataset: NOWHERE,
    kind,
    roles,
    target: guess.target,
    classes,
    metric: file.metric ?? guess.metric,
    rule: { by: 'stratified', key: 'content', seed: 0, validation: 0, test: 0 },
    parts: NOWHERE,
    counts: { train, validation: 0, test: 0, none: table.rows - train },
  };
  return { table, profile, task, target, parts };
}

/** @param share of the rows that a fold learns from */
export function factsOf({ profile, task }: OpenedTask, share: number): RecipeFacts {
  const { kind, classes, roles, counts } = task;
  return { rows: Math.round(counts.train * share), kind, classes, roles, columns: profile.columns };
}
