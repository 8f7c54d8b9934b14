/** Whether a column can feed an input of a model made elsewhere. */
import type { ColumnSchema } from '../../core/dataset/types';
import type { ForeignInput } from '../onnx/read/types';

/** Types of columns that a number of the file, or a category, can be fed by. */
const FEEDS: Record<'number' | 'category', readonly ColumnSchema['type'][]> = {
  number: ['number', 'integer', 'boolean'],
  category: ['category', 'text', 'boolean', 'integer'],
};

function feedOf({ type }: Pick<ForeignInput, 'type'>): 'number' | 'category' {
  return type === 'category' ? 'category' : 'number';
}

/** Why the column cannot feed the input, as a clause; null where it can. */
export function feedProblem(
  input: Pick<ForeignInput, 'type'>,
  column: Pick<ColumnSchema, 'type'>,
): string | null {
  const wanted = feedOf(input);
  if (FEEDS[wanted].includes(column.type)) return null;
  return `it holds ${HOLDS[column.type]}, the model wants ${wanted === 'number' ? 'numbers' : 'categories'}`;
}

const HOLDS: Record<ColumnSchema['type'], string> = {
  number: 'numbers',
  integer: 'whole numbers',
  category: 'categories',
  boolean: 'yes and no',
  datetime: 'dates',
  text: 'text',
};
