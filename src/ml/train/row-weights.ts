/** How much each row counts in the loss: the weight column times the balance of classes. */
import { LoamError } from '../../core/errors';
import type { Table } from '../../core/dataset/types';
import type { TrainableRecipe } from '../../core/recipe/types';
import type { Target } from '../../core/task/target';
import type { TaskManifest } from '../../core/task/types';
import { asNumeric, columnOf } from '../preprocess/column-view';
import { isMissingNumber } from '../preprocess/step-inputs';

export function weightColumn(task: TaskManifest): string | null {
  return task.roles.find(({ role }) => role === 'weight')?.column ?? null;
}

/**
 * One weight per row of the table, mean 1 over train; null when all rows count the same. A missing or
 * negative weight is 0. Balanced: rows of train / (classes * rows of the class), as in scikit-learn.
 */
export function rowWeights(input: {
  recipe: TrainableRecipe;
  task: TaskManifest;
  table: Table;
  target: Target;
  trainRows: Uint32Array;
}): Float64Array | null {
  const { recipe, task, table, target, trainRows } = input;
  const column = weightColumn(task);
  const balanced = recipe.trainer.classWeights === 'balanced' && target.type === 'classes';
  if (column === null && !balanced) return null;
  const weights = new Float64Array(table.rows).fill(1);
  if (column !== null) {
    const { values } = asNumeric(columnOf(table, column));
    values.forEach((x, row) => (weights[row] = isMissingNumber(x) || x < 0 ? 0 : x));
  }
  if (balanced) {
    const perClass = balance(target, trainRows);
    target.codes.forEach((code, row) => (weights[row]! *= code < 0 ? 0 : perClass[code]!));
  }
  let sum = 0;
  for (const row of trainRows) sum += weights[row]!;
  const mean = sum / trainRows.length;
  if (!(mean > 0) || !Number.isFinite(mean)) {
    throw new LoamError('recipe-invalid', {
      field: column ?? 'trainer.classWeights',
      reason: 'the weights of the train rows do not add up to a number above 0',
    });
  }
  return weights.map((weight) => weight / mean);
}

function balance(target: Extract<Target, { type: 'classes' }>, rows: Uint32Array): Float64Array {
  const counts = new Float64Array(target.classes.length);
  for (const row of rows) counts[target.codes[row]!]!++;
  return counts.map((count) => (count === 0 ? 0 : rows.length / (counts.length * count)));
}
