/** Columns made of others by expressions, as operators, each after those that it reads. */
import type { ColumnType } from '../../core/dataset/types';
import { columnsRead } from '../../core/expression/columns-read';
import { readExpression } from '../../core/expression/type-check';
import type { ValueType } from '../../core/expression/types';
import type { InputSignature } from '../../core/model/types';
import type { DerivedExpression } from '../../core/recipe/refinements';
import type { Arithmetic } from './arithmetic';
import { columnValue, type DerivedValue } from './column-value';
import { ExpressionWriter } from './expression-writer';
import type { ValueName } from './graph';
import { refused } from './refused';

const TYPES: Readonly<Record<ValueType, ColumnType>> = {
  number: 'number',
  text: 'text',
  boolean: 'boolean',
  date: 'datetime',
};

export interface DerivedColumnValue {
  input: InputSignature;
  value: DerivedValue;
}

/**
 * @param columns as they go in, one per input
 * @returns by name
 * @throws LoamError `export-refused` naming what ONNX has no counterpart for
 */
export function derivedValues(
  math: Arithmetic,
  inputs: readonly InputSignature[],
  columns: readonly ValueName[],
  derived: readonly DerivedExpression[],
): Map<string, DerivedColumnValue> {
  const types = new Map<string, ColumnType>(inputs.map(({ name, type }) => [name, type]));
  const values = new Map<string, DerivedValue>(
    inputs.map((input, i) => [input.name, columnValue(math, input, columns[i]!)]),
  );
  const made = new Map<string, DerivedColumnValue>();
  for (const { name, expression: text } of derived) {
    const read = readExpression(text, types);
    if (read.type === 'problem') {
      throw refused('ONNX', `its made column “${name}” cannot be read: ${read.problem.message}`);
    }
    const { expression } = read;
    const type = TYPES[expression.is];
    let value = new ExpressionWriter(math, values, name).of(expression);
    if (columnsRead(expression).length === 0) value = everyRow(math, value, columns[0]!);
    types.set(name, type);
    values.set(name, value);
    made.set(name, { input: signatureOf(name, type), value });
  }
  return made;
}

function signatureOf(name: string, type: ColumnType): InputSignature {
  const labels: [string, string] | null = type === 'boolean' ? ['false', 'true'] : null;
  return { name, type, categories: null, labels, quantiles: null };
}

/** A value that no row changes, once per row. */
function everyRow({ graph }: Arithmetic, of: DerivedValue, column: ValueName): DerivedValue {
  const spread = (value: ValueName) => graph.add('Expand', [value, graph.add('Shape', [column])]);
  return of.type === 'text'
    ? { type: 'text', place: (known) => spread(of.place(known)) }
    : { type: of.type, value: spread(of.value) };
}
