/**
 * Columns made of others of the same row before any step, in training and in prediction alike. Expressions are read
 * and typed once; a table is then extended without being touched.
 */
import { evaluate, type Values } from '../../core/expression/evaluate';
import { readExpression } from '../../core/expression/type-check';
import type { Typed, ValueType } from '../../core/expression/types';
import type { Column, ColumnSchema, ColumnType, Table } from '../../core/dataset/types';
import { LoamError } from '../../core/errors';
import type { DerivedExpression } from '../../core/recipe/refinements';

/** A table with what is made of its columns; the table itself is not touched. */
export type Deriver = (table: Table) => Table;

function schemaOf(name: string, is: ValueType): ColumnSchema {
  switch (is) {
    case 'number':
    case 'text':
      return { name, type: is };
    case 'boolean':
      return { name, type: is, labels: ['false', 'true'] };
    case 'date':
      return { name, type: 'datetime', precision: 'millisecond' };
    default:
      throw is satisfies never;
  }
}

function columnOf(schema: ColumnSchema, values: Values): Column {
  // A column that is read as it stands brings a schema of its own.
  if (!(values instanceof Float64Array)) return { kind: 'coded', ...values, schema };
  if (schema.type !== 'boolean') return { kind: 'numeric', schema, values };
  const codes = Int32Array.from(values, (x) => (Number.isNaN(x) ? -1 : x));
  return { kind: 'coded', schema, codes, dictionary: [...schema.labels] };
}

export interface TypedDerived {
  schema: ColumnSchema;
  expression: Typed;
}

/**
 * What each makes, over columns of these types and over those before it.
 * @throws LoamError `recipe-invalid` naming the place where an expression cannot be read, or is not fit for its columns
 */
export function typeDerived(
  derived: readonly DerivedExpression[],
  schemas: readonly ColumnSchema[],
): TypedDerived[] {
  const types = new Map<string, ColumnType>(schemas.map(({ name, type }) => [name, type]));
  return derived.map(({ name, expression }) => {
    const refused = (reason: string) =>
      new LoamError('recipe-invalid', { field: `made column ${name}`, reason });
    if (types.has(name)) throw refused('has the name of another column');
    const checked = readExpression(expression, types);
    if (checked.type === 'problem') {
      const { at, message } = checked.problem;
      throw refused(`cannot be computed, at character ${at + 1}: ${message}`);
    }
    const schema = schemaOf(name, checked.expression.is);
    types.set(name, schema.type);
    return { schema, expression: checked.expression };
  });
}

function sameSchemas(these: readonly ColumnSchema[], those: readonly ColumnSchema[]): boolean {
  return (
    these.length === those.length &&
    these.every(({ name, type }, i) => those[i]!.name === name && those[i]!.type === type)
  );
}

/**
 * The columns of a table with those made of them. Tables of the same columns are typed once, and the same table is
 * extended once, however often it comes.
 *
 * @throws LoamError of the deriver: `recipe-invalid`, as `typeDerived`
 */
export function makeDeriver(derived: readonly DerivedExpression[]): Deriver {
  if (derived.length === 0) return (table) => table;
  const done = new WeakMap<Table, Table>();
  let known: { schemas: ColumnSchema[]; made: TypedDerived[] } | null = null;
  return (given) => {
    const before = done.get(given);
    if (before) return before;
    const schemas = given.columns.map(({ schema }) => schema);
    if (!known || !sameSchemas(known.schemas, schemas)) {
      known = { schemas, made: typeDerived(derived, schemas) };
    }
    const table: Table = { rows: given.rows, columns: [...given.columns] };
    for (const { schema, expression } of known.made) {
      table.columns.push(columnOf(schema, evaluate(expression, table)));
    }
    done.set(given, table);
    return table;
  };
}
