/** Which columns of the dataset a recipe reads, and which it may. */
import { LoamError } from '../../core/errors';
import { columnsRead } from '../../core/expression/columns-read';
import { parseExpression } from '../../core/expression/parse';
import { isExpression, isLag, type DerivedColumn } from '../../core/recipe/refinements';
import { refinementsOf } from '../../core/recipe/refinements-of';
import type { TrainableRecipe } from '../../core/recipe/types';
import type { TaskManifest } from '../../core/task/types';
import { orderColumns } from '../preprocess/lag-columns';
import { weightColumn } from './row-weights';

function readBy(expression: string): string[] {
  const parsed = parseExpression(expression);
  return parsed.type === 'expression' ? columnsRead(parsed.expression) : [];
}

/** What steps and expressions read of others than derived columns, each once. */
export function rawColumns(
  steps: readonly { column: string }[],
  derive: readonly DerivedColumn[],
): Set<string> {
  const made = new Set(derive.map(({ name }) => name));
  const read = [
    ...steps.map(({ column }) => column),
    ...derive.filter(isExpression).flatMap(({ expression }) => readBy(expression)),
  ];
  return new Set(read.filter((column) => !made.has(column)));
}

/** Names of the columns that training reads, each once: inputs, target, weight, what lags are made of. */
export function columnsOfTraining(recipe: TrainableRecipe, task: TaskManifest): string[] {
  const { derive } = refinementsOf(recipe);
  const raw = rawColumns(recipe.preprocessing, derive);
  // Where steps alone say what goes in, it is read in their order; else in the order of the dataset.
  const inputs =
    derive.length === 0
      ? [...raw]
      : task.roles.map(({ column }) => column).filter((column) => raw.has(column));
  const lags = derive.filter(isLag);
  const weight = weightColumn(task);
  return [
    ...new Set([
      ...inputs,
      task.target,
      ...(weight === null ? [] : [weight]),
      ...lags.map(({ lag }) => lag.column),
      ...(lags.length === 0 ? [] : orderColumns(task)),
    ]),
  ];
}

/**
 * A recipe from elsewhere must not learn from the target, or from what the task leaves out. The time of a row is
 * known before its target is, so parts of it may be inputs.
 *
 * @throws LoamError `columns-differ`, `recipe-invalid`
 */
export function checkInputs(recipe: TrainableRecipe, task: TaskManifest): void {
  const roles = new Map(task.roles.map(({ column, role }) => [column, role]));
  const { derive } = refinementsOf(recipe);
  for (const { name } of derive) {
    if (roles.has(name)) refuse('derive', `${name} is a column of the dataset already`);
  }
  for (const column of rawColumns(recipe.preprocessing, derive)) {
    const role = roles.get(column);
    if (role === undefined) throw new LoamError('columns-differ', { column });
    if (role !== 'feature' && role !== 'time') {
      refuse('preprocessing', `${column} has the role ${role}, so it cannot be an input`);
    }
  }
  for (const { name, lag } of derive.filter(isLag)) {
    const role = roles.get(lag.column);
    if (role === undefined) throw new LoamError('columns-differ', { column: lag.column });
    if (role !== 'feature' && role !== 'target') {
      refuse('derive', `${name} looks back at ${lag.column}, which has the role ${role}`);
    }
    if (orderColumns(task).length === 0) {
      refuse('derive', `${name} looks back, and the task has no column that says when`);
    }
  }
}

function refuse(field: string, reason: string): never {
  throw new LoamError('recipe-invalid', { field, reason });
}
