/**
 * Judges a model version on labelled data that is no part of its task. What was judged before is read, and whatever is
 * cancelled leaves nothing.
 */
import {
  dataEvaluationKey,
  sliceColumns,
  type DataEvaluation,
  type DataQuestion,
} from '../../core/evaluation/data-evaluation';
import { LoamError } from '../../core/errors';
import { readRecipe } from '../../core/formats/read-manifest';
import type { Link } from '../../core/hash/digest';
import type { RunRow } from '../../core/log/rows';
import { isLearntByFolds } from '../../core/recipe/refinements-of';
import type { WorkspaceContext } from '../workspace-context';
import type { WorkOptions } from './evaluate-run';
import { keptAnalysis } from './kept-analysis';

export interface AskedOfData {
  model: Link;
  /** That made it. */
  run: Pick<RunRow, 'id' | 'recipe' | 'task'>;
  /** Labelled data. */
  dataset: Link;
  /** Two classes, 0 to 1; null: the model's own. */
  threshold: number | null;
  /** Columns to make slices by, in any order. */
  by: readonly string[];
}

async function questionOf(
  { store, json }: WorkspaceContext,
  { model, run, dataset, threshold, by }: AskedOfData,
): Promise<DataQuestion> {
  const manifest = await json(model, 'loam.model');
  if (threshold !== null && manifest.kind !== 'binary') {
    const reason = 'is for models of two classes; this one decides by none';
    throw new LoamError('argument-invalid', { argument: 'threshold', reason });
  }
  const own = manifest.kind === 'binary' ? (manifest.threshold ?? 0.5) : null;
  return {
    model,
    task: run.task,
    dataset,
    threshold: threshold ?? own,
    by: sliceColumns(by),
    validationToo: isLearntByFolds(await readRecipe(store.objects, run.recipe)),
    testOpened: (await store.find('openings', 'run', run.id)).length > 0,
  };
}

/** @throws LoamError `columns-differ`, `nothing-to-judge`, `argument-invalid`, `cancelled` */
export async function evaluateOnData(
  session: WorkspaceContext,
  asked: AskedOfData,
  options: WorkOptions = {},
): Promise<DataEvaluation> {
  const question = await questionOf(session, asked);
  const key = dataEvaluationKey(question);
  const about = { kind: 'data-evaluation', key, of: question.model } as const;
  return keptAnalysis(session, about, async (lease) => {
    const request = { workspace: session.id, lease, ...question };
    const { evaluation, link } = await session.workers.analyst.call('judgeData', request, options);
    return { answer: evaluation, link };
  });
}
