/** Everything that the screens of a run and of a model show, read from the store by links. */
import { readRecipe } from '../../core/formats/read-manifest';
import type { DatasetRow, ModelRow, OpeningRow, RunRow } from '../../core/log/rows';
import type { TrainingCurves } from '../../core/evaluation/training-curves';
import type { Evaluation } from '../../core/evaluation/types';
import type { ModelManifest } from '../../core/model/types';
import type { Recipe } from '../../core/recipe/types';
import type { TaskManifest } from '../../core/task/types';
import type { WorkspaceContext } from '../workspace-context';

export interface LoadedRun {
  row: RunRow;
  recipe: Recipe;
  task: TaskManifest;
  curves: TrainingCurves | null;
  model: ModelManifest | null;
  validation: Evaluation | null;
  test: Evaluation | null;
  /** Null where the data did not come with the workspace (an exported page carries none). */
  dataset: DatasetRow | null;
  openings: OpeningRow[];
  models: ModelRow[];
}

/** Null where the run is not in this workspace. */
export async function loadRun(session: WorkspaceContext, id: string): Promise<LoadedRun | null> {
  const { store } = session;
  const row = await store.get('runs', id);
  if (!row) return null;
  const recipe = await readRecipe(store.objects, row.recipe);
  const outcome = row.outcome;
  const curvesLink = outcome?.curves ?? null;
  const modelLink = outcome && outcome.type !== 'failed' ? outcome.model : null;
  const task = await session.json(row.task, 'loam.task/1');
  const [curves, model, validation, test, [dataset], openings, models] = await Promise.all([
    curvesLink ? session.json(curvesLink, 'loam.curves/1') : null,
    modelLink ? session.json(modelLink, 'loam.model') : null,
    row.validation ? session.json(row.validation.evaluation, 'loam.evaluation/1') : null,
    row.test ? session.json(row.test.evaluation, 'loam.evaluation/1') : null,
    store.find('datasets', 'manifest', task.dataset),
    store.find('openings', 'task', row.task),
    store.find('models', 'run', id),
  ]);
  return {
    row,
    recipe,
    task,
    curves,
    model,
    validation,
    test,
    dataset: dataset ?? null,
    openings,
    models,
  };
}
