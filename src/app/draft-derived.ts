/** A draft with columns that are made of others: each has a step, and a step whose column is gone goes with it. */
import type { ColumnSchema, ColumnType } from '../core/dataset/types';
import { readExpression, type ColumnTypes } from '../core/expression/type-check';
import type { ValueType } from '../core/expression/types';
import { isLag, type DerivedColumn } from '../core/recipe/refinements';
import { isTreeModel } from '../core/recipe/tree-model';
import type { ColumnStep, ModelSpec } from '../core/recipe/types';
import type { TaskDraft } from './commands/draft-task';
import type { RecipeDraft } from './commands/start-run';

const TYPE_OF: Readonly<Record<ValueType, ColumnType>> = {
  number: 'number',
  text: 'text',
  boolean: 'boolean',
  date: 'datetime',
};

/** Of the columns that an expression may read: features and time, and what is derived of them. */
export function readableTypes(
  schemas: readonly ColumnSchema[],
  { roles }: Pick<TaskDraft, 'roles'>,
  derive: readonly DerivedColumn[],
): ColumnTypes {
  const readable = new Set(
    roles.filter(({ role }) => role === 'feature' || role === 'time').map(({ column }) => column),
  );
  const types = new Map<string, ColumnType>();
  for (const { name, type } of schemas) if (readable.has(name)) types.set(name, type);
  for (const derived of derive) {
    if (isLag(derived)) types.set(derived.name, 'number');
    else {
      const checked = readExpression(derived.expression, types);
      if (checked.type === 'typed') types.set(derived.name, TYPE_OF[checked.expression.is]);
    }
  }
  return types;
}

function stepFor(column: string, type: ColumnType, model: ModelSpec): ColumnStep {
  const trees = isTreeModel(model);
  switch (type) {
    case 'number':
    case 'integer':
      return {
        column,
        step: 'numeric',
        transform: 'none',
        impute: trees ? 'keep' : 'median',
        indicator: false,
        scale: trees ? 'none' : 'standard',
      };
    case 'datetime':
      return { column, step: 'date-parts', parts: ['month', 'weekday', 'elapsed-days'] };
    case 'category':
    case 'text':
    case 'boolean':
      return trees
        ? { column, step: 'codes', limit: 254, minCount: 10 }
        : { column, step: 'one-hot', limit: 50, minCount: 10 };
    default:
      throw type satisfies never;
  }
}

/** Steps of derived columns stay as they are where `draft` has them, and are made where it has not. */
export function withDerived(
  draft: RecipeDraft,
  derive: DerivedColumn[],
  types: ColumnTypes,
): RecipeDraft {
  const before = new Set((draft.derive ?? []).map(({ name }) => name));
  const known = new Map(draft.preprocessing.map((step) => [step.column, step]));
  const own = draft.preprocessing.filter(({ column }) => !before.has(column));
  const made = derive.map(({ name }) => {
    const type = types.get(name) ?? 'number';
    const step = before.has(name) ? known.get(name) : undefined;
    const fresh = stepFor(name, type, draft.model);
    // A step that another type had says nothing of this one.
    return step && suits(step, type) ? step : fresh;
  });
  return { ...draft, derive, preprocessing: [...own, ...made] };
}

function suits({ step }: ColumnStep, type: ColumnType): boolean {
  if (type === 'datetime') return step === 'date-parts';
  return (step === 'numeric') === (type === 'number' || type === 'integer');
}
