/** Two columns as one: their product, or which pair of categories it is. */
import type { ColumnType } from '../dataset/types';
import { columnWord } from '../expression/print';
import { valueTypeOf, type ColumnTypes } from '../expression/type-check';
import type { DerivedExpression } from './refinements';

/** A column as a text; null where it is a date or a number. */
function asText(column: string, type: ColumnType): string | null {
  switch (valueTypeOf(type)) {
    case 'text':
      return columnWord(column);
    case 'boolean':
      return `if(${columnWord(column)}, "yes", "no")`;
    default:
      return null;
  }
}

/** Product of two numbers, cross of two categories; of others there is none. */
export function interaction(
  [a, b]: readonly [string, string],
  types: ColumnTypes,
): DerivedExpression | null {
  const [first, second] = [types.get(a), types.get(b)];
  if (!first || !second || a === b) return null;
  if (valueTypeOf(first) === 'number' && valueTypeOf(second) === 'number') {
    return { name: `${a} x ${b}`, expression: `${columnWord(a)} * ${columnWord(b)}` };
  }
  const [left, right] = [asText(a, first), asText(b, second)];
  if (left === null || right === null) return null;
  return { name: `${a} and ${b}`, expression: `concat(${left}, " / ", ${right})` };
}
