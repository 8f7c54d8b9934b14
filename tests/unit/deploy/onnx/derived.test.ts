/** Columns made by expressions as ONNX, run by ONNX Runtime, beside the app's own prediction. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { isLoamError } from '../../../../src/core/errors';
import { evaluate } from '../../../../src/core/expression/evaluate';
import type { Texts } from '../../../../src/core/expression/texts';
import { readExpression } from '../../../../src/core/expression/type-check';
import type { FittedStep, InputSignature } from '../../../../src/core/model/types';
import { stepWidth } from '../../../../src/core/model/step-width';
import { writeOnnx } from '../../../../src/deploy/onnx';
import { expectSameAnswers } from '../../../support/onnx-agreement';
import { askChecker, hasChecker } from '../../../support/onnx-checker';
import { sealedModel } from '../../../support/sealed-model';
import { tableOf } from '../../../support/table-of';
import { seeded } from '../../../support/seeded';

const of = { categories: null, labels: null, quantiles: null };
const inputs: InputSignature[] = [
  { ...of, name: 'a', type: 'number' },
  { ...of, name: 'b b', type: 'integer' },
  { ...of, name: 'colour', type: 'category', categories: ['red', 'green'] },
  { ...of, name: 'paid', type: 'boolean', labels: ['nein', 'ja'] },
  { ...of, name: 'day', type: 'datetime' },
];

const NUMBERS = [
  'a + 2 * `b b` - 1',
  'a / `b b`',
  '-a',
  'abs(a) + floor(a) - round(a * 2)',
  'round(`b b` / 2)',
  'log(a)',
  'sqrt(a)',
  'exp(a)',
  'pow(abs(a), 1.5)',
  'pow(a, 2) + pow(`b b`, -1)',
  'min(a, `b b`, 1)',
  'max(a, 0)',
  'if(a > 0, a, `b b`)',
  'if(paid, a)',
  'coalesce(a, `b b`, 9)',
  'if(missing(a), 1, 0)',
  'if(colour = "red", a, -1)',
  'if("green" != colour, 3, 4)',
  'if(missing(colour), 5, 6)',
  'if(concat(colour, "/", if(paid, "p", "q")) = "red/p", 1, 2)',
  'if(missing(concat("x", colour, colour)), 3, 4)',
  'if(equals(a, `b b`) or not paid, 1, 2)',
  'if(a <= `b b` and paid, 1, 2)',
  'if(a >= 0.5 or a < -0.5, 1, 2)',
  'year(day) - 2000',
  'month(day) + day(day) / 31',
  'weekday(day)',
  'hour(day)',
  'days_between(date("2020-02-29"), day) / 1000',
  'if(day > date("2021-01-01"), 1, 0)',
  'n0 * 2',
  '7',
];

const OTHERS: [expression: string, step: 'text' | 'boolean'][] = [
  ['colour', 'text'],
  ['if(a > 0, colour, "blue")', 'text'],
  ['coalesce(colour, "none")', 'text'],
  ['if(paid, if(a > 1, "high", "low"))', 'text'],
  ['"always"', 'text'],
  // What begins as a known text and goes on as none of them.
  ['concat(if(a > 0, "r", "re"), coalesce(colour, "p"))', 'text'],
  ['concat("re", "d")', 'text'],
  ['a > `b b`', 'boolean'],
  ['paid', 'boolean'],
  ['not paid and a > 0', 'boolean'],
  ['colour = "red"', 'boolean'],
];

function modelOf(expressions: string[], stepOf: (column: string, i: number) => FittedStep) {
  const derived = expressions.map((expression, i) => ({ name: `n${i}`, expression }));
  const steps = derived.map(({ name }, i) => stepOf(name, i));
  const width = steps.reduce((sum, step) => sum + stepWidth(step), 0);
  return sealedModel({
    inputs,
    derived,
    steps,
    network: {
      type: 'layers',
      layers: [
        {
          layer: 'dense',
          kernel: 'k',
          bias: 'b',
          inputs: width,
          outputs: 1,
          activation: 'linear',
        },
      ],
    },
    tensors: [
      // No two inputs stand in for each other.
      {
        name: 'k',
        shape: [width, 1],
        values: Float32Array.from({ length: width }, (_, i) => 1 + ((i * 37) % 101) / 50),
      },
      { name: 'b', shape: [1], values: Float32Array.of(0) },
    ],
    outputs: 1,
  });
}

const DAY_MS = 86_400_000;

function cellRows(count: number): Cell[][] {
  const random = seeded(4);
  const orNull = (cell: Cell) => (random.uniform() < 0.15 ? null : cell);
  return Array.from({ length: count }, () => [
    orNull(random.pick([0, -0.5, 0.5, 1, 2.5, random.normal() * 3])),
    orNull(Math.floor(random.normal() * 2)),
    orNull(random.pick(['red', 'green', 'blue', 'NA', '?', 'Red'])),
    orNull(random.pick<Cell>(['ja', 'nein', 'true', 'no', '1', 'perhaps'])),
    orNull(Math.floor(random.uniform() * 20_000 * DAY_MS)),
  ]);
}

/** Well-typed texts over the columns, of which some make texts one after another. */
function texts(depth: number): fc.Arbitrary<string> {
  const leaf = fc.oneof(
    fc.constantFrom('colour', 'if(paid, colour)', 'coalesce(colour, "")'),
    fc.constantFrom('', 'r', 're', 'd', 'N', 'A', '/', '🙂', 'red').map((text) => `"${text}"`),
  );
  if (depth === 0) return leaf;
  const of = texts(depth - 1);
  return fc.oneof(
    leaf,
    fc.tuple(of, of).map(([a, b]) => `if(a > 0, ${a}, ${b})`),
    fc.array(of, { minLength: 2, maxLength: 4 }).map((each) => `concat(${each.join(', ')})`),
  );
}

/** Half of the texts that an expression makes of the rows, and some that it nearly makes. */
function madeOf(expression: string, rows: Cell[][]): string[] {
  const types = new Map(inputs.map(({ name, type }) => [name, type]));
  const read = readExpression(expression, types);
  if (read.type === 'problem') throw new Error(read.problem.message);
  const table = tableOf(
    Object.fromEntries(
      inputs.map((input, i) => [
        input.name,
        {
          schema:
            input.type === 'boolean'
              ? { name: input.name, type: input.type, labels: input.labels! }
              : { name: input.name, type: input.type },
          values: rows.map((row) => (row[i] === 'perhaps' ? null : row[i]!)),
        },
      ]),
    ) as Parameters<typeof tableOf>[0],
  );
  const { dictionary } = evaluate(read.expression, table) as Texts;
  const near = dictionary.map((text) => [...text].slice(1).join(''));
  return [...new Set([...dictionary.filter((_, i) => i % 2 === 0), ...near])];
}

const numeric = (column: string): FittedStep => ({
  column,
  step: 'numeric',
  transform: 'none',
  fill: -7.25,
  indicator: true,
  offset: 0,
  scale: 1,
});

const oneHot = (column: string, categories: string[]): FittedStep => ({
  column,
  step: 'one-hot',
  categories,
  rest: true,
  missing: true,
});

/** Why the export is refused. */
function reasonOf(write: () => unknown): unknown {
  try {
    write();
  } catch (error) {
    if (isLoamError(error, 'export-refused')) return error.facts.reason;
    throw error;
  }
  return null;
}

describe('columns made by expressions, as ONNX', () => {
  it.each(NUMBERS.filter((_, i) => i !== NUMBERS.indexOf('n0 * 2')))(
    'are the numbers of the app: %s',
    async (expression) => {
      await expectSameAnswers(modelOf([expression], numeric), cellRows(120));
    },
  );

  it('are the numbers of the app together, one made of another', async () => {
    await expectSameAnswers(modelOf(NUMBERS, numeric), cellRows(200));
  });

  it('are the texts and the yes or no of the app, as categories', async () => {
    const known = ['p', 'rep', 'red', 'blue', 'none', 'high', 'always'];
    const model = modelOf(
      OTHERS.map(([expression]) => expression),
      (column, i) => oneHot(column, OTHERS[i]![1] === 'text' ? known : ['false', 'true']),
    );
    await expectSameAnswers(model, cellRows(200));
  });

  it('are texts one after another as in the app, whatever stands in them', async () => {
    const expressions = fc.sample(texts(2), { numRuns: 40, seed: 9 });
    expect(expressions.filter((each) => each.includes('concat')).length).toBeGreaterThan(15);
    const rows = cellRows(150);
    const known = expressions.map((each) => madeOf(each, rows));
    const model = modelOf(expressions, (column, i) => oneHot(column, known[i]!));
    await expectSameAnswers(model, rows);
    if (hasChecker) expect(askChecker([writeOnnx(model)])).toEqual({ status: 0, stderr: '' });
  });

  it('are refused where texts one after another would take too large a table', () => {
    const long = Array.from({ length: 6 }, (_, i) => `${i}`.repeat(400));
    const model = modelOf(['concat(colour, colour, colour)'], (column) => oneHot(column, long));
    expect(reasonOf(() => writeOnnx(model))).toMatch(/^its made column “n0” .* 483601 pairs/);
  });

  it.each([
    ['if(contains(colour, "re"), 1, 0)', 'contains(colour, "re")'],
    ['length(trim(colour))', 'length(trim(colour))'],
    ['length(concat(colour, "x"))', 'length(concat(colour, "x"))'],
    ['if(colour = lower(colour), 1, 0)', 'colour = lower(colour)'],
  ])('are refused by name where they take texts apart: %s', (expression, named) => {
    expect(reasonOf(() => writeOnnx(modelOf([expression], numeric)))).toBe(
      `its made column “n0” asks for ${named}, which it cannot say`,
    );
  });
});
