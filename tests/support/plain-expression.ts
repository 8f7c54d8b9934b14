/** Expressions one row at a time, as EXPRESSION.md tells them; slow, and without a line of the program's own. */
import type { Table } from '../../src/core/dataset/types';
import type { Expression } from '../../src/core/expression/types';
import { exp, log, pow } from '../../src/core/math';

/** Dates are `Date`s; null is missing. */
export type PlainValue = number | string | boolean | Date | null;

function cell(table: Table, name: string, row: number): PlainValue {
  const column = table.columns.find(({ schema }) => schema.name === name)!;
  if (column.kind === 'coded') {
    const code = column.codes[row]!;
    if (column.schema.type === 'boolean') return code < 0 ? null : code === 1;
    return column.dictionary[code] ?? null;
  }
  const value = column.values[row]!;
  if (!Number.isFinite(value)) return null;
  return column.schema.type === 'datetime' ? new Date(value) : value;
}

const finite = (x: number) => (Number.isFinite(x) ? x : null);

const caseOf = (text: string, to: (letter: string) => string) =>
  [...text]
    .map((letter) => {
      const point = letter.codePointAt(0)!;
      const known = point < 0x588 || (point >= 0x1e00 && point < 0x2000);
      return known ? to(letter) : letter;
    })
    .join('');

function compared(operator: string, a: PlainValue, b: PlainValue): PlainValue {
  const left = a instanceof Date ? a.getTime() : a!;
  const right = b instanceof Date ? b.getTime() : b!;
  switch (operator) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case 'and':
      return left === true && right === true;
    case 'or':
      return left === true || right === true;
    case '+':
      return finite((left as number) + (right as number));
    case '-':
      return finite((left as number) - (right as number));
    case '*':
      return finite((left as number) * (right as number));
    default:
      return finite((left as number) / (right as number));
  }
}

function called(name: string, of: PlainValue[]): PlainValue {
  if (name === 'missing') return of[0] === null;
  if (name === 'coalesce') return of.find((each) => each !== null) ?? null;
  if (name === 'if') return of[0] === null ? null : ((of[0] === true ? of[1] : of[2]) ?? null);
  if (of.includes(null)) return null;
  const [a, b] = of as [number, number];
  const [s, t] = of as [string, string];
  const [d, e] = of as [Date, Date];
  switch (name) {
    case 'equals':
      return compared('=', of[0]!, of[1]!);
    case 'min':
      return Math.min(...(of as number[]));
    case 'max':
      return Math.max(...(of as number[]));
    case 'abs':
      return Math.abs(a);
    case 'round':
      return Math.round(a);
    case 'floor':
      return Math.floor(a);
    case 'log':
      return finite(log(a));
    case 'exp':
      return finite(exp(a));
    case 'sqrt':
      return finite(Math.sqrt(a));
    case 'pow':
      return finite(pow(a, b));
    case 'lower':
      return caseOf(s, (letter) => letter.toLowerCase());
    case 'upper':
      return caseOf(s, (letter) => letter.toUpperCase());
    case 'trim':
      return s.trim();
    case 'length':
      return Array.from(s).length;
    case 'contains':
      return s.includes(t);
    case 'concat':
      return of.join('');
    case 'date':
      return new Date(`${s}T00:00:00Z`);
    case 'year':
      return d.getUTCFullYear();
    case 'month':
      return d.getUTCMonth() + 1;
    case 'day':
      return d.getUTCDate();
    case 'weekday':
      return (d.getUTCDay() + 6) % 7;
    case 'hour':
      return d.getUTCHours();
    case 'days_between':
      return (e.getTime() - d.getTime()) / 86_400_000;
    default:
      throw new Error(`no function ${name}`);
  }
}

export function plainValue(expression: Expression, table: Table, row: number): PlainValue {
  const of = (each: Expression) => plainValue(each, table, row);
  switch (expression.node) {
    case 'number':
    case 'text':
    case 'boolean':
      return expression.value;
    case 'column':
      return cell(table, expression.name, row);
    case 'unary': {
      const value = of(expression.of);
      if (value === null) return null;
      return expression.operator === 'not' ? !value : -(value as number);
    }
    case 'binary': {
      const [left, right] = [of(expression.left), of(expression.right)];
      return left === null || right === null ? null : compared(expression.operator, left, right);
    }
    case 'call':
      return called(expression.name, expression.of.map(of));
    default:
      throw expression satisfies never;
  }
}
