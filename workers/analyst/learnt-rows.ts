/** Which rows of one task a model has learnt from, whatever task it learnt them in. */
import { readTable } from '../../src/core/dataset/read-table';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import { rowKeys } from '../../src/core/task/row-keys';
import { PART_CODE, type TaskManifest } from '../../src/core/task/types';
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
  const parts = await store.objects.get(linkDigest(own.parts));
  const learnt = Uint8Array.from(parts, (part) =>
    part === PART_CODE.train || (validationToo && part === PART_CODE.validation) ? 1 : 0,
  );
  if (own.dataset === task.dataset) return learnt;
  const [there, here] = await Promise.all(
    [own.dataset, task.dataset].map((link) => readManifest(store.objects, link, 'loam.dataset/1')),
  );
  const names = new Set(there!.columns.map(({ schema }) => schema.name));
  const content = here!.columns.map(({ schema }) => schema.name).filter((name) => names.has(name));
  const keysOf = async (manifest: NonNullable<typeof here>) => {
    const table = await readTable(manifest, store.objects, { columns: content, signal });
    const { high, low } = rowKeys(table, { seed: 0, content });
    return Array.from(high, (h, i) => h * 2097152 + (low[i]! >>> 11));
  };
  const known = new Set((await keysOf(there!)).filter((_, row) => learnt[row] === 1));
  return Uint8Array.from(await keysOf(here!), (key) => (known.has(key) ? 1 : 0));
}
