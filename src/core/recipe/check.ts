/** Refuses recipes that cannot run, naming the field. Recipes may come from files and cells: trust nothing. */
import { isLoamError, LoamError } from '../errors';
import { isLink } from '../hash/digest';
import type { ColumnStep, ModelSpec, Recipe, TrainerSettings } from './types';

function invalid(field: string, why: string): never {
  throw new LoamError('recipe-invalid', { field, reason: why });
}

function need(condition: boolean, field: string, why: string): void {
  if (!condition) invalid(field, why);
}

function inRange(value: unknown, low: number, high: number): boolean {
  return typeof value === 'number' && value >= low && value <= high;
}

function isWhole(value: unknown, low: number, high: number): boolean {
  return Number.isSafeInteger(value) && inRange(value, low, high);
}

function oneOf(value: unknown, allowed: readonly unknown[]): boolean {
  return allowed.includes(value);
}

/** @throws LoamError `recipe-invalid` with `field` (a path such as `trainer.batch`) and `reason` */
export function checkRecipe(recipe: Recipe): void {
  need(typeof recipe === 'object' && recipe !== null, 'recipe', 'must be an object');
  need(recipe.format === 'loam.recipe/1', 'format', 'must be loam.recipe/1');
  need(recipe.semantics === 1, 'semantics', 'must be 1');
  need(isLink(recipe.task), 'task', 'must be a link');
  need(isWhole(recipe.seed, 0, Number.MAX_SAFE_INTEGER), 'seed', 'must be an integer, 0 or more');
  need(
    oneOf(recipe.engine, ['auto', 'cpu', 'wasm', 'webgpu']),
    'engine',
    'must be auto, cpu, wasm or webgpu',
  );
  need(oneOf(recipe.targetScale, ['standard', 'none']), 'targetScale', 'must be standard or none');
  checkModel(recipe.model);
  checkTrainer(recipe.trainer);
  need(Array.isArray(recipe.preprocessing), 'preprocessing', 'must be a list');
  recipe.preprocessing.forEach((step, i) => checkStep(step, `preprocessing.${i}`));
  const columns = recipe.preprocessing.map(({ column }) => column);
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) invalid('preprocessing', `has two steps for ${twice}`);
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
      need(oneOf(activation, ['relu', 'tanh']), 'model.activation', 'must be relu or tanh');
      need(inRange(l2, 0, 1e6), 'model.l2', 'must be 0 or more');
      return need(inRange(dropout, 0, 0.9), 'model.dropout', 'must be from 0 to 0.9');
    }
    default:
      return invalid('model.kind', 'must be baseline, linear or mlp');
  }
}

function checkTrainer(trainer: TrainerSettings): void {
  need(typeof trainer === 'object' && trainer !== null, 'trainer', 'must be an object');
  need(
    oneOf(trainer.optimiser, ['sgd', 'momentum', 'rmsprop', 'adam']),
    'trainer.optimiser',
    'must be sgd, momentum, rmsprop or adam',
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

function checkStep(step: ColumnStep, field: string): void {
  need(typeof step === 'object' && step !== null, field, 'must be an object');
  need(typeof step.column === 'string', `${field}.column`, 'must be a name');
  switch (step.step) {
    case 'numeric':
      need(oneOf(step.transform, ['none', 'log']), `${field}.transform`, 'must be none or log');
      need(
        oneOf(step.impute, ['median', 'mean', 'zero']),
        `${field}.impute`,
        'must be median, mean or zero',
      );
      need(typeof step.indicator === 'boolean', `${field}.indicator`, 'must be true or false');
      return need(
        oneOf(step.scale, ['standard', 'minmax', 'none']),
        `${field}.scale`,
        'must be standard, minmax or none',
      );
    case 'one-hot':
      need(isWhole(step.limit, 1, 10_000), `${field}.limit`, 'must be from 1 to 10,000');
      return need(isWhole(step.minCount, 1, 1e9), `${field}.minCount`, 'must be from 1');
    case 'ordinal':
      need(
        Array.isArray(step.order) && step.order.every((text) => typeof text === 'string'),
        `${field}.order`,
        'must be a list of values',
      );
      need(step.order.length >= 1, `${field}.order`, 'must name at least one value');
      need(new Set(step.order).size === step.order.length, `${field}.order`, 'has a value twice');
      return need(
        oneOf(step.scale, ['standard', 'none']),
        `${field}.scale`,
        'must be standard or none',
      );
    case 'date-parts':
      need(
        Array.isArray(step.parts) && step.parts.length > 0,
        `${field}.parts`,
        'must name a part',
      );
      return need(
        step.parts.every((part) =>
          oneOf(part, ['year', 'month', 'day', 'weekday', 'hour', 'elapsed-days']),
        ),
        `${field}.parts`,
        'has an unknown part',
      );
    default:
      return invalid(`${field}.step`, 'must be numeric, one-hot, ordinal or date-parts');
  }
}
