/** A model version with what it came from, as far as this workspace has it. */
import { readRecipe } from '../../core/formats/read-manifest';
import type { Brief } from '../../core/brief/types';
import { linkDigest } from '../../core/hash/digest';
import type { DatasetRow, ExportRow, ModelRow } from '../../core/log/rows';
import type { Evaluation } from '../../core/evaluation/types';
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';
import type { Recipe } from '../../core/recipe/types';
import type { TaskManifest } from '../../core/task/types';
import type { ModelCard, CardEvaluation } from '../../deploy/model/types';
import type { LaterPredictor } from '../../ml/predict/later-predictor';
import { readyPredictor } from '../model-ready';
import type { WorkspaceContext } from '../workspace-context';
import { evaluateVersion } from './evaluate-version';
import { loadCard } from './load-card';
import { loadBrief } from './save-brief';
import { loadRun, type LoadedRun } from './load-run';

export interface LoadedModel {
  row: ModelRow;
  manifest: ModelManifest;
  preprocessing: FittedPreprocessing;
  weights: Uint8Array | null;
  predictor: LaterPredictor;
  recipe: Recipe;
  task: TaskManifest;
  run: LoadedRun | null;
  dataset: DatasetRow | null;
  /** What an exported page brought along with the model; null for a model saved here. */
  card: ModelCard | null;
  /** Test where it was opened, else validation, else null. */
  evaluation: Evaluation | null;
  /** The evaluation, or what the card says of one. */
  judged: CardEvaluation | null;
  /** Why it is wanted: written here, or on the card that it came with. */
  brief: Brief | null;
  versions: ModelRow[];
  exports: ExportRow[];
}

/** A version with a threshold of its own is judged by that, not as its run was. */
async function evaluationOf(
  session: WorkspaceContext,
  { model }: ModelRow,
  run: LoadedRun | null,
): Promise<Evaluation | null> {
  const judged = run?.test ?? run?.validation ?? null;
  if (!run || !judged || judged.model === model) return judged;
  return run.dataset ? evaluateVersion(session, model, run.row) : null;
}

/** Null where the model is not in this workspace. */
export async function loadModel(
  session: WorkspaceContext,
  id: string,
): Promise<LoadedModel | null> {
  const { store } = session;
  const row = await store.get('models', id);
  if (!row) return null;
  const manifest = await session.json(row.model, 'loam.model');
  const recipe = await readRecipe(store.objects, row.recipe);
  const task = await session.json(recipe.task, 'loam.task/1');
  const [preprocessing, weights, versions, exports, [dataset]] = await Promise.all([
    session.json(manifest.preprocessing, 'loam.preprocessing'),
    manifest.weights ? store.objects.get(linkDigest(manifest.weights)) : null,
    store.find('models', 'name', row.name),
    store.find('exports', 'model', row.model),
    store.find('datasets', 'manifest', task.dataset),
  ]);
  const run = row.run ? await loadRun(session, row.run) : null;
  const card = row.card ? await loadCard(store.objects, row.card) : null;
  const brief = dataset ? await loadBrief(session, dataset.name, task.target) : null;
  const evaluation = await evaluationOf(session, row, run);
  return {
    row,
    manifest,
    preprocessing,
    weights,
    predictor: await readyPredictor(manifest, preprocessing, weights, session.effects),
    recipe,
    task,
    run,
    dataset: dataset ?? null,
    card,
    evaluation,
    judged: evaluation ?? card?.evaluation ?? null,
    brief: brief ?? card?.brief ?? null,
    versions,
    exports,
  };
}
