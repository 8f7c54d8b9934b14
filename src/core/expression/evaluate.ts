/** The values of an expression for all rows of a table; EXPRESSION.md says what each part means. */
import { datePart } from '../calendar/date-part';
import type { Column, Table } from '../dataset/types';
import { exp, log, pow } from '../math';
import { lowerCase, upperCase } from './letter-case';
import { readDay } from './read-day';
import {
  chooseTexts,
  compareTexts,
  constantText,
  joinTexts,
  mapTexts,
  numbersOf,
  type Texts,
} from './texts';
import type { FunctionName, Operator, Typed } from './types';

/** Of numbers, dates (ms since 1970 UTC) and booleans (1 and 0): one per row, NaN where missing. Of texts: `Texts`. */
export type Values = Float64Array | Texts;

type Typing<N> = Extract<Typed, { node: N }>;

const DAY_MS = 86_400_000;

/** What is no finite number is missing. */
function sound(x: number): number {
  return x - x === 0 ? x : NaN;
}

function map(values: Float64Array, of: (x: number) => number): Float64Array {
  return values.map((x) => sound(of(x)));
}

function zip(
  left: Float64Array,
  right: Float64Array,
  of: (a: number, b: number) => number,
): Float64Array {
  return left.map((a, row) => {
    const b = right[row]!;
    return a !== a || b !== b ? NaN : sound(of(a, b));
  });
}

function bit(holds: boolean): number {
  return holds ? 1 : 0;
}

const BY_OPERATOR: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  or: (a, b) => bit(a === 1 || b === 1),
  and: (a, b) => bit(a === 1 && b === 1),
  '=': (a, b) => bit(a === b),
  '!=': (a, b) => bit(a !== b),
  '<': (a, b) => bit(a < b),
  '<=': (a, b) => bit(a <= b),
  '>': (a, b) => bit(a > b),
  '>=': (a, b) => bit(a >= b),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

type OfOne = Extract<
  FunctionName,
  'abs' | 'round' | 'floor' | 'log' | 'exp' | 'sqrt' | 'year' | 'month' | 'day' | 'weekday' | 'hour'
>;

const OF_ONE: Readonly<Record<OfOne, (x: number) => number>> = {
  abs: Math.abs,
  // Math.round(-0.2) is -0.
  round: (x) => Math.round(x) + 0,
  floor: Math.floor,
  log,
  exp,
  sqrt: Math.sqrt,
  year: (ms) => datePart('year', ms),
  month: (ms) => datePart('month', ms),
  day: (ms) => datePart('day', ms),
  weekday: (ms) => datePart('weekday', ms),
  hour: (ms) => datePart('hour', ms),
};

function isTexts(values: Values): values is Texts {
  return !(values instanceof Float64Array);
}

function isMissing(values: Values, row: number): boolean {
  return isTexts(values) ? values.codes[row]! < 0 : Number.isNaN(values[row]!);
}

/** Per row that of `sources` which `chosen` names; -1: missing. */
function choose(sources: readonly Values[], chosen: Int32Array): Values {
  if (isTexts(sources[0]!)) return chooseTexts(sources as Texts[], chosen);
  return Float64Array.from(chosen, (source, row) =>
    source < 0 ? NaN : (sources[source] as Float64Array)[row]!,
  );
}

function readColumn(column: Column, rows: number): Values {
  if (column.kind === 'numeric') return map(column.values, (x) => x);
  if (column.schema.type !== 'boolean') return column;
  const yes = column.schema.labels[1];
  const value = column.dictionary.map((label) => bit(label === yes));
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = value[column.codes[row]!] ?? NaN;
  return values;
}

class Evaluation {
  readonly #columns: ReadonlyMap<string, Column>;
  readonly #rows: number;

  constructor(table: Table) {
    this.#columns = new Map(table.columns.map((column) => [column.schema.name, column]));
    this.#rows = table.rows;
  }

  of(expression: Typed): Values {
    switch (expression.node) {
      case 'number':
        return new Float64Array(this.#rows).fill(expression.value);
      case 'boolean':
        return new Float64Array(this.#rows).fill(bit(expression.value));
      case 'text':
        return constantText(expression.value, this.#rows);
      case 'column':
        return readColumn(this.#columns.get(expression.name)!, this.#rows);
      case 'unary': {
        const values = this.#numbers(expression.of);
        // 0 - x, so that no -0 comes of 0.
        return expression.operator === '-' ? map(values, (x) => 0 - x) : map(values, (x) => 1 - x);
      }
      case 'binary':
        return this.#binary(expression);
      case 'call':
        return this.#call(expression);
      default:
        throw expression satisfies never;
    }
  }

  #numbers(expression: Typed): Float64Array {
    return this.of(expression) as Float64Array;
  }

  #texts(expression: Typed): Texts {
    return this.of(expression) as Texts;
  }

  #binary({ operator, left, right }: Typing<'binary'>): Float64Array {
    if (left.is === 'text') {
      return compareTexts(this.#texts(left), this.#texts(right), (a, b) =>
        operator === '=' ? a === b : a !== b,
      );
    }
    return zip(this.#numbers(left), this.#numbers(right), BY_OPERATOR[operator]);
  }

  #call(call: Typing<'call'>): Values {
    const { name, of } = call;
    const [first, second] = of as [Typed, Typed];
    switch (name) {
      case 'if': {
        const condition = this.#numbers(first);
        const sources = of.slice(1).map((each) => this.of(each));
        const other = sources.length > 1 ? 1 : -1;
        return choose(
          sources,
          Int32Array.from(condition, (c) => (c === 1 ? 0 : c === 0 ? other : -1)),
        );
      }
      case 'coalesce': {
        const sources = of.map((each) => this.of(each));
        const chosen = new Int32Array(this.#rows).map((_, row) =>
          sources.findIndex((values) => !isMissing(values, row)),
        );
        return choose(sources, chosen);
      }
      case 'missing': {
        const values = this.of(first);
        return new Float64Array(this.#rows).map((_, row) => bit(isMissing(values, row)));
      }
      case 'equals':
        return this.#binary({ ...call, node: 'binary', operator: '=', left: first, right: second });
      case 'min':
        return this.#fold(of, Math.min);
      case 'max':
        return this.#fold(of, Math.max);
      case 'pow':
        return zip(this.#numbers(first), this.#numbers(second), pow);
      case 'days_between':
        return zip(this.#numbers(first), this.#numbers(second), (a, b) => (b - a) / DAY_MS);
      case 'lower':
        return mapTexts(this.#texts(first), lowerCase);
      case 'upper':
        return mapTexts(this.#texts(first), upperCase);
      case 'trim':
        return mapTexts(this.#texts(first), (text) => text.trim());
      case 'length':
        return numbersOf(this.#texts(first), (text) => [...text].length);
      case 'contains':
        return compareTexts(this.#texts(first), this.#texts(second), (a, b) => a.includes(b));
      case 'concat':
        return of.map((each) => this.#texts(each)).reduce(joinTexts);
      case 'date':
        return new Float64Array(this.#rows).fill(readDay((first as Typing<'text'>).value));
      default:
        return map(this.#numbers(first), OF_ONE[name]);
    }
  }

  #fold(of: readonly Typed[], by: (a: number, b: number) => number): Float64Array {
    return of.map((each) => this.#numbers(each)).reduce((a, b) => zip(a, b, by));
  }
}

/** @param table with the columns that the expression reads, of the types that it was checked against */
export function evaluate(expression: Typed, table: Table): Values {
  return new Evaluation(table).of(expression);
}
