/** Which rows of one task a model has learnt from, whatever task it learnt them in. */
import { readTable } from '../../src/core/dataset/read-table';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import { rowKeys } from '../../src/core/task/row-keys';
import { PART_CODE, type Part, type TaskManifest } from '../../src/core/task/types';
import type { WorkspaceStore } from '../../src/storage';
import type { ComparedModel } from './compare-contract';

/**
 * 1 per row of the task's dataset version that the model was fitted to. Rows of another version of the data are known
 * by their content, in the columns that both have.
 * @throws LoamError `cancelled`
 */
export async function learntRows(
  store: Pick<WorkspaceStore, 'objects'>,
  taskLink: Link,
  task: TaskManifest,
  { learntFrom, validationToo, unseen }: ComparedModel,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  // Such answers are those of models that had not seen the row.
  if (learntFrom === null || unseen?.type === 'out-of-fold') return null;
  const own =
    learntFrom === taskLink ? task : await readManifest(store.objects, learntFrom, 'loam.task/1');
  const among = validationToo ? (['train', 'validation'] as const) : (['train'] as const);
  return rowsAmong(store, own, among, task.dataset, signal);
}

/**
 * 1 per row of a dataset version that a task has dealt to one of these parts. Rows of another version of the data are
 * known by their content, in the columns that both have.
 * @throws LoamError `cancelled`
 */
export async function rowsAmong(
  store: Pick<WorkspaceStore, 'objects'>,
  own: TaskManifest,
  among: readonly Part[],
  dataset: Link,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const codes = new Set<number>(among.map((part) => PART_CODE[part]));
  const parts = await store.objects.get(linkDigest(own.parts));
  const are = Uint8Array.from(parts, (part) => (codes.has(part) ? 1 : 0));
  if (own.dataset === dataset) return are;
  const [there, here] = await Promise.all(
    [own.dataset, dataset].map((link) => readManifest(store.objects, link, 'loam.dataset/1')),
  );
  const names = new Set(there!.columns.map(({ schema }) => schema.name));
  const content = here!.columns.map(({ schema }) => schema.name).filter((name) => names.has(name));
  const keysOf = async (manifest: NonNullable<typeof here>) => {
    const table = await readTable(manifest, store.objects, { columns: content, signal });
    const { high, low } = rowKeys(table, { seed: 0, content });
    return Array.from(high, (h, i) => h * 2097152 + (low[i]! >>> 11));
  };
  const known = new Set((await keysOf(there!)).filter((_, row) => are[row] === 1));
  return Uint8Array.from(await keysOf(here!), (key) => (known.has(key) ? 1 : 0));
}
