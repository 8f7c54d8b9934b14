/** The guess for a dataset version: from its rows, or a sample of them, and its profile. */
import { readRows, readTable } from '../../src/core/dataset/read-table';
import type { DatasetProfile, Table } from '../../src/core/dataset/types';
import { readManifest } from '../../src/core/formats/read-manifest';
import type { Link } from '../../src/core/hash/digest';
import { guessTask, type GuessOptions } from '../../src/core/task/guess-task';
import { rowKeys } from '../../src/core/task/row-keys';
import type { TaskGuess } from '../../src/core/task/types';
import type { WorkspaceStore } from '../../src/storage';
import type { CallContext, Progress } from '../contract';
import { sampleRows } from './sample-rows';

/** More rows than these hardly change what is guessed. */
const MOST_ROWS = 50_000;

export type GuessStore = Pick<WorkspaceStore, 'objects' | 'find'>;

/** What guessing needs where no profile was saved with the dataset version. */
function profileFrom(table: Table, rows: number): DatasetProfile {
  const { high, low } = rowKeys(table, { seed: 0 });
  const seen = new Set<number>();
  for (let i = 0; i < table.rows; i++) seen.add(high[i]! * 2097152 + (low[i]! >>> 11));
  return { format: 'loam.profile/1', rows, duplicateRows: table.rows - seen.size, columns: [] };
}

export async function guessFor(
  store: GuessStore,
  dataset: Link,
  options: GuessOptions,
  { signal, progress }: CallContext<Progress>,
): Promise<TaskGuess> {
  progress({ done: 0, label: 'Reading columns' });
  const manifest = await readManifest(store.objects, dataset, 'loam.dataset/1');
  const table =
    manifest.rows <= MOST_ROWS
      ? await readTable(manifest, store.objects, { signal })
      : await readRows(
          manifest,
          store.objects,
          { indices: sampleRows(manifest.rows, MOST_ROWS) },
          { signal },
        );
  progress({ done: 0.7, label: 'Looking at the columns' });
  const [saved] = await store.find('datasets', 'manifest', dataset);
  const profile = saved
    ? await readManifest(store.objects, saved.profile, 'loam.profile/1')
    : profileFrom(table, manifest.rows);
  return guessTask(table, profile, options);
}
