/** Data that a model version could be judged on beside that of its task, and what came of it where it was. */
import type { DataEvaluation } from '../../core/evaluation/data-evaluation';
import type { Link } from '../../core/hash/digest';
import type { DatasetRow } from '../../core/log/rows';
import type { WorkspaceContext } from '../workspace-context';

export interface JudgedBefore {
  /** Of the record. */
  id: string;
  at: number;
  evaluation: DataEvaluation;
  /** Null where it was taken off the list. */
  dataset: DatasetRow | null;
}

export interface OtherData {
  /** Newest first. */
  datasets: DatasetRow[];
  /** Newest first. */
  judged: JudgedBefore[];
}

/** @param own the dataset version that its task deals into parts. @throws LoamError `object-missing`, `object-damaged` */
export async function loadOtherData(
  { store, json }: WorkspaceContext,
  { model, own }: { model: Link; own: Link },
): Promise<OtherData> {
  const all = await store.list('datasets');
  const byManifest = new Map(all.map((row) => [row.manifest, row]));
  const judged: JudgedBefore[] = [];
  for (const { id, at, kind, result } of await store.find('analyses', 'of', model)) {
    if (kind !== 'evaluation') continue;
    const evaluation = await json(result, 'loam.evaluation');
    if (evaluation.format !== 'loam.evaluation/2') continue;
    judged.push({ id, at, evaluation, dataset: byManifest.get(evaluation.dataset) ?? null });
  }
  return {
    datasets: all.filter(({ manifest }) => manifest !== own),
    judged: judged.sort((a, b) => b.at - a.at),
  };
}
