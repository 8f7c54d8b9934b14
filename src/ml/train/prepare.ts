/**
 * From a recipe, a task and its table to a training job: what is fitted is fitted on train, and train
 * alone decides classes, weights and the scale of the target.
 */
import { LoamError } from '../../core/errors';
import { picked, pickedCodes } from '../../core/dataset/picked';
import type { Table } from '../../core/dataset/types';
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';
import { stepWidth } from '../../core/model/step-width';
import { sizeOf } from '../../core/network/plan';
import { refinementsOf } from '../../core/recipe/refinements-of';
import type { TrainableRecipe } from '../../core/recipe/types';
import { readTarget, type Target } from '../../core/task/target';
import { PART_CODE, type Part, type TaskManifest } from '../../core/task/types';
import type { LossKind, Rows, TrainJob, TreeLossKind } from '../engine/engine';
import { columnOf } from '../preprocess/column-view';
import { fitPreprocessing } from '../preprocess/fit';
import { centre } from '../preprocess/spread';
import { withLags } from '../preprocess/lag-columns';
import { makeTransformer } from '../preprocess/transform';
import { checkInputs } from './columns-of-training';
import { putCrossFitted } from './cross-fitted-inputs';
import { CLASS_LOSS, mlpLayers } from './model-layers';
import { rowWeights } from './row-weights';

export interface TrainingInput {
  recipe: TrainableRecipe;
  task: TaskManifest;
  /** At least the columns of `columnsOfTraining`. */
  table: Table;
  /** PART_CODE or NO_PART per row. */
  parts: Uint8Array;
}

export interface Prepared {
  fitted: FittedPreprocessing;
  targetTransform: ModelManifest['targetTransform'];
  trainRows: Uint32Array;
  validationRows: Uint32Array;
  target: Target;
  /** With the lags of the recipe; what its steps and expressions read. */
  table: Table;
  job: TrainJob;
}

/** Rows of a part, in the order of the table. */
export function rowsOfPart(parts: Uint8Array, part: Part): Uint32Array {
  const code = PART_CODE[part];
  let count = 0;
  for (const p of parts) if (p === code) count++;
  const rows = new Uint32Array(count);
  let at = 0;
  for (let row = 0; row < parts.length; row++) if (parts[row] === code) rows[at++] = row;
  return rows;
}

/**
 * @throws LoamError `part-empty`, `part-lacks-class`, `no-features`, `columns-differ`, `recipe-invalid`,
 *   `object-damaged`
 */
export function prepareTraining(input: TrainingInput): Prepared {
  const { recipe, task, parts } = input;
  checkInputs(recipe, task);
  const { derive } = refinementsOf(recipe);
  const table = withLags(input.table, derive, task);
  if (parts.length !== table.rows) {
    throw new LoamError('object-damaged', { what: 'parts', reason: 'another number of rows' });
  }
  const trainRows = rowsOfPart(parts, 'train');
  const validationRows = rowsOfPart(parts, 'validation');
  if (trainRows.length === 0) throw new LoamError('part-empty', { part: 'train' });
  const target = readTarget(columnOf(table, task.target), task.kind, task.classes);
  checkTargetRows(target, trainRows, 'train', { allClasses: true });
  checkTargetRows(target, validationRows, 'validation', { allClasses: false });
  checkCounts(recipe, target, trainRows);
  checkCounts(recipe, target, validationRows);
  const fitted = fitPreprocessing(recipe.preprocessing, table, trainRows, derive, target);
  const transformer = makeTransformer(fitted);
  if (fitted.width === 0 && recipe.model.kind !== 'baseline') throw new LoamError('no-features');
  const targetTransform = fitTarget(recipe, target, trainRows);
  const weights = rowWeights({ recipe, task, table, target, trainRows });
  const rowsFor = (rows: Uint32Array): Rows => ({
    count: rows.length,
    inputs: transformer.inputs(table, rows),
    targets: targetsOf(target, rows, targetTransform),
    weights: weights && Float32Array.from(rows, (row) => weights[row]!),
  });
  const train = rowsFor(trainRows);
  putCrossFitted(recipe, fitted, table, trainRows, target, train.inputs);
  const rows = {
    train,
    validation: validationRows.length > 0 ? rowsFor(validationRows) : null,
  };
  const job = jobOf(recipe, task, fitted, rows);
  return { fitted, targetTransform, trainRows, validationRows, target, table, job };
}

function jobOf(
  { model, trainer, seed }: TrainableRecipe,
  task: TaskManifest,
  fitted: FittedPreprocessing,
  rows: Pick<TrainJob, 'train' | 'validation'>,
): TrainJob {
  const inputs = fitted.width;
  const outputs = task.kind === 'multiclass' ? task.classes!.length : 1;
  const shared = { ...rows, trainer, seed };
  const loss = CLASS_LOSS[task.kind] ?? 'squared';
  const network = { type: 'network', loss, l1: 0, l2: 0, clip: null, ...shared } as const;
  switch (model.kind) {
    case 'baseline':
      return { ...network, network: { input: [inputs], layers: [], outputs } };
    case 'linear':
      return { ...network, network: { input: [inputs], layers: [], outputs }, l2: model.l2 };
    case 'mlp': {
      const layers = mlpLayers(model);
      return { ...network, network: { input: [inputs], layers, outputs }, l2: model.l2 };
    }
    case 'layers': {
      const input = model.input ?? [inputs];
      if (sizeOf(input) !== inputs) {
        throw new LoamError('recipe-invalid', {
          field: 'model.input',
          reason: `${input.join(' x ')} does not hold the ${inputs} inputs that the columns make`,
        });
      }
      const { layers, l1, l2, clip } = model;
      const own: LossKind = CLASS_LOSS[task.kind] ?? model.loss;
      return { ...network, network: { input, layers, outputs }, loss: own, l1, l2, clip };
    }
    case 'trees':
    case 'forest': {
      const regression: TreeLossKind = model.kind === 'trees' ? model.loss : 'squared';
      return {
        type: 'trees',
        model,
        loss: CLASS_LOSS[task.kind] ?? regression,
        inputs,
        outputs,
        categories: categoriesOf(fitted),
        monotone: monotoneOf(fitted, model.kind === 'trees' ? model.monotone : []),
        ...shared,
      };
    }
    default:
      throw model satisfies never;
  }
}

/** Per input: how many category codes it can have, 0 where it is a number. */
function categoriesOf({ steps }: FittedPreprocessing): Uint32Array {
  return Uint32Array.from(
    steps.flatMap((step) =>
      step.step === 'codes'
        ? [step.categories.length + (step.rest ? 1 : 0)]
        : new Array<number>(stepWidth(step)).fill(0),
    ),
  );
}

/** Per input the direction asked for its column; a column that makes several inputs has none. */
function monotoneOf(
  { steps }: FittedPreprocessing,
  wanted: { column: string; direction: 1 | -1 }[],
): Int8Array {
  const directions = new Map(wanted.map(({ column, direction }) => [column, direction]));
  return Int8Array.from(
    steps.flatMap((step) => {
      const single = step.step === 'ordinal' || step.step === 'numeric';
      const direction = single ? (directions.get(step.column) ?? 0) : 0;
      return Array.from({ length: stepWidth(step) }, (_, i) => (i === 0 ? direction : 0));
    }),
  );
}

function checkTargetRows(
  target: Target,
  rows: Uint32Array,
  part: Part,
  { allClasses }: { allClasses: boolean },
): void {
  const damaged = () =>
    new LoamError('object-damaged', { what: 'parts', reason: `a ${part} row has no target` });
  if (target.type === 'number') {
    if (rows.some((row) => Number.isNaN(target.values[row]!))) throw damaged();
    return;
  }
  const seen = new Uint8Array(target.classes.length);
  for (const row of rows) {
    const code = target.codes[row]!;
    if (code < 0) throw damaged();
    seen[code] = 1;
  }
  const lacking = target.classes.find((_, code) => seen[code] === 0);
  if (allClasses && lacking !== undefined) {
    throw new LoamError('part-lacks-class', { part, class: lacking });
  }
}

function fitTarget(
  recipe: TrainableRecipe,
  target: Target,
  rows: Uint32Array,
): ModelManifest['targetTransform'] {
  if (target.type === 'classes' || recipe.targetScale === 'none') return { offset: 0, scale: 1 };
  // Counts are a logarithm's business: shifted they would no longer be counts.
  if (isPoisson(recipe)) return { offset: 0, scale: 1 };
  return centre(picked(target.values, rows));
}

function isPoisson({ model }: TrainableRecipe): boolean {
  return model.kind === 'trees' && model.loss === 'poisson';
}

/** Poisson trees learn from counts. */
function checkCounts(recipe: TrainableRecipe, target: Target, rows: Uint32Array): void {
  if (target.type === 'classes' || !isPoisson(recipe)) return;
  if (rows.some((row) => target.values[row]! < 0)) {
    throw new LoamError('recipe-invalid', {
      field: 'model.loss',
      reason: 'may be poisson only where no target is below 0',
    });
  }
}

function targetsOf(
  target: Target,
  rows: Uint32Array,
  { offset, scale }: ModelManifest['targetTransform'],
): Float32Array {
  return target.type === 'classes'
    ? new Float32Array(pickedCodes(target.codes, rows))
    : new Float32Array(picked(target.values, rows).map((value) => (value - offset) / scale));
}
