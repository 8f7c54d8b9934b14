/** Which rows of labelled data a model may be judged on. */
import { readTable } from '../../src/core/dataset/read-table';
import type { DatasetManifest } from '../../src/core/dataset/types';
import type { DataQuestion, LeftOut } from '../../src/core/evaluation/data-evaluation';
import { readTarget, type Target } from '../../src/core/task/target';
import type { Part, TaskManifest } from '../../src/core/task/types';
import type { WorkspaceStore } from '../../src/storage';
import { rowsAmong } from './learnt-rows';

export function learntParts({ validationToo }: Pick<DataQuestion, 'validationToo'>): Part[] {
  return validationToo ? ['train', 'validation'] : ['train'];
}

/**
 * Row numbers, ascending, and how many rows do not count. A row is known by its content in the columns that both
 * datasets have.
 * @param learntIn the task that the model learnt in
 * @throws LoamError `target-missing` where numbers are predicted and the column holds none, `cancelled`
 */
export async function rowsToJudge(
  store: Pick<WorkspaceStore, 'objects'>,
  question: Pick<DataQuestion, 'dataset' | 'validationToo' | 'testOpened'>,
  learntIn: TaskManifest,
  manifest: DatasetManifest,
  signal: AbortSignal,
): Promise<{ rows: Uint32Array; leftOut: LeftOut }> {
  const { dataset, testOpened } = question;
  const learnt = await rowsAmong(store, learntIn, learntParts(question), dataset, signal);
  const sealed = testOpened ? null : await rowsAmong(store, learntIn, ['test'], dataset, signal);
  const columns = [learntIn.target];
  const whole = await readTable(manifest, store.objects, { columns, signal });
  const labelled = isLabelled(readTarget(whole.columns[0]!, learntIn.kind, learntIn.classes));
  const leftOut = { learnt: 0, sealed: 0, unlabelled: 0 };
  const left: number[] = [];
  for (let row = 0; row < whole.rows; row++) {
    if (learnt[row] === 1) leftOut.learnt++;
    else if (sealed?.[row] === 1) leftOut.sealed++;
    else if (!labelled(row)) leftOut.unlabelled++;
    else left.push(row);
  }
  return { rows: Uint32Array.from(left), leftOut };
}

function isLabelled(target: Target): (row: number) => boolean {
  return target.type === 'classes'
    ? (row) => target.codes[row]! >= 0
    : (row) => !Number.isNaN(target.values[row]!);
}
