/** Well-typed expressions over a small table, drawn by fast-check; and the table. */
import fc from 'fast-check';
import type { Column, Table } from '../../src/core/dataset/types';
import type {
  Expression,
  FunctionName,
  Operator,
  ValueType,
} from '../../src/core/expression/types';

const at = 0;
const call = (name: FunctionName, ...of: Expression[]): Expression => ({
  node: 'call',
  at,
  name,
  of,
});
const binary = (operator: Operator, left: Expression, right: Expression): Expression => ({
  node: 'binary',
  at,
  operator,
  left,
  right,
});

/** Columns of each type; names that need backticks among them. */
const COLUMNS: Readonly<Record<ValueType, readonly string[]>> = {
  number: ['a', 'b', 'net price', 'year'],
  text: ['city', 'odd `name`'],
  boolean: ['paid', 'not'],
  date: ['from', 'größe'],
};

const TYPES: readonly ValueType[] = ['number', 'text', 'boolean', 'date'];

function leaf(is: ValueType): fc.Arbitrary<Expression> {
  const column = fc
    .constantFrom(...COLUMNS[is])
    .map((name): Expression => ({ node: 'column', at, name }));
  switch (is) {
    case 'number':
      return fc.oneof(
        column,
        fc
          .oneof(fc.nat(5), fc.double({ min: 0, max: 1e9, noNaN: true }))
          .map((value): Expression => ({ node: 'number', at, value: Math.abs(value) })),
      );
    case 'text':
      return fc.oneof(
        column,
        fc
          .oneof(fc.constantFrom('', 'Ulm', 'say "a"', ' ß Ω'), fc.string({ maxLength: 4 }))
          .map((value): Expression => ({ node: 'text', at, value })),
      );
    case 'boolean':
      return fc.oneof(
        column,
        fc.boolean().map((value): Expression => ({ node: 'boolean', at, value })),
      );
    case 'date':
      return fc.oneof(
        column,
        fc
          .constantFrom('1969-12-31', '2024-02-29', '2000-01-01')
          .map((value) => call('date', { node: 'text', at, value })),
      );
    default:
      throw is satisfies never;
  }
}

const known = new Map<string, fc.Arbitrary<Expression>>();

/** Made once for each: an arbitrary of trees is a large thing. */
export function expressionOf(is: ValueType, depth: number): fc.Arbitrary<Expression> {
  const key = `${is} ${depth}`;
  let made = known.get(key);
  if (!made) {
    made = depth === 0 ? leaf(is) : treeOf(is, depth);
    known.set(key, made);
  }
  return made;
}

export function anyExpression(depth: number): fc.Arbitrary<Expression> {
  return fc.oneof(...TYPES.map((is) => expressionOf(is, depth)));
}

function treeOf(is: ValueType, depth: number): fc.Arbitrary<Expression> {
  const of = (type: ValueType) => expressionOf(type, depth - 1);
  const some = fc.oneof(...TYPES.map(of));
  const pair = (type: ValueType) => fc.tuple(of(type), of(type));
  const shared: fc.Arbitrary<Expression>[] = [
    leaf(is),
    fc.tuple(of('boolean'), of(is), of(is)).map((each) => call('if', ...each)),
    fc.tuple(of('boolean'), of(is)).map((each) => call('if', ...each)),
    fc.array(of(is), { minLength: 2, maxLength: 3 }).map((each) => call('coalesce', ...each)),
  ];
  switch (is) {
    case 'number':
      return fc.oneof(
        ...shared,
        fc
          .tuple(fc.constantFrom<Operator>('+', '-', '*', '/'), pair('number'))
          .map(([operator, [left, right]]) => binary(operator, left, right)),
        of('number').map((each): Expression => ({ node: 'unary', at, operator: '-', of: each })),
        fc
          .tuple(
            fc.constantFrom<FunctionName>('abs', 'round', 'floor', 'log', 'exp', 'sqrt'),
            of('number'),
          )
          .map(([name, each]) => call(name, each)),
        fc
          .tuple(fc.constantFrom<FunctionName>('min', 'max', 'pow'), pair('number'))
          .map(([name, each]) => call(name, ...each)),
        fc
          .tuple(
            fc.constantFrom<FunctionName>('year', 'month', 'day', 'weekday', 'hour'),
            of('date'),
          )
          .map(([name, each]) => call(name, each)),
        pair('date').map((each) => call('days_between', ...each)),
        of('text').map((each) => call('length', each)),
      );
    case 'text':
      return fc.oneof(
        ...shared,
        fc
          .tuple(fc.constantFrom<FunctionName>('lower', 'upper', 'trim'), of('text'))
          .map(([name, each]) => call(name, each)),
        fc.array(of('text'), { minLength: 2, maxLength: 3 }).map((each) => call('concat', ...each)),
      );
    case 'boolean':
      return fc.oneof(
        ...shared,
        some.map((each) => call('missing', each)),
        of('boolean').map((each): Expression => ({ node: 'unary', at, operator: 'not', of: each })),
        fc
          .tuple(fc.constantFrom<Operator>('and', 'or'), pair('boolean'))
          .map(([operator, [left, right]]) => binary(operator, left, right)),
        fc
          .tuple(fc.constantFrom<Operator>('<', '<=', '>', '>='), pair('number'))
          .map(([operator, [left, right]]) => binary(operator, left, right)),
        fc
          .constantFrom(...TYPES)
          .chain((type) =>
            fc
              .tuple(fc.constantFrom<Operator>('=', '!='), pair(type))
              .map(([operator, [left, right]]) => binary(operator, left, right)),
          ),
        fc
          .constantFrom(...TYPES)
          .chain(pair)
          .map((each) => call('equals', ...each)),
        pair('text').map((each) => call('contains', ...each)),
      );
    case 'date':
      return fc.oneof(...shared);
    default:
      throw is satisfies never;
  }
}

function numbers(name: string, type: 'number' | 'datetime', values: number[]): Column {
  return {
    kind: 'numeric',
    schema: type === 'datetime' ? { name, type, precision: 'millisecond' } : { name, type },
    values: Float64Array.from(values),
  };
}

function texts(name: string, values: (string | null)[]): Column {
  const dictionary = [...new Set(values.filter((value) => value !== null))];
  const codes = Int32Array.from(values, (value) =>
    value === null ? -1 : dictionary.indexOf(value),
  );
  return { kind: 'coded', schema: { name, type: 'text' }, codes, dictionary };
}

function yesNo(name: string, values: number[]): Column {
  const labels: [string, string] = ['nein', 'ja'];
  return {
    kind: 'coded',
    schema: { name, type: 'boolean', labels },
    codes: Int32Array.from(values),
    dictionary: [...labels],
  };
}

/** Every kind of cell, missing ones and infinities among them. */
export const EXPRESSION_TABLE: Table = {
  rows: 6,
  columns: [
    numbers('a', 'number', [0, 1.5, -2.5, NaN, 1e300, 7]),
    numbers('b', 'number', [-0, 3, 0.5, 2, Infinity, NaN]),
    numbers('net price', 'number', [2.5, -0.2, 0.49999999999999994, 10, -10, 1]),
    numbers('year', 'number', [2024, 1969, NaN, 0, 1, 2]),
    texts('city', ['Ulm', 'KÖLN ', null, '', 'İΣ', 'Ulm']),
    texts('odd `name`', ['m', 'ulm', 'Ulm', null, '🙂 x', 'U']),
    yesNo('paid', [1, 0, -1, 1, 0, -1]),
    yesNo('not', [0, 0, 1, 1, -1, -1]),
    numbers('from', 'datetime', [0, -1, 951_782_400_000, NaN, 1_709_164_800_001, 86_399_999]),
    numbers('größe', 'datetime', [86_400_000, NaN, 0, 1e12, -1e12, 5]),
  ],
};
