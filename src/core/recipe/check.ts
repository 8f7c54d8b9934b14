/** Refuses recipes that cannot run, naming the field. Recipes may come from files and cells: trust nothing. */
import { isLoamError } from '../errors';
import { isLink } from '../hash/digest';
import { planNetwork } from '../network/plan';
import { checkCode } from './check-code';
import { checkImported } from './check-imported';
import { ACTIVATIONS, checkLayer } from './check-layer';
import { inRange, invalid, isWhole, listed, need, oneOf } from './need';
import { checkRefinements, checkUnrefinedSteps } from './check-refinements';
import { checkStep } from './check-step';
import { isTreeModel } from './tree-model';
import type {
  CodeRecipe,
  EngineRecipe,
  ModelSpec,
  Recipe,
  TrainableRecipe,
  TrainerSettings,
  TreeGrowth,
} from './types';

/** @throws LoamError `recipe-invalid` with `field` (a path such as `trainer.batch`) and `reason` */
export function checkRecipe(recipe: Recipe): void {
  need(typeof recipe === 'object' && recipe !== null, 'recipe', 'must be an object');
  need(
    oneOf(recipe.format, ['loam.recipe/1', 'loam.recipe/2', 'loam.recipe/3', 'loam.recipe/4']),
    'format',
    'must be loam.recipe/1 to loam.recipe/4',
  );
  need(recipe.semantics === 1, 'semantics', 'must be 1');
  need(isLink(recipe.task), 'task', 'must be a link');
  if (recipe.format === 'loam.recipe/3') checkImported(recipe);
  else checkTrainable(recipe);
}

function checkTrainable(recipe: TrainableRecipe): void {
  need(isWhole(recipe.seed, 0, Number.MAX_SAFE_INTEGER), 'seed', 'must be an integer, 0 or more');
  if (recipe.format === 'loam.recipe/2') checkByCode(recipe);
  else checkEngine(recipe);
  if (recipe.format === 'loam.recipe/4') checkRefinements(recipe);
  else checkUnrefinedSteps(recipe.preprocessing);
  need(oneOf(recipe.targetScale, ['standard', 'none']), 'targetScale', 'must be standard or none');
  checkModel(recipe.model);
  checkTrainer(recipe.trainer);
  need(Array.isArray(recipe.preprocessing), 'preprocessing', 'must be a list');
  recipe.preprocessing.forEach((step, i) => checkStep(step, `preprocessing.${i}`));
  if (!isTreeModel(recipe.model)) {
    const kept = recipe.preprocessing.findIndex((s) => s.step === 'numeric' && s.impute === 'keep');
    if (kept >= 0) invalid(`preprocessing.${kept}.impute`, 'may be keep for trees only');
  }
  const columns = recipe.preprocessing.map(({ column }) => column);
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) invalid('preprocessing', `has two steps for ${twice}`);
}

function checkEngine({ engine }: EngineRecipe): void {
  need(
    oneOf(engine, ['auto', 'exact', 'fast', 'webgpu', 'webgl', 'wasm', 'cpu']),
    'engine',
    'must be auto, exact, fast, webgpu, webgl, wasm or cpu',
  );
}

function checkByCode({ engine, model, code }: CodeRecipe): void {
  need(engine === 'cage', 'engine', 'must be cage: code runs nowhere else');
  need(model.kind === 'layers', 'model.kind', 'must be layers: code learns a network of layers');
  checkCode(code);
}

/** As `checkRecipe`, for who need not know what is wrong. */
export function isRunnable(recipe: Recipe): boolean {
  try {
    checkRecipe(recipe);
    return true;
  } catch (error) {
    if (isLoamError(error, 'recipe-invalid')) return false;
    throw error;
  }
}

function checkModel(model: ModelSpec): void {
  need(typeof model === 'object' && model !== null, 'model', 'must be an object');
  switch (model.kind) {
    case 'baseline':
      return;
    case 'linear':
      return need(inRange(model.l2, 0, 1e6), 'model.l2', 'must be 0 or more');
    case 'mlp': {
      const { hidden, activation, l2, dropout } = model;
      need(Array.isArray(hidden), 'model.hidden', 'must be a list');
      need(hidden.length >= 1 && hidden.length <= 8, 'model.hidden', 'must have 1 to 8 layers');
      need(
        hidden.every((units) => isWhole(units, 1, 4096)),
        'model.hidden',
        'layers must have 1 to 4,096 units',
      );
      need(oneOf(activation, ACTIVATIONS), 'model.activation', `must be ${listed(ACTIVATIONS)}`);
      need(inRange(l2, 0, 1e6), 'model.l2', 'must be 0 or more');
      return need(inRange(dropout, 0, 0.9), 'model.dropout', 'must be from 0 to 0.9');
    }
    case 'layers':
      return checkLayersModel(model);
    case 'trees':
      need(
        oneOf(model.loss, ['squared', 'absolute', 'quantile', 'poisson']),
        'model.loss',
        'must be squared, absolute, quantile or poisson',
      );
      need(inRange(model.quantile, 0.001, 0.999), 'model.quantile', 'must be from 0.001 to 0.999');
      need(inRange(model.l2, 0, 1e6), 'model.l2', 'must be 0 or more');
      need(Array.isArray(model.monotone), 'model.monotone', 'must be a list');
      model.monotone.forEach(({ column, direction }, i) => {
        need(typeof column === 'string', `model.monotone.${i}.column`, 'must be a name');
        need(oneOf(direction, [1, -1]), `model.monotone.${i}.direction`, 'must be 1 or -1');
      });
      return checkGrowth(model);
    case 'forest':
      return checkGrowth(model);
    default:
      return invalid('model.kind', 'must be baseline, linear, mlp, layers, trees or forest');
  }
}

function isAxis(n: unknown): boolean {
  return isWhole(n, 1, 1e7);
}

function checkLayersModel(model: Extract<ModelSpec, { kind: 'layers' }>): void {
  const { input, layers, loss, l1, l2, clip } = model;
  need(
    input === null ||
      (Array.isArray(input) && input.length >= 1 && input.length <= 3 && input.every(isAxis)),
    'model.input',
    'must be 1 to 3 whole numbers from 1, or left open',
  );
  need(Array.isArray(layers), 'model.layers', 'must be a list');
  need(layers.length <= 64, 'model.layers', 'must have at most 64 layers');
  layers.forEach((layer, i) => checkLayer(layer, `model.layers.${i}`));
  planNetwork({ input: input ?? [1], layers, outputs: 1 });
  need(
    oneOf(loss, ['squared', 'absolute', 'huber']),
    'model.loss',
    'must be squared, absolute or huber',
  );
  need(inRange(l1, 0, 1e6), 'model.l1', 'must be 0 or more');
  need(inRange(l2, 0, 1e6), 'model.l2', 'must be 0 or more');
  need(clip === null || inRange(clip, 1e-9, 1e9), 'model.clip', 'must be above 0, or off');
}

function checkGrowth(growth: TreeGrowth): void {
  const { leaves, depth, leastRows, rowShare, columnShare, bins } = growth;
  need(isWhole(leaves, 2, 4096), 'model.leaves', 'must be from 2 to 4,096');
  need(depth === null || isWhole(depth, 1, 64), 'model.depth', 'must be from 1 to 64, or off');
  need(isWhole(leastRows, 1, 1e6), 'model.leastRows', 'must be a whole number from 1');
  need(inRange(rowShare, 0.01, 1), 'model.rowShare', 'must be from 0.01 to 1');
  need(inRange(columnShare, 0.01, 1), 'model.columnShare', 'must be from 0.01 to 1');
  need(isWhole(bins, 2, 255), 'model.bins', 'must be from 2 to 255');
}

function checkTrainer(trainer: TrainerSettings): void {
  need(typeof trainer === 'object' && trainer !== null, 'trainer', 'must be an object');
  need(
    oneOf(trainer.optimiser, ['sgd', 'momentum', 'rmsprop', 'adam', 'adamw']),
    'trainer.optimiser',
    'must be sgd, momentum, rmsprop, adam or adamw',
  );
  need(
    inRange(trainer.learningRate, 1e-12, 1e6),
    'trainer.learningRate',
    'must be a number above 0, at most 1,000,000',
  );
  need(isWhole(trainer.batch, 1, 1e6), 'trainer.batch', 'must be a whole number from 1');
  need(isWhole(trainer.epochs, 1, 1e5), 'trainer.epochs', 'must be a whole number from 1');
  need(
    trainer.patience === null || isWhole(trainer.patience, 1, 1e5),
    'trainer.patience',
    'must be a whole number from 1, or off',
  );
  need(
    oneOf(trainer.classWeights, ['none', 'balanced']),
    'trainer.classWeights',
    'must be none or balanced',
  );
}
