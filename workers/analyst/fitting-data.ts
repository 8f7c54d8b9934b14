/** Whether labelled data has what judging a model takes: the target, every column that is read, those of the slices. */
import type { DatasetManifest } from '../../src/core/dataset/types';
import { LoamError } from '../../src/core/errors';
import { plainList } from '../../src/core/task/guess/plain-list';
import type { TaskManifest } from '../../src/core/task/types';
import { orderColumns } from '../../src/ml/preprocess/lag-columns';
import type { ReadingModel } from './rows-with-lags';

/** Columns of the data that a model's inputs are, or are made of. */
export function readColumns(
  { manifest, preprocessing }: ReadingModel,
  task: Pick<TaskManifest, 'roles'>,
): string[] {
  const { lags = [] } = preprocessing;
  const made = new Set(lags.map(({ name }) => name));
  const direct = manifest.inputs.map(({ name }) => name).filter((name) => !made.has(name));
  const behind = lags.length === 0 ? [] : [...orderColumns(task), ...lags.map(lagSource)];
  return [...new Set([...direct, ...behind])];
}

const lagSource = ({ lag }: { lag: { column: string } }) => lag.column;

const loosely = (name: string) => name.toLowerCase().replace(/[\s_.-]+/g, '');

function lack(lacking: readonly string[], names: readonly string[], why: string): LoamError {
  const hints = lacking.flatMap((name) => {
    const near = names.find((other) => loosely(other) === loosely(name));
    return near === undefined ? [] : [`“${near}” is nearly “${name}”.`];
  });
  return new LoamError('columns-differ', {
    column: plainList([...lacking]),
    count: lacking.length,
    reason: [why, ...hints].join(' '),
  });
}

/** @throws LoamError `columns-differ` naming all that is missing */
export function mustFit(
  { columns }: DatasetManifest,
  task: Pick<TaskManifest, 'roles' | 'target'>,
  model: ReadingModel,
  by: readonly string[],
): void {
  const names = columns.map(({ schema }) => schema.name);
  const absent = (wanted: readonly string[]) => wanted.filter((name) => !names.includes(name));
  if (!names.includes(task.target)) {
    const why = `“${task.target}”, which is predicted, is not in it, so there is nothing to judge by.`;
    throw lack([task.target], names, why);
  }
  const unread = absent(readColumns(model, task));
  if (unread.length > 0) {
    const what = unread.length === 1 ? 'a column' : `${unread.length} columns`;
    throw lack(unread, names, `The data lacks ${what} that the model reads.`);
  }
  const uncut = absent(by);
  if (uncut.length > 0) throw lack(uncut, names, 'The data has no such column to make slices by.');
}
