/** Which inputs of a model each of its made columns comes from, through others that are made before it. */
import { columnsRead } from '../../core/expression/columns-read';
import { parseExpression } from '../../core/expression/parse';
import type { FittedPreprocessing } from '../../core/model/types';

/** By name of the made column; names of inputs, each once. An expression that cannot be read comes from nothing. */
export function madeOf({
  derived = [],
}: Pick<FittedPreprocessing, 'derived'>): Map<string, string[]> {
  const made = new Map<string, string[]>();
  for (const { name, expression } of derived) {
    const parsed = parseExpression(expression);
    const read = parsed.type === 'expression' ? columnsRead(parsed.expression) : [];
    made.set(name, [...new Set(read.flatMap((column) => made.get(column) ?? [column]))]);
  }
  return made;
}
