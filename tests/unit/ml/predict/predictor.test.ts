import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, Column, Table } from '../../../../src/core/dataset/types';
import { rowsOf } from '../../../../src/core/dataset/cell';
import type { InputSignature, ModelManifest } from '../../../../src/core/model/types';
import type { FittedPreprocessing } from '../../../../src/core/model/types';
import { log, sigmoid } from '../../../../src/core/math';
import { planNetwork } from '../../../../src/core/network/plan';
import { normal } from '../../../../src/core/random/normal';
import { stream } from '../../../../src/core/random/philox';
import { namedLayers } from '../../../../src/ml/engine/network';
import { writeSafetensors } from '../../../../src/ml/formats/safetensors';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { NOWHERE, numeric } from '../../../support/training';

const inputs: InputSignature[] = [
  { name: 'age', type: 'number', categories: null, labels: null, quantiles: null },
  { name: 'city', type: 'category', categories: ['Ulm', 'Bonn'], labels: null, quantiles: null },
  { name: 'member', type: 'boolean', categories: null, labels: ['no', 'yes'], quantiles: null },
  { name: 'since', type: 'datetime', categories: null, labels: null, quantiles: null },
];
const fitted: FittedPreprocessing = {
  format: 'loam.preprocessing/1',
  width: 9,
  steps: [
    {
      column: 'age',
      step: 'numeric',
      transform: 'log',
      fill: 30,
      indicator: true,
      offset: 3,
      scale: 0.7,
    },
    { column: 'city', step: 'one-hot', categories: ['Ulm', 'Bonn'], rest: true, missing: true },
    { column: 'member', step: 'one-hot', categories: ['no', 'yes'], rest: false, missing: false },
    {
      column: 'since',
      step: 'date-parts',
      parts: [{ part: 'elapsed-days', offset: 17_000, scale: 900 }],
    },
  ],
};

function modelOf(kind: ModelManifest['kind'], activation: 'relu' | 'tanh' = 'relu') {
  const outputs = kind === 'multiclass' ? 3 : 1;
  const plan = planNetwork({
    input: [fitted.width],
    layers: [7, 5].map((units) => ({ layer: 'dense', units, activation })),
    outputs,
  });
  const random = stream(2, 'initialise/test');
  const flat = Float32Array.from({ length: plan.parameters }, (_, i) => normal(random, i));
  const { layers, tensors } = namedLayers(plan, flat);
  const manifest: ModelManifest = {
    format: 'loam.model/1',
    kind,
    target: 'y',
    classes: kind === 'binary' ? ['no', 'yes'] : kind === 'multiclass' ? ['a', 'b', 'c'] : null,
    inputs,
    preprocessing: NOWHERE,
    network: { type: 'layers', layers },
    weights: NOWHERE,
    targetTransform: kind === 'regression' ? { offset: 12, scale: 3 } : { offset: 0, scale: 1 },
    threshold: kind === 'binary' ? 0.5 : null,
    calibrator: null,
    conformal: null,
  };
  return { manifest, weights: writeSafetensors(tensors) };
}

function predictorOf(kind: ModelManifest['kind'], activation: 'relu' | 'tanh' = 'relu') {
  const { manifest, weights } = modelOf(kind, activation);
  return makePredictor(manifest, fitted, weights);
}

type RowOf = { age: number; city: string | null; member: number; since: number };
const anyRow = fc.record<RowOf>({
  age: fc.oneof(fc.double(), fc.double({ min: 0, max: 99 }), fc.constant(NaN)),
  city: fc.option(fc.constantFrom('Ulm', 'Bonn', 'Rome', 'x y'), { nil: null }),
  member: fc.constantFrom(-1, 0, 1),
  since: fc.oneof(fc.integer({ min: -1e12, max: 4e12 }), fc.constant(NaN)),
});

function tableOf(rows: RowOf[]): Table {
  const dictionary = ['Ulm', 'Bonn', 'Rome', 'x y'];
  const city: Column = {
    kind: 'coded',
    schema: { name: 'city', type: 'category' },
    dictionary,
    codes: Int32Array.from(rows, (row) => (row.city === null ? -1 : dictionary.indexOf(row.city))),
  };
  const member: Column = {
    kind: 'coded',
    schema: { name: 'member', type: 'boolean', labels: ['no', 'yes'] },
    dictionary: ['no', 'yes'],
    codes: Int32Array.from(rows, (row) => row.member),
  };
  const age = numeric(
    'age',
    rows.map((row) => row.age),
  );
  const since = numeric(
    'since',
    rows.map((row) => row.since),
    'datetime',
  );
  return { rows: rows.length, columns: [since, member, age, city] };
}

function cellsOf(table: Table, row: number): Record<string, Cell> {
  const [cells] = rowsOf(table.columns, row, 1);
  return Object.fromEntries(table.columns.map(({ schema }, c) => [schema.name, cells![c]!]));
}

describe('a predictor', () => {
  for (const kind of ['binary', 'multiclass', 'regression'] as const) {
    for (const activation of ['relu', 'tanh'] as const) {
      it(`gives one row the bits that the table has there: ${kind}, ${activation}`, () => {
        const predictor = predictorOf(kind, activation);
        fc.assert(
          fc.property(fc.array(anyRow, { minLength: 1, maxLength: 12 }), (rows) => {
            const table = tableOf(rows);
            const together = predictor.predictTable(table);
            rows.forEach((_, row) => {
              const one = predictor.predictCells(cellsOf(table, row));
              const flat = together.probabilities ?? together.values!;
              const width = flat.length / rows.length;
              const expected = Array.from(flat.subarray(row * width, (row + 1) * width));
              expect(one.probabilities ?? [one.answer]).toEqual(expected);
              expect(expected.every(Number.isFinite)).toBe(true);
            });
          }),
        );
      });
    }
  }

  it('gives the rows asked for, in the order asked, as it gives them in the whole table', () => {
    const rows = Array.from({ length: 9000 }, (_, i) => ({
      age: i % 90,
      city: 'Ulm',
      member: i % 2,
      since: i * 1e8,
    }));
    const predictor = predictorOf('regression');
    const { values } = predictor.predictTable(tableOf(rows));
    const picked = Uint32Array.of(8999, 0, 4095, 4096);
    expect(predictor.predictTable(tableOf(rows), picked).values).toEqual(
      Float64Array.from(picked, (row) => values![row]!),
    );
  });

  it('gives probabilities that add up to 1 and answers with the likeliest class', () => {
    const { probabilities, answer } = predictorOf('multiclass').predictCells({
      age: 40,
      city: 'Ulm',
      member: true,
      since: '2020-01-01',
    });
    expect(probabilities!.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(answer).toBe(['a', 'b', 'c'][probabilities!.indexOf(Math.max(...probabilities!))]);
  });

  it('moves the binary answer with the threshold of the model', () => {
    const { manifest, weights } = modelOf('binary');
    const row = { age: 40, city: 'Ulm', member: true, since: '2020-01-01' };
    const p = makePredictor(manifest, fitted, weights).predictCells(row).probabilities![1]!;
    const at = (threshold: number) =>
      makePredictor({ ...manifest, threshold }, fitted, weights).predictCells(row).answer;
    expect([at(p), at(p + 1e-9)]).toEqual(['yes', 'no']);
  });

  it('reads what a form sends by the types of the signature', () => {
    const predictor = predictorOf('binary');
    const typed = predictor.predictCells({
      age: 41,
      city: 'Bonn',
      member: true,
      since: '2021-03-04T05:06:07Z',
    });
    expect(typed.problems).toEqual([]);
    for (const row of [
      { age: ' 41.0 ', city: 'Bonn', member: 'yes', since: '2021-03-04 05:06:07' },
      { age: '4.1e1', city: 'Bonn', member: '1', since: '2021-03-04T06:06:07+01:00' },
      { age: 41, city: 'Bonn', member: 1, since: 1614834367000 },
    ]) {
      expect(predictor.predictCells(row)).toEqual(typed);
    }
  });

  it('treats what it cannot read as missing and says what was wrong', () => {
    const predictor = predictorOf('binary');
    const { problems, probabilities } = predictor.predictCells({
      age: 'old',
      city: 'Rome',
      member: null,
    });
    expect(problems).toEqual([
      { input: 'age', problem: 'wrong-type', count: 1, example: 'old' },
      { input: 'city', problem: 'unseen', count: 1, example: 'Rome' },
      { input: 'member', problem: 'missing', count: 1, example: null },
      { input: 'since', problem: 'absent', count: 1, example: null },
    ]);
    const blank = predictor.predictCells({ age: null, city: 'elsewhere', member: '', since: '?' });
    expect(blank.probabilities).toEqual(probabilities);
  });

  it('counts problems per input over a table, and takes columns of other types', () => {
    const predictor = predictorOf('regression');
    const age: Column = {
      kind: 'coded',
      schema: { name: 'age', type: 'text' },
      dictionary: ['40', 'forty', ' 41'],
      codes: Int32Array.of(0, 1, 2, 1, -1),
    };
    const city = numeric('city', [1, 1, NaN, 2, 2], 'integer');
    const table: Table = { rows: 5, columns: [age, city] };
    const { problems, values } = predictor.predictTable(table);
    expect(problems).toEqual([
      { input: 'age', problem: 'missing', count: 1, example: null },
      { input: 'age', problem: 'wrong-type', count: 2, example: 'forty' },
      { input: 'city', problem: 'missing', count: 1, example: null },
      { input: 'city', problem: 'unseen', count: 4, example: '1' },
      { input: 'member', problem: 'absent', count: 5, example: null },
      { input: 'since', problem: 'absent', count: 5, example: null },
    ]);
    expect(values![0]).toBe(predictor.predictCells({ age: 40, city: '1' }).answer);
  });

  it('answers a baseline with its constant, without weights', () => {
    const { manifest } = modelOf('multiclass');
    const constant = {
      ...manifest,
      weights: null,
      network: { type: 'constant' as const, output: [0, 0, Math.LN2] },
    };
    const { answer, probabilities } = makePredictor(constant, fitted, null).predictCells({
      age: 3,
    });
    expect(answer).toBe('c');
    expect(probabilities!.map((p) => Number(p.toFixed(12)))).toEqual([0.25, 0.25, 0.5]);
  });

  it('refuses weights, layers and preprocessing that do not fit together', () => {
    const { manifest, weights } = modelOf('binary');
    const narrow = { ...fitted, width: 1, steps: fitted.steps.slice(3) };
    const broken = [
      () => makePredictor(manifest, fitted, null),
      () => makePredictor(manifest, narrow, weights),
      () =>
        makePredictor(
          { ...manifest, kind: 'multiclass', classes: ['a', 'b', 'c'] },
          fitted,
          weights,
        ),
      () => makePredictor({ ...manifest, classes: null }, fitted, weights),
      () =>
        makePredictor({ ...manifest, network: { type: 'layers', layers: [] } }, fitted, weights),
      () => makePredictor(manifest, fitted, weights.subarray(0, weights.length - 4)),
    ];
    for (const make of broken)
      expect(make).toThrow(expect.objectContaining({ code: 'object-damaged' }));
  });
});

describe('a model of the second format', () => {
  const rows = [
    { age: 30, city: 'Ulm', member: 'yes', since: '2020-01-01' },
    { age: 64, city: 'Bonn', member: 'no', since: '2012-05-30' },
    { age: null, city: null, member: null, since: null },
  ];

  it('answers with calibrated probabilities, decides by them, and says which classes it may be', () => {
    const { manifest, weights } = modelOf('binary');
    const plain = makePredictor(manifest, fitted, weights);
    const refined: ModelManifest = {
      ...manifest,
      format: 'loam.model/2',
      threshold: 0.3,
      calibrator: { type: 'platt', slope: 0.25, intercept: -0.5 },
      conformal: { type: 'set', coverage: 0.9, least: 0.4 },
    };
    for (const row of rows) {
      const [no, yes] = plain.predictCells(row).probabilities!;
      const p = sigmoid(0.25 * log(yes! / no!) - 0.5);
      const { answer, probabilities, interval, set } = makePredictor(
        refined,
        fitted,
        weights,
      ).predictCells(row);
      expect(probabilities![1]).toBeCloseTo(p, 12);
      expect(answer).toBe(p >= 0.3 ? 'yes' : 'no');
      expect(interval).toBeNull();
      const probable = ['no', 'yes'].filter((_, c) => probabilities![c]! >= 0.4);
      expect(set).toEqual(probable);
    }
  });

  it('gives an interval around each number', () => {
    const { manifest, weights } = modelOf('regression');
    const conformal = { type: 'interval', coverage: 0.8, low: -1.5, high: 2 } as const;
    const predictor = makePredictor(
      { ...manifest, format: 'loam.model/2', conformal },
      fitted,
      weights,
    );
    for (const row of rows) {
      const { answer, interval, set } = predictor.predictCells(row);
      expect(interval).toEqual({ low: Number(answer) - 1.5, high: Number(answer) + 2 });
      expect(set).toBeNull();
    }
  });
});
