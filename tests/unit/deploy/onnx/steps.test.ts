/** Each step of the preparation inside of an ONNX graph, beside the code that the app predicts with. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { stepWidth } from '../../../../src/core/model/step-width';
import type { FittedStep, InputSignature } from '../../../../src/core/model/types';
import { OnnxGraph } from '../../../../src/deploy/onnx/graph';
import { onnxFeeds } from '../../../../src/deploy/onnx/feeds';
import { modelPorts } from '../../../../src/deploy/onnx/ports';
import { preprocess } from '../../../../src/deploy/onnx/preprocess';
import { alignRow } from '../../../../src/ml/predict/align';
import { transform } from '../../../../src/ml/preprocess/transform';
import { runOnnx } from '../../../support/onnx-runtime';

interface StepCase {
  step: FittedStep;
  input: InputSignature;
  cells: Cell[];
}

const plain = { categories: null, labels: null, quantiles: null };
const DAY = 86_400_000;

const spread = fc.constantFrom(
  { offset: 0, scale: 1 },
  { offset: 12.5, scale: 3.25 },
  { offset: -1e9, scale: 1e-12 },
  { offset: 1e300, scale: 1e300 },
);

const oddNumber = fc.constantFrom(
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  1.7e308,
  -1.7e308,
  1e-300,
  1e-12,
);
const numberCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  oddNumber,
  fc.constant(null),
);

const dateCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.integer({ min: -8.64e15, max: 8.64e15 }),
  fc.integer({ min: -1000, max: 40_000 }).map((day) => day * DAY),
  fc.integer({ min: 0, max: 4e12 }),
  fc.constantFrom(null, -1, Infinity, NaN, 951_782_400_000, -62_135_596_800_000),
);

const WORDS = ['Ulm', 'Bonn', 'naïve “x”', ' Kiel', 'null ', '0', '日本'];
const textCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.constantFrom<Cell>(...WORDS, 'elsewhere', '', 'NA', '?', null, 3),
  fc.string({ unit: 'grapheme', maxLength: 3 }).filter((text) => text.trim() === text),
);
const words = fc.uniqueArray(fc.constantFrom(...WORDS), { maxLength: 5 });

const named = <S extends { step: FittedStep['step'] }>(step: S) => ({ column: 'x', ...step });

const numeric = fc.record({
  step: fc.constant('numeric' as const),
  transform: fc.constantFrom('none' as const, 'log' as const),
  fill: fc.constantFrom(null, 0, -3.75, 1e6),
  indicator: fc.boolean(),
  spread,
});
const numericStep = numeric.map(({ spread: { offset, scale }, ...step }) =>
  named({ ...step, offset, scale }),
);
const oneHot = (texts: fc.Arbitrary<string[]>) =>
  fc
    .record({ categories: texts, rest: fc.boolean(), missing: fc.boolean() })
    .map((step) => named({ step: 'one-hot' as const, ...step }))
    .filter((step) => stepWidth(step) > 0);
const codes = (texts: fc.Arbitrary<string[]>) =>
  fc
    .record({ categories: texts, rest: fc.boolean() })
    .map((step) => named({ step: 'codes' as const, ...step }));
const ordinal = (texts: fc.Arbitrary<string[]>) =>
  fc
    .record({ order: texts, fill: fc.constantFrom(0, 1.5), spread })
    .map(({ spread: { offset, scale }, ...rest }) =>
      named({ step: 'ordinal' as const, ...rest, offset, scale }),
    );
const dateParts = fc
  .uniqueArray(
    fc.constantFrom(...(['year', 'month', 'day', 'weekday', 'hour', 'elapsed-days'] as const)),
    { minLength: 1 },
  )
  .chain((parts) =>
    fc.tuple(...parts.map(() => spread)).map((spreads) =>
      named({
        step: 'date-parts' as const,
        parts: parts.map((part, i) => ({ part, ...spreads[i]! })),
      }),
    ),
  );

const NUMBER_WORDS = ['1', '-2.5', '0', 'Infinity', '1e+21', '7.0', 'seven'];
const numberWords = fc.uniqueArray(fc.constantFrom(...NUMBER_WORDS), { maxLength: 5 });
const wholeCell: fc.Arbitrary<Cell> = fc.constantFrom<Cell>(
  ...[1, -2.5, 0, -0, Infinity, -Infinity, 1e21, 7, 8, NaN, null],
);
const booleanCell: fc.Arbitrary<Cell> = fc.constantFrom<Cell>(
  ...['ja', 'nein', 'true', 'FALSE', 'Yes', 'no', '1', '0', 'perhaps', '', 'NA'],
  ...[true, false, 1, 0, 2, null],
);
const booleanWords = fc.constantFrom<string[]>(['ja', 'nein'], ['nein'], []);

function cases(
  step: fc.Arbitrary<FittedStep>,
  input: Omit<InputSignature, 'name'>,
  cell: fc.Arbitrary<Cell>,
): fc.Arbitrary<StepCase> {
  const cells = fc.array(cell, { minLength: 1, maxLength: 30 });
  return fc.record({ step, input: fc.constant({ name: 'x', ...input }), cells });
}

const number = { type: 'number', ...plain } as const;
const integer = { type: 'integer', ...plain } as const;
const category = { type: 'category', ...plain } as const;
const boolean = { type: 'boolean', ...plain, labels: ['nein', 'ja'] as [string, string] } as const;
const datetime = { type: 'datetime', ...plain } as const;

const STEPS: Record<string, fc.Arbitrary<StepCase>> = {
  'numeric over numbers': cases(numericStep, number, numberCell),
  'date-parts over dates': cases(dateParts, datetime, dateCell),
  'one-hot over texts': cases(oneHot(words), category, textCell),
  'codes over texts': cases(codes(words), category, textCell),
  'ordinal over texts': cases(ordinal(words), category, textCell),
  'one-hot over whole numbers': cases(oneHot(numberWords), integer, wholeCell),
  'codes over whole numbers': cases(codes(numberWords), integer, wholeCell),
  'ordinal over whole numbers': cases(ordinal(numberWords), integer, wholeCell),
  'one-hot over booleans': cases(oneHot(booleanWords), boolean, booleanCell),
  'codes over booleans': cases(codes(booleanWords), boolean, booleanCell),
  'ordinal over booleans': cases(ordinal(booleanWords), boolean, booleanCell),
  'numeric over booleans': cases(
    numericStep,
    { ...boolean, labels: ['0', '1'] },
    fc.constantFrom<Cell>('0', '1', true, false, null, 'maybe'),
  ),
};

async function graphInputs({ step, input, cells }: StepCase): Promise<number[]> {
  const manifest = { inputs: [input] };
  const ports = modelPorts(manifest);
  const graph = new OnnxGraph(ports.inputs, ['inputs']);
  const value = preprocess(graph, manifest, { steps: [step] }, ['x']);
  graph.output({ name: 'inputs', type: 'float', columns: stepWidth(step) }, value);
  const rows = cells.map((cell) => [cell]);
  const answers = await runOnnx(graph.finish('step', {}), onnxFeeds(manifest, rows));
  return Array.from(answers.inputs as ArrayLike<number>);
}

function appInputs({ step, input, cells }: StepCase): number[] {
  const fitted = { format: 'loam.preprocessing/1', steps: [step], width: stepWidth(step) } as const;
  return cells.flatMap((cell) => {
    const { table } = alignRow([input], { x: cell });
    return Array.from(transform({ ...fitted, steps: [step] }, table, null));
  });
}

/** Only the logarithm of a runtime differs, and by its last digit. */
function expectAlike(theirs: number[], ours: number[], logarithm: boolean): void {
  if (!logarithm) return expect(theirs.map(canonicalZero)).toEqual(ours.map(canonicalZero));
  expect(theirs.length).toBe(ours.length);
  ours.forEach((value, i) => {
    if (Number.isNaN(value)) expect(theirs[i]).toBeNaN();
    else expect(Math.abs(theirs[i]! - value)).toBeLessThanOrEqual(1e-6 * Math.abs(value));
  });
}

const canonicalZero = (x: number) => (x === 0 ? 0 : x);

describe('preparation as ONNX', () => {
  for (const [name, drawn] of Object.entries(STEPS)) {
    it(`gives the very inputs that the app gives: ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(drawn, async (given) => {
          const { step } = given;
          const logarithm = step.step === 'numeric' && step.transform === 'log';
          expectAlike(await graphInputs(given), appInputs(given), logarithm);
        }),
        { numRuns: 40 },
      );
    });
  }
});
