/** The folds of a task, fitted to its rows; core/task/FOLDS.md section 5. */
import { readTable } from '../../src/core/dataset/read-table';
import type { DatasetManifest } from '../../src/core/dataset/types';
import { isLoamError } from '../../src/core/errors';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import type { ObjectReader } from '../../src/core/ports';
import { dealFolds } from '../../src/core/task/deal-folds';
import { defaultFolds, type DealtRows } from '../../src/core/task/default-folds';
import { foldKeys, foldTimes } from '../../src/core/task/fold-keys';
import type { FoldPlan } from '../../src/core/task/folds';
import { unitsOf } from '../../src/core/task/parts/units';
import { readTarget } from '../../src/core/task/target';
import { PART_CODE, type TaskManifest } from '../../src/core/task/types';
import { columnOf } from '../../src/ml/preprocess/column-view';

/** Rows of so many, each its own unit, are units enough: nobody need count them. */
const PLENTY = 2000;

interface AskedWindows {
  windows?: number | undefined;
  /** Milliseconds; read beside `windows` only. */
  ahead?: number | undefined;
}

/**
 * Null where the rows make no two folds, or by time not the windows that were asked for: so many, or so many of a length. Reads all columns only where the rows are few or of groups.
 * @throws LoamError what reading throws
 */
export async function planFolds(
  objects: ObjectReader,
  link: Link,
  { windows, ahead, signal }: AskedWindows & { signal: AbortSignal },
): Promise<FoldPlan | null> {
  const task = await readManifest(objects, link, 'loam.task/1');
  const { rule, counts } = task;
  if (rule.by !== 'time' && rule.key !== 'group' && counts.train + counts.validation >= PLENTY) {
    return defaultFolds(task);
  }
  const dataset = await readManifest(objects, task.dataset, 'loam.dataset/1');
  const columns = rule.by === 'time' ? { columns: columnsByTime(task, dataset) } : {};
  const table = await readTable(dataset, objects, { ...columns, signal });
  const parts = await objects.get(linkDigest(task.parts));
  const target = readTarget(columnOf(table, task.target), task.kind, task.classes);
  if (rule.by === 'time') {
    const times = foldTimes(task, table);
    if (!times) return null;
    const plan: FoldPlan =
      windows === undefined || ahead === undefined
        ? defaultFolds(task, { by: 'time', parts, times, target }, windows)
        : { by: 'time', count: windows, horizon: ahead };
    const input = { plan, parts, target, times, keys: { high: NONE, low: NONE } };
    return dealt(() => dealFolds(input)) ? plan : null;
  }
  const keys = foldKeys(task, table);
  const include = Uint8Array.from(parts, (part) =>
    part === PART_CODE.train || part === PART_CODE.validation ? 1 : 0,
  );
  const known: DealtRows = { by: 'key', units: unitsOf(keys, include).count };
  const plan = defaultFolds(task, known);
  return dealt(() => dealFolds({ plan, parts, target, keys })) ? plan : null;
}

/** By time no keys are read. */
const NONE = new Uint32Array(0);

function dealt(deal: () => unknown): boolean {
  try {
    deal();
    return true;
  } catch (error) {
    if (isLoamError(error, 'fold-empty')) return false;
    throw error;
  }
}

/** The target, and whichever column `foldTimes` takes. */
export function columnsByTime(
  { roles, target }: TaskManifest,
  { columns }: DatasetManifest,
): string[] {
  const dates = new Set(
    columns.filter(({ schema }) => schema.type === 'datetime').map(({ schema }) => schema.name),
  );
  const may = roles.filter(
    ({ column, role }) => role === 'time' || (role === 'feature' && dates.has(column)),
  );
  return [...new Set([...may.map(({ column }) => column), target])];
}
