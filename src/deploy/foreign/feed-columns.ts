/** The steps of a model made elsewhere, fed by columns of a dataset. */
import { LoamError } from '../../core/errors';
import type { ColumnSchema } from '../../core/dataset/types';
import type { FittedStep } from '../../core/model/types';
import type { ForeignModel } from '../onnx/read/types';
import { feedProblem } from './feed-problem';

/** Yes and no are 1 and 0 where the file wants a number. */
function stepOver(step: FittedStep, schema: ColumnSchema): FittedStep {
  const column = schema.name;
  if (schema.type !== 'boolean' || step.step !== 'numeric') return { ...step, column };
  if (step.transform !== 'none' || step.indicator) {
    throw new LoamError('columns-differ', { column, reason: 'It holds yes and no.' });
  }
  const { offset, scale } = step;
  // Without a value it counts as the more frequent of both, which is learnt on train.
  return { column, step: 'ordinal', order: [...schema.labels], fill: NaN, offset, scale };
}

/**
 * @param columns for each input of the file, in its order
 * @throws LoamError `columns-differ` naming the column that is missing, named twice or of another type
 */
export function feedColumns(
  { inputs, preprocessing }: Pick<ForeignModel, 'inputs' | 'preprocessing'>,
  columns: readonly string[],
  schemas: readonly ColumnSchema[],
): FittedStep[] {
  const known = new Map(schemas.map((schema) => [schema.name, schema]));
  const fed = new Map<string, ColumnSchema>();
  inputs.forEach((input, i) => {
    const column = columns[i];
    const schema = column === undefined ? undefined : known.get(column);
    if (!schema) throw new LoamError('columns-differ', { column: column ?? input.name });
    if (columns.indexOf(schema.name) !== i) {
      throw new LoamError('columns-differ', {
        column: schema.name,
        reason: 'It feeds two inputs.',
      });
    }
    const problem = feedProblem(input, schema);
    if (problem)
      throw new LoamError('columns-differ', { column: schema.name, reason: `${problem}.` });
    fed.set(input.name, schema);
  });
  return preprocessing.steps.map((step) => stepOver(step, fed.get(step.column)!));
}
