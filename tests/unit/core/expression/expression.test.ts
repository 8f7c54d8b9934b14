import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsRead } from '../../../../src/core/expression/columns-read';
import { evaluate } from '../../../../src/core/expression/evaluate';
import { parseExpression } from '../../../../src/core/expression/parse';
import { columnWord, printExpression } from '../../../../src/core/expression/print';
import { checkExpression, readExpression } from '../../../../src/core/expression/type-check';
import type { Expression, Typed, ValueType } from '../../../../src/core/expression/types';
import { plainValue, type PlainValue } from '../../../support/plain-expression';
import { anyExpression, EXPRESSION_TABLE, expressionOf } from '../../../support/random-expressions';

const types = new Map(EXPRESSION_TABLE.columns.map(({ schema }) => [schema.name, schema.type]));
const TYPES: ValueType[] = ['number', 'text', 'boolean', 'date'];

function withoutPlaces(expression: Expression): unknown {
  return JSON.parse(
    JSON.stringify(expression, (key, value: unknown) => (key === 'at' ? undefined : value)),
  );
}

function typed(text: string): Typed {
  const checked = readExpression(text, types);
  if (checked.type === 'problem') throw new Error(checked.problem.message);
  return checked.expression;
}

/** Cells as `plainValue` writes them; -0 is 0. */
function cells(text: string): PlainValue[] {
  const expression = typed(text);
  const values = evaluate(expression, EXPRESSION_TABLE);
  if (!(values instanceof Float64Array)) {
    return Array.from(values.codes, (code) => values.dictionary[code] ?? null);
  }
  return Array.from(values, (x) => {
    if (Number.isNaN(x)) return null;
    if (expression.is === 'boolean') return x === 1;
    return expression.is === 'date' ? new Date(x) : x + 0;
  });
}

const problem = (text: string) => {
  const checked = readExpression(text, types);
  return checked.type === 'problem' ? checked.problem : null;
};

describe('reading', () => {
  it('gives what was printed again, whatever the expression', () => {
    fc.assert(
      fc.property(anyExpression(3), (expression) => {
        const parsed = parseExpression(printExpression(expression));
        if (parsed.type === 'problem') throw new Error(parsed.problem.message);
        expect(withoutPlaces(parsed.expression)).toEqual(withoutPlaces(expression));
      }),
      { numRuns: 400 },
    );
  });

  it('ends for every text, with an expression or with a place within it', () => {
    const words = [
      '(',
      ')',
      ',',
      '"',
      '`',
      '-',
      '<=',
      'not',
      'if',
      'a',
      '1e9',
      ' ',
      'and',
      '\u2028',
      '🙂',
    ];
    const soup = fc
      .array(fc.constantFrom(...words), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), soup), (text) => {
        const parsed = parseExpression(text);
        if (parsed.type === 'expression') return;
        const { at, length, message } = parsed.problem;
        expect(at >= 0 && at + length <= text.length && message.length > 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses what is too long or too deep, and does not run out of stack', () => {
    const deep = (open: string, close: string) => `${open.repeat(3000)}a${close.repeat(3000)}`;
    for (const text of [deep('(', ')'), deep('-', ''), deep('not ', ''), deep('abs(', ')')]) {
      expect(parseExpression(text.slice(0, 10_000)).type).toBe('problem');
    }
    expect(parseExpression(Array.from({ length: 3000 }, () => 'a').join('+')).type).toBe('problem');
    expect(parseExpression('a '.repeat(10_000)).type).toBe('problem');
  });

  it('binds as in school: or, and, not, comparisons, sums, products, signs', () => {
    const same = (loose: string, bracketed: string) => {
      const [a, b] = [loose, bracketed].map((text) => {
        const parsed = parseExpression(text);
        return parsed.type === 'expression' ? withoutPlaces(parsed.expression) : parsed.problem;
      });
      expect(a).toEqual(b);
    };
    same('a or b and not c = d + e * -f', 'a or (b and (not (c = (d + (e * (-f))))))');
    same('a - b - c', '(a - b) - c');
    same('a / b * c', '(a / b) * c');
  });

  it('names columns that are no words in backticks, and knows a function by its bracket', () => {
    expect(['age', 'größe', 'net price', 'not', 'a`b', '2nd', 'year'].map(columnWord)).toEqual([
      'age',
      'größe',
      '`net price`',
      '`not`',
      '`a``b`',
      '`2nd`',
      'year',
    ]);
    expect(columnsRead(typed('year + year(from) + `net price` * year'))).toEqual([
      'year',
      'from',
      'net price',
    ]);
  });

  it('says where and what is wanted', () => {
    const place = (text: string) => {
      const { at, message } = problem(text)!;
      return [at, message];
    };
    expect(place('')).toEqual([0, 'There is nothing to compute yet']);
    expect(place('a +')).toEqual([3, 'Something is missing at the end']);
    expect(place('a + city')).toEqual([4, '+ (texts: concat) wants numbers, and city is a text']);
    expect(place('a < b < a')).toEqual([6, 'Comparisons do not chain: join two by and']);
    expect(place('if(a, b, b)')).toEqual([3, 'if wants yes or no, and a is a number']);
    expect(place('if(paid, a, city)')).toEqual([
      12,
      'if wants both of one type: a is a number, city is a text',
    ]);
    expect(place("city = 'Ulm'")).toEqual([7, 'Texts stand in double quotes: "so"']);
    expect(place('round(a, 2)')).toEqual([0, 'round takes 1 values, and was given 2']);
    expect(place('date(city)')[0]).toBe(5);
    expect(place('date("2023-02-29")')[0]).toBe(5);
    expect(place('a * age')![1]).toMatch(
      /^There is no column age; there are a, b, `net price`, year/,
    );
    expect(place('sum(a)')![1]).toMatch(/^There is no function sum; there are if, coalesce/);
  });
});

describe('evaluating', () => {
  it('gives for every row what an evaluator of single rows gives, to the bit', () => {
    fc.assert(
      fc.property(anyExpression(3), (expression) => {
        const text = printExpression(expression);
        const plain = Array.from({ length: EXPRESSION_TABLE.rows }, (_, row) => {
          const value = plainValue(expression, EXPRESSION_TABLE, row);
          return typeof value === 'number' ? value + 0 : value;
        });
        expect(cells(text)).toEqual(plain);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what is missing missing, but for missing, coalesce and the side of if that is not taken', () => {
    expect(cells('a + 1')).toEqual([1, 2.5, -1.5, null, 1e300, 8]);
    expect(cells('paid or true')).toEqual([true, true, null, true, true, null]);
    expect(cells('coalesce(a, b, 0)')).toEqual([0, 1.5, -2.5, 2, 1e300, 7]);
    expect(cells('if(missing(a), 0, a)')).toEqual([0, 1.5, -2.5, 0, 1e300, 7]);
    expect(cells('if(a != 7, a)')).toEqual([0, 1.5, -2.5, null, 1e300, null]);
    expect(cells('concat(city, "/", `odd ``name```)')).toEqual([
      'Ulm/m',
      'KÖLN /ulm',
      null,
      null,
      'İΣ/🙂 x',
      'Ulm/U',
    ]);
  });

  it('calls missing what is no finite number', () => {
    expect(cells('1 / a')).toEqual([null, 1 / 1.5, -0.4, null, 1e-300, 1 / 7]);
    expect(cells('a * a * b')).toEqual([0, 6.75, 3.125, null, null, null]);
    expect(cells('1 / (1 / a)')[0]).toBeNull();
    expect(cells('sqrt(`net price` - 1)')).toEqual([Math.sqrt(1.5), null, null, 3, null, 0]);
  });

  it('rounds halves up, and never to -0', () => {
    expect(cells('round(`net price`)').map((x) => Object.is(x, -0))).not.toContain(true);
    expect(cells('round(`net price`)')).toEqual([3, 0, 0, 10, -10, 1]);
  });

  it('makes texts of which no two are alike, so that categories are counted whole', () => {
    const values = evaluate(typed('lower(trim(concat(city, " ")))'), EXPRESSION_TABLE);
    if (values instanceof Float64Array) throw new Error('no texts');
    expect(new Set(values.dictionary).size).toBe(values.dictionary.length);
    expect(values.dictionary).toEqual(['ulm', 'köln', '', 'i̇σ']);
  });

  it('types every well-formed expression as it was meant', () => {
    fc.assert(
      fc.property(
        fc.oneof(...TYPES.map((is) => fc.tuple(fc.constant(is), expressionOf(is, 3)))),
        ([is, expression]) => {
          const checked = checkExpression(expression, types);
          expect(checked.type === 'typed' ? checked.expression.is : checked.problem).toBe(is);
        },
      ),
      { numRuns: 200 },
    );
  });
});
