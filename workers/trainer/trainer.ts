/**
 * Runs one recipe for the app: reads recipe, task, parts and columns from the object store by itself,
 * trains, and stores weights, preprocessing, model manifest and curves under the caller's lease. A recipe
 * that cannot be trained is a failed outcome with its code; only storage errors are thrown.
 */
import { readTable } from '../../src/core/dataset/read-table';
import type { TrainingCurves } from '../../src/core/evaluation/training-curves';
import { isLoamError, LoamError, toLoamError, type ErrorCode } from '../../src/core/errors';
import { expectFormat, readJson, readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, linkTo, type Link } from '../../src/core/hash/digest';
import { canonicalBytes } from '../../src/core/json/canonical';
import type { EngineChoice, Environment, RunOutcome } from '../../src/core/log/types';
import { explain } from '../../src/core/messages';
import type { ModelManifest } from '../../src/core/model/types';
import type { ObjectReader, ObjectWriter } from '../../src/core/ports';
import { checkRecipe } from '../../src/core/recipe/check';
import type { Recipe } from '../../src/core/recipe/types';
import { wordOf } from '../../src/core/shape/check';
import { LOAM_VERSION } from '../../src/core/version';
import type { EngineProvider } from '../../src/ml/engine/engine';
import { columnsOfTraining } from '../../src/ml/train/prepare';
import type { TrainEffects } from '../../src/ml/train/train-session';
import {
  trainRecipe,
  type CurveValues,
  type RecipeEvent,
  type RecipeResult,
  type TrainedModel,
} from '../../src/ml/train/train-recipe';
import type { CallContext, TrainerApi, TrainEvent, TrainResult } from '../contract';

/** What the trainer needs of a workspace. */
export interface TrainerStore {
  objects: ObjectReader;
  writer(leaseId: string): ObjectWriter;
  close(): void;
}

export interface TrainerEffects extends TrainEffects {
  openStore(workspace: string): Promise<TrainerStore>;
  providers: EngineProvider[];
  tfjsVersion: string;
  userAgent: string;
}

const NO_ENGINE: EngineChoice = { backend: 'none', why: 'Nothing was trained.', measured: [] };

/** Errors that say something about the recipe or the engine, and so end a run as an outcome. */
const REFUSALS: readonly ErrorCode[] = [
  'part-empty',
  'part-lacks-class',
  'no-features',
  'columns-differ',
  'target-missing',
  'recipe-invalid',
  'engine-unavailable',
  'engine-lost',
  'out-of-memory',
];

export class Trainer implements TrainerApi {
  constructor(private readonly effects: TrainerEffects) {}

  train: TrainerApi['train'] = async ({ workspace, lease, recipe }, context) => {
    const store = await this.effects.openStore(workspace);
    try {
      return await this.#run(store, store.writer(lease), recipe, context);
    } finally {
      store.close();
    }
  };

  async #run(
    { objects }: TrainerStore,
    writer: ObjectWriter,
    link: Link,
    context: CallContext<TrainEvent>,
  ): Promise<TrainResult> {
    const { effects } = this;
    const started = effects.now();
    let engine = NO_ENGINE;
    const finish = (
      outcome: RunOutcome,
      model: ModelManifest | null,
      adapter: string | null,
    ): TrainResult => ({
      outcome,
      model,
      engine,
      environment: this.#environment(adapter),
      seconds: (effects.now() - started) / 1000,
    });
    try {
      const result = await this.#train(objects, link, context, (choice) => (engine = choice));
      engine = result.engine;
      const stored = await storeResult(result, writer);
      return finish(stored.outcome, stored.model, result.adapter);
    } catch (error) {
      const problem = asTrainingError(error);
      if (isLoamError(problem, 'cancelled') && context.signal.aborted) {
        return finish({ type: 'cancelled', model: null, curves: null, epochs: 0 }, null, null);
      }
      if (!REFUSALS.includes(problem.code)) throw problem;
      return finish(failure(problem, null, 0), null, null);
    }
  }

  async #train(
    objects: ObjectReader,
    link: Link,
    { signal, progress }: CallContext<TrainEvent>,
    chosen: (engine: EngineChoice) => void,
  ): Promise<RecipeResult> {
    progress({ type: 'stage', label: 'Reading columns' });
    const recipe = await readRecipe(objects, link);
    const task = await readManifest(objects, recipe.task, 'loam.task/1');
    const dataset = await readManifest(objects, task.dataset, 'loam.dataset/1');
    const parts = await objects.get(linkDigest(task.parts));
    const columns = columnsOfTraining(recipe, task);
    const table = await readTable(dataset, objects, { columns, signal });
    const events = (event: RecipeEvent) => {
      if (event.type === 'engine') chosen(event.engine);
      progress(toTrainEvent(event));
    };
    const { providers } = this.effects;
    const input = { recipe, task, table, parts };
    return trainRecipe(input, providers, { signal, progress: events }, this.effects);
  }

  #environment(adapter: string | null): Environment {
    const { tfjsVersion, userAgent } = this.effects;
    return { loam: LOAM_VERSION, tfjs: tfjsVersion, userAgent, adapter };
  }
}

function toTrainEvent(event: RecipeEvent): TrainEvent {
  if (event.type !== 'epoch') return event;
  const { epoch, epochs, train, validation, secondsLeft } = event.report;
  return { type: 'epoch', epoch, epochs, train, validation, metric: event.metric, secondsLeft };
}

/** A recipe that cannot run is told which field is wrong; of other manifests it is enough to know that one is. */
async function readRecipe(objects: ObjectReader, link: Link): Promise<Recipe> {
  const value = await readJson(objects, link);
  if (wordOf(value, 'format') === 'loam.recipe/1') checkRecipe(value as Recipe);
  return expectFormat(value, 'loam.recipe/1', linkDigest(link));
}

/** Allocation failures come as RangeErrors from arrays and as plain errors from WebAssembly. */
function asTrainingError(error: unknown): LoamError {
  const message = error instanceof Error ? error.message : String(error);
  const memory = /allocation failed|out of memory|invalid (typed )?array length|memory access out/i;
  return !isLoamError(error) && memory.test(message)
    ? new LoamError('out-of-memory', { message }, { cause: error })
    : toLoamError(error);
}

function failure(problem: LoamError, curves: Link | null, epochs: number): RunOutcome {
  return { type: 'failed', code: problem.code, message: explain(problem).what, curves, epochs };
}

async function storeResult(
  { outcome, model, curves }: RecipeResult,
  writer: ObjectWriter,
): Promise<{ outcome: RunOutcome; model: ModelManifest | null }> {
  const curvesLink = await storeCurves(curves, writer);
  if (outcome.type === 'failed') {
    const problem = new LoamError(outcome.code, { epoch: outcome.epochs });
    return { outcome: failure(problem, curvesLink, outcome.epochs), model: null };
  }
  const stored = model && (await storeModel(model, writer));
  if (outcome.type === 'cancelled') {
    const { epochs } = outcome;
    return {
      outcome: { type: 'cancelled', model: stored?.link ?? null, curves: curvesLink, epochs },
      model: stored?.manifest ?? null,
    };
  }
  if (!stored || !curvesLink) throw new LoamError('internal', { message: 'no model to store' });
  const { weights } = stored.manifest;
  return {
    outcome: {
      ...outcome,
      model: stored.link,
      curves: curvesLink,
      weightHash: weights && linkDigest(weights),
    },
    model: stored.manifest,
  };
}

async function putJson(value: unknown, writer: ObjectWriter): Promise<Link> {
  return linkTo(await writer.put(canonicalBytes(value)));
}

async function storeCurves(values: CurveValues, writer: ObjectWriter): Promise<Link | null> {
  if (values.train.length === 0) return null;
  const curves: TrainingCurves = { format: 'loam.curves/1', ...values };
  return putJson(curves, writer);
}

async function storeModel(
  { manifest, preprocessing, weights }: TrainedModel,
  writer: ObjectWriter,
): Promise<{ manifest: ModelManifest; link: Link }> {
  const complete: ModelManifest = {
    ...manifest,
    preprocessing: await putJson(preprocessing, writer),
    weights: weights && linkTo(await writer.put(weights)),
  };
  return { manifest: complete, link: await putJson(complete, writer) };
}
