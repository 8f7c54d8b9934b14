/** Which judged rows stand among those that a model has learnt from, by the columns that it reads. */
import { readRows } from '../../src/core/dataset/read-table';
import type { DatasetManifest } from '../../src/core/dataset/types';
import { addWords, cellWords, sumKeys } from '../../src/core/evidence/row-sums';
import { sharedRows, type SharedRows } from '../../src/core/evidence/shared-rows';
import type { Watch } from '../../src/core/metrics/intervals/resample';
import type { ObjectReader } from '../../src/core/ports';
import { breathe } from '../../src/core/understand/judged-rows';

interface Rows {
  manifest: DatasetManifest;
  rows: Uint32Array;
}

/**
 * Of columns that both datasets have; where there are none, no row is equal to another.
 * @param columns that the model reads
 * @throws LoamError `cancelled`
 */
export async function sharedWithLearnt(
  objects: ObjectReader,
  learnt: Rows,
  judged: Rows,
  columns: readonly string[],
  watch: Watch,
): Promise<SharedRows> {
  const both = [learnt, judged].map(({ manifest }) => {
    const names = new Set(manifest.columns.map(({ schema }) => schema.name));
    return (name: string) => names.has(name);
  });
  const compared = columns.filter((name) => both.every((has) => has(name)));
  if (compared.length === 0) return { count: 0, different: 1 };
  const sums = [learnt, judged].map(({ rows }) => ({
    high: new Uint32Array(rows.length),
    low: new Uint32Array(rows.length),
  }));
  for (const [place, name] of compared.entries()) {
    await breathe(watch, place / compared.length);
    for (const [side, { manifest, rows }] of [learnt, judged].entries()) {
      const table = await readRows(manifest, objects, { indices: rows }, { columns: [name] });
      addWords(sums[side]!, cellWords(table.columns[0]!, place));
    }
  }
  await breathe(watch, 1);
  return sharedRows(sumKeys(sums[0]!), sumKeys(sums[1]!));
}
