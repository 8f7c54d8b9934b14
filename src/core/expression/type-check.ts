/** Types of an expression over the columns of a table; what does not fit is named with its place. */
import type { ColumnType } from '../dataset/types';
import { FUNCTIONS } from './functions';
import { parseExpression } from './parse';
import { columnWord, printExpression } from './print';
import { readDay } from './read-day';
import {
  ExpressionError,
  type Expression,
  type ExpressionProblem,
  type Operator,
  type Typed,
  type ValueType,
} from './types';

export type Checked =
  { type: 'typed'; expression: Typed } | { type: 'problem'; problem: ExpressionProblem };

/** By name of the column. */
export type ColumnTypes = ReadonlyMap<string, ColumnType>;

export function valueTypeOf(type: ColumnType): ValueType {
  switch (type) {
    case 'number':
    case 'integer':
      return 'number';
    case 'category':
    case 'text':
      return 'text';
    case 'boolean':
      return 'boolean';
    case 'datetime':
      return 'date';
    default:
      throw type satisfies never;
  }
}

const SEVERAL: Readonly<Record<ValueType, string>> = {
  number: 'numbers',
  text: 'texts',
  boolean: 'yes or no',
  date: 'dates',
};
const ONE: Readonly<Record<ValueType, string>> = {
  number: 'a number',
  text: 'a text',
  boolean: 'yes or no',
  date: 'a date',
};

function fail(of: Expression | Typed, message: string): never {
  const word = printExpression(of);
  throw new ExpressionError({ at: of.at, length: word.length, message });
}

/** Columns named in a message when one is not known. */
const MOST_NAMED = 12;

function unknownColumn(of: Expression, name: string, columns: ColumnTypes): never {
  const names = [...columns.keys()].slice(0, MOST_NAMED).map(columnWord);
  const more = columns.size > names.length ? ' ...' : '';
  return fail(of, `There is no column ${columnWord(name)}; there are ${names.join(', ')}${more}`);
}

function want(of: Typed, is: ValueType, by: string): void {
  if (of.is === is) return;
  fail(of, `${by} wants ${SEVERAL[is]}, and ${printExpression(of)} is ${ONE[of.is]}`);
}

function sameType(left: Typed, right: Typed, by: string): void {
  if (left.is === right.is) return;
  fail(
    right,
    `${by} wants both of one type: ${printExpression(left)} is ${ONE[left.is]}, ` +
      `${printExpression(right)} is ${ONE[right.is]}`,
  );
}

/** What an operator over those gives. */
function binaryType(operator: Operator, left: Typed, right: Typed): ValueType {
  switch (operator) {
    case 'and':
    case 'or':
      want(left, 'boolean', operator);
      want(right, 'boolean', operator);
      return 'boolean';
    case '=':
    case '!=':
      sameType(left, right, operator);
      return 'boolean';
    case '<':
    case '<=':
    case '>':
    case '>=':
      sameType(left, right, operator);
      if (left.is !== 'date') want(left, 'number', operator);
      return 'boolean';
    case '+':
    case '-':
    case '*':
    case '/': {
      const by =
        left.is === 'text' || right.is === 'text' ? `${operator} (texts: concat)` : operator;
      want(left, 'number', by);
      want(right, 'number', by);
      return 'number';
    }
    default:
      throw operator satisfies never;
  }
}

function callType(call: Extract<Expression, { node: 'call' }>, of: Typed[]): ValueType {
  const { name } = call;
  const { least, most, takes, gives } = FUNCTIONS[name];
  if (of.length < least || of.length > most) {
    const many =
      least === most
        ? String(least)
        : most === Infinity
          ? `${least} or more`
          : `${least} or ${most}`;
    fail(call, `${name} takes ${many} values, and was given ${of.length}`);
  }
  let same: Typed | null = null;
  of.forEach((each, i) => {
    const wanted = takes[Math.min(i, takes.length - 1)]!;
    if (wanted === 'same') {
      if (same) sameType(same, each, name);
      same ??= each;
    } else if (wanted !== 'any') want(each, wanted, name);
  });
  if (name === 'date') checkDay(of[0]!);
  return gives === 'same' ? same!.is : gives;
}

function checkDay(of: Typed): void {
  const sound = of.node === 'text' && !Number.isNaN(readDay(of.value));
  if (!sound) fail(of, 'date wants a day that is written out, such as date("2026-01-31")');
}

function typed(of: Expression, columns: ColumnTypes): Typed {
  switch (of.node) {
    case 'number':
    case 'text':
    case 'boolean':
      return { ...of, is: of.node } as Typed;
    case 'column': {
      const type = columns.get(of.name);
      if (type === undefined) return unknownColumn(of, of.name, columns);
      return { ...of, is: valueTypeOf(type) };
    }
    case 'unary': {
      const is = of.operator === 'not' ? 'boolean' : 'number';
      const within = typed(of.of, columns);
      want(within, is, of.operator);
      return { ...of, of: within, is };
    }
    case 'binary': {
      const left = typed(of.left, columns);
      const right = typed(of.right, columns);
      return { ...of, left, right, is: binaryType(of.operator, left, right) };
    }
    case 'call': {
      const within = of.of.map((each) => typed(each, columns));
      return { ...of, of: within, is: callType(of, within) };
    }
    default:
      throw of satisfies never;
  }
}

export function checkExpression(expression: Expression, columns: ColumnTypes): Checked {
  try {
    return { type: 'typed', expression: typed(expression, columns) };
  } catch (error) {
    if (error instanceof ExpressionError) return { type: 'problem', problem: error.problem };
    throw error;
  }
}

/** Reads and types a text. */
export function readExpression(text: string, columns: ColumnTypes): Checked {
  const parsed = parseExpression(text);
  return parsed.type === 'problem' ? parsed : checkExpression(parsed.expression, columns);
}
