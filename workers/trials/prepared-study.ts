/** A study with its task, its rows and its folds in memory. */
import { readTable } from '../../src/core/dataset/read-table';
import type { Table } from '../../src/core/dataset/types';
import { LoamError } from '../../src/core/errors';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import type { ObjectReader } from '../../src/core/ports';
import type { StudyManifest } from '../../src/core/study/types';
import { dealFolds } from '../../src/core/task/deal-folds';
import { foldKeys, foldTimes } from '../../src/core/task/fold-keys';
import type { Fold } from '../../src/core/task/folds';
import type { Lanes } from '../../src/core/task/parts/word-hash';
import { readTarget, type Target } from '../../src/core/task/target';
import type { TaskManifest } from '../../src/core/task/types';
import { columnOf } from '../../src/ml/preprocess/column-view';
import type { SharedData } from './contract';

export interface PreparedStudy {
  study: StudyManifest;
  task: TaskManifest;
  table: Table;
  parts: Uint8Array;
  keys: Lanes;
  target: Target;
  folds: Fold[];
}

/**
 * @param given what another worker has read; default: it is read here
 * @throws LoamError `fold-empty`, `object-missing`, `object-damaged`, `newer-data`, `cancelled`
 */
export async function prepareStudy(
  objects: ObjectReader,
  link: Link,
  given: SharedData | null,
  signal: AbortSignal,
): Promise<PreparedStudy> {
  const study = await readManifest(objects, link, 'loam.study/1');
  const task = await readManifest(objects, study.task, 'loam.task/1');
  const { table, parts, keys } = given ? fromShared(given) : await read(objects, task, signal);
  if (parts.length !== table.rows) {
    throw new LoamError('object-damaged', { what: 'parts', reason: 'another number of rows' });
  }
  const target = readTarget(columnOf(table, task.target), task.kind, task.classes);
  const times = foldTimes(task, table);
  const folds = dealFolds({ plan: study.folds, parts, target, keys, times });
  return { study, task, table, parts, keys, target, folds };
}

type Data = Pick<PreparedStudy, 'table' | 'parts' | 'keys'>;

async function read(objects: ObjectReader, task: TaskManifest, signal: AbortSignal): Promise<Data> {
  const dataset = await readManifest(objects, task.dataset, 'loam.dataset/1');
  const table = await readTable(dataset, objects, { signal });
  const parts = await objects.get(linkDigest(task.parts));
  return { table, parts, keys: foldKeys(task, table) };
}

function fromShared({ rows, columns, parts, keys }: SharedData): Data {
  return { table: { rows, columns }, parts, keys };
}
