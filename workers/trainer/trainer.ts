/**
 * Runs one recipe for the app: reads recipe, task, parts and columns from the object store by itself,
 * trains, keeps checkpoints, and stores what was learnt under the caller's lease. A recipe that cannot be
 * trained is a failed outcome with its code; only storage errors are thrown.
 */
import { readTable } from '../../src/core/dataset/read-table';
import { isLoamError, LoamError, toLoamError, type ErrorCode } from '../../src/core/errors';
import { readJson, readManifest, readRecipe } from '../../src/core/formats/read-manifest';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import { deviceOf } from '../../src/core/log/device';
import type { Environment } from '../../src/core/log/environment';
import type { EngineChoice, Resumption } from '../../src/core/log/types';
import type { Hash, ObjectReader, ObjectWriter } from '../../src/core/ports';
import { checkRecipe } from '../../src/core/recipe/check';
import type { TrainableRecipe } from '../../src/core/recipe/types';
import { wordOf } from '../../src/core/shape/check';
import { LOAM_VERSION } from '../../src/core/version';
import type { EngineProvider } from '../../src/ml/engine/engine';
import { columnsOfTraining } from '../../src/ml/train/columns-of-training';
import type { TrainEffects } from '../../src/ml/train/train-session';
import { isLearntByFolds } from '../../src/core/recipe/refinements-of';
import type { CurveValues, RecipeEvent, RecipeResult } from '../../src/ml/train/recipe-result';
import { trainRefined, type RefinedResult } from '../../src/ml/train/train-refined';
import type { Checkpoints, LocalSettings } from '../../src/storage';
import type { CallContext, TrainerApi, TrainEvent, TrainRequest, TrainResult } from '../contract';
import { askCage } from './ask-cage';
import { choiceMemory } from './choice-memory';
import { FRESH, goOn, keeping, type GoingOn } from './going-on';
import { failure, storeResult, type StoredResult } from './store-result';

/** What the trainer needs of a workspace. */
export interface TrainerStore {
  objects: ObjectReader;
  checkpoints: Checkpoints;
  local: LocalSettings;
  writer(leaseId: string): ObjectWriter;
  close(): void;
}

export interface TrainerEffects extends TrainEffects {
  openStore(workspace: string): Promise<TrainerStore>;
  /** @param module compiled code that engines of ours run in place of their own; null leaves them theirs */
  providers(module: Uint8Array | null): EngineProvider[];
  hash: Hash;
  tfjsVersion(): Promise<string>;
  userAgent: string;
  /** Logical processors; 0 where that is not known. */
  cores: number;
  /** What matters to engines, see `Environment.flags`. */
  flags(gpu: boolean): Promise<string[]>;
}

const NO_ENGINE: EngineChoice = { backend: 'none', why: 'Nothing was trained.', measured: [] };

/** Errors that say something about the recipe or the engine, and so end a run as an outcome. */
const REFUSALS: readonly ErrorCode[] = [
  'part-empty',
  'part-lacks-class',
  'folds-lack-class',
  'fold-empty',
  'no-features',
  'columns-differ',
  'target-missing',
  'recipe-invalid',
  'code-not-approved',
  'engine-unavailable',
  'engine-lost',
  'out-of-memory',
  'interrupted',
];

type Context = CallContext<TrainEvent>;

/** What is known of one training so far, for its end, whichever that is. */
interface Progress {
  engine: EngineChoice;
  goingOn: GoingOn;
  seconds(): number;
}

export class Trainer implements TrainerApi {
  readonly #choices = new Map<string, EngineChoice>();

  constructor(private readonly effects: TrainerEffects) {}

  prepare: TrainerApi['prepare'] = async ({ workspace }) => {
    (await this.effects.openStore(workspace)).close();
  };

  train: TrainerApi['train'] = async (request, context) => {
    const store = await this.effects.openStore(request.workspace);
    try {
      return await this.#run(store, request, context);
    } finally {
      store.close();
    }
  };

  async #run(store: TrainerStore, request: TrainRequest, context: Context): Promise<TrainResult> {
    const { now } = this.effects;
    const started = now();
    const progress: Progress = {
      engine: NO_ENGINE,
      goingOn: FRESH,
      seconds: () => progress.goingOn.seconds + (now() - started) / 1000,
    };
    const finish = async (stored: StoredResult, result: RecipeResult | null) => {
      const { outcome, model, module } = stored;
      const { engine, goingOn, seconds } = progress;
      const environment = await this.#environment(engine, module, result);
      const { resumed } = goingOn;
      return { outcome, model, engine, environment, seconds: seconds(), resumed };
    };
    try {
      const result = await this.#train(store, request, context, progress);
      progress.engine = result.engine;
      return await finish(await storeResult(result, store.writer(request.lease)), result);
    } catch (error) {
      const problem = asTrainingError(error);
      if (problem.code === 'cancelled') {
        const outcome = { type: 'cancelled', model: null, curves: null, epochs: 0 } as const;
        return finish({ outcome, model: null, module: null }, null);
      }
      if (!REFUSALS.includes(problem.code)) throw problem;
      return finish({ outcome: failure(problem, null, 0), model: null, module: null }, null);
    }
  }

  async #train(
    { objects, checkpoints, local }: TrainerStore,
    { recipe: link, run, as, cage }: TrainRequest,
    context: Context,
    progress: Progress,
  ): Promise<RefinedResult> {
    const { effects } = this;
    if (run?.again) {
      progress.goingOn = await goOn(checkpoints, run.id, link, effects.hash);
      const { from, resumed } = progress.goingOn;
      const last = resumed.at(-1);
      if (last) context.progress(resumedEvent(last, from?.training?.curves));
    }
    context.progress({ type: 'stage', label: 'Reading columns' });
    const { signal } = context;
    const recorded = await readSound(objects, link);
    const recipe = madeAs(recorded, as?.engine);
    const task = await readManifest(objects, recipe.task, 'loam.task/1');
    const [dataset, parts] = await Promise.all([
      readManifest(objects, task.dataset, 'loam.dataset/1'),
      objects.get(linkDigest(task.parts)),
    ]);
    // Folds are dealt by what rows hold.
    const columns = isLearntByFolds(recipe) ? {} : { columns: columnsOfTraining(recipe, task) };
    const table = await readTable(dataset, objects, { ...columns, signal });
    const module = as?.module ? await objects.get(linkDigest(as.module)) : null;
    const result = await trainRefined(
      { recipe, task, table, parts },
      effects.providers(module),
      {
        signal,
        progress(event) {
          if (event.type === 'engine') progress.engine = event.engine;
          context.progress(toTrainEvent(event), event.type === 'epoch');
        },
        from: progress.goingOn.from,
        ...(run && { checkpoint: keeping(checkpoints, run.id, link, { ...effects, ...progress }) }),
      },
      {
        now: effects.now,
        pause: effects.pause,
        choices: choiceMemory(this.#choices, local, effects.userAgent),
        ...(cage && { fit: askCage(cage) }),
      },
    );
    if (as?.module && result.module?.digest !== linkDigest(as.module)) {
      const reason = 'it does not run the compiled code that the run names';
      throw new LoamError('engine-unavailable', { backend: result.engine.backend, reason });
    }
    return result;
  }

  async #environment(
    { backend }: EngineChoice,
    module: Link | null,
    result: RecipeResult | null,
  ): Promise<Environment> {
    const { tfjsVersion, userAgent, cores, flags } = this.effects;
    const ours = backend === 'exact' || backend === 'fast';
    const gpu = backend === 'webgpu' || backend === 'webgl';
    return {
      loam: LOAM_VERSION,
      tfjs: ours || backend === 'none' ? null : await tfjsVersion(),
      mode: ours ? backend : 'other',
      module,
      threads: result?.module?.threads ?? 1,
      flags: await flags(gpu),
      adapter: result?.adapter ?? null,
      userAgent,
      device: deviceOf(userAgent, cores),
    };
  }
}

function resumedEvent(at: Resumption, curves: CurveValues | undefined): TrainEvent {
  const { train = [], validation = [], metricValidation = [] } = curves ?? {};
  return { type: 'resumed', ...at, train, validation, metricValidation };
}

function toTrainEvent(event: RecipeEvent): TrainEvent {
  if (event.type !== 'epoch') return event;
  const { epoch, epochs, train, validation, secondsLeft } = event.report;
  return { type: 'epoch', epoch, epochs, train, validation, metric: event.metric, secondsLeft };
}

/** A recipe that cannot run is told which field is wrong; of other manifests it is enough to know that one is. */
async function readSound(objects: ObjectReader, link: Link): Promise<TrainableRecipe> {
  const format = wordOf(await readJson(objects, link), 'format') ?? '';
  if (['loam.recipe/1', 'loam.recipe/2', 'loam.recipe/4'].includes(format)) {
    checkRecipe((await readJson(objects, link)) as TrainableRecipe);
  }
  const recipe = await readRecipe(objects, link);
  if (recipe.format !== 'loam.recipe/3') return recipe;
  const reason = 'a model made elsewhere cannot be trained here: how it was trained is not known';
  throw new LoamError('recipe-invalid', { field: 'model.kind', reason });
}

/** On the engine that it was made on before, whatever its policy says. */
function madeAs(
  recipe: TrainableRecipe,
  engine: EngineChoice['backend'] | undefined,
): TrainableRecipe {
  if (recipe.format === 'loam.recipe/2') return recipe;
  if (!engine || engine === 'none' || engine === 'cage' || engine === 'imported') return recipe;
  return { ...recipe, engine };
}

/** Allocation failures come as RangeErrors from arrays and as plain errors from WebAssembly. */
function asTrainingError(error: unknown): LoamError {
  const message = error instanceof Error ? error.message : String(error);
  const memory = /allocation failed|out of memory|invalid (typed )?array length|memory access out/i;
  return !isLoamError(error) && memory.test(message)
    ? new LoamError('out-of-memory', { message }, { cause: error })
    : toLoamError(error);
}
