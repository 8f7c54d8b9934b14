import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, Table } from '../../../../src/core/dataset/types';
import type { InputSignature } from '../../../../src/core/model/types';
import { DriftCounter } from '../../../../src/deploy/drift';
import { cellOf } from '../../../../src/core/dataset/cell';
import { fitPreprocessing } from '../../../../src/ml/preprocess/fit';
import { inputSignatures } from '../../../../src/ml/train/signature';
import { randomData } from '../../../support/page-tables';
import { seeded } from '../../../support/seeded';
import { tableOf } from '../../../support/table-of';

function signatureOf(table: Table): InputSignature[] {
  const rows = Uint32Array.from({ length: table.rows }, (_, i) => i);
  const steps = table.columns.map(({ kind, schema: { name: column } }) =>
    kind === 'numeric'
      ? ({
          column,
          step: 'numeric',
          transform: 'none',
          impute: 'median',
          indicator: false,
          scale: 'none',
        } as const)
      : ({ column, step: 'one-hot', limit: 30, minCount: 10 } as const),
  );
  return inputSignatures(fitPreprocessing(steps, table, rows), table, rows);
}

function counted(inputs: InputSignature[], table: Table): DriftCounter {
  const counter = new DriftCounter(inputs);
  counter.addTable(table);
  return counter;
}

function rowsOf(table: Table): Record<string, Cell>[] {
  return Array.from({ length: table.rows }, (_, row) =>
    Object.fromEntries(table.columns.map((column) => [column.schema.name, cellOf(column, row)])),
  );
}

/** Columns that two significant digits treat very differently. */
function someRows(count: number, seed: number, shift = 0, places = ['north', 'south', 'east']) {
  const random = seeded(seed);
  const column = <T>(draw: () => T) => Array.from({ length: count }, draw);
  return tableOf({
    height: column(() => 171.3 + shift + 9 * random.normal()),
    year: column(() => 2010 + Math.floor(10 * random.uniform())),
    visits: column(() => (random.uniform() < 0.93 ? 0 : Math.floor(50 * random.uniform()))),
    stars: column(() => 1 + Math.floor(5 * random.uniform())),
    place: column(() => random.pick(places)),
  });
}

const inputs = signatureOf(someRows(3000, 1));
const levelsOf = (table: Table) =>
  Object.fromEntries(
    counted(inputs, table)
      .report()
      .inputs.map(({ input, level }) => [input, level]),
  );

describe('drift of many rows', () => {
  it('is nowhere in other rows of the same kind, however coarse the quantiles are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 1e6 }),
        fc.integer({ min: 600, max: 3000 }),
        (seed, count) => {
          for (const { psi } of counted(inputs, someRows(count, seed)).report().inputs) {
            expect(psi ?? 0).toBeLessThan(0.1);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is none at all in the very rows that the signature was made from', () => {
    fc.assert(
      fc.property(randomData, ({ table }) => {
        const report = counted(signatureOf(table), table).report();
        for (const { psi } of report.inputs) expect(psi ?? 0).toBeLessThan(0.1);
      }),
      { numRuns: 30 },
    );
  });

  it('is found where a column moved, and put first', () => {
    const [first] = counted(inputs, someRows(1000, 2, 9)).report().inputs;
    expect(first).toMatchObject({
      input: 'height',
      level: 'shifted',
      reasons: ['psi'],
      missing: 0,
    });
    expect(levelsOf(someRows(1000, 2, 9))).toEqual({
      height: 'shifted',
      year: 'same',
      visits: 'same',
      stars: 'same',
      place: 'same',
    });
  });

  it('is what the formula gives over the six bins', () => {
    const signature: InputSignature[] = [
      { name: 'x', type: 'number', categories: null, labels: null, quantiles: [1, 2.5, 5, 7.5, 9] },
    ];
    const counts = [200, 100, 250, 250, 150, 50];
    const middles = [0.3, 1.7, 4, 6, 8.2, 9.7];
    const values = counts.flatMap((n, bin) => Array<number>(n).fill(middles[bin]!));
    const [found] = counted(signature, tableOf({ x: values })).report().inputs;
    const expected = 0.1 * Math.log(2) - 0.05 * Math.log(10 / 15) - 0.05 * Math.log(0.5);
    expect(found!.psi).toBeCloseTo(expected, 12);
    expect(found!.level).toBe('watch');
  });

  it('is not claimed from a few rows', () => {
    expect(levelsOf(someRows(5, 3, 9)).height).toBe('same');
    const two = tableOf({ place: ['mars', 'moon'] });
    const place = counted(inputs, two)
      .report()
      .inputs.find(({ input }) => input === 'place')!;
    expect(place).toMatchObject({ unseen: 1, level: 'same' });
  });

  it('names unseen categories, values far outside and missing ones by their shares', () => {
    const table = someRows(1000, 4);
    const odd = rowsOf(table).map((row, i) => ({
      ...row,
      place: i < 150 ? 'mars' : row.place!,
      stars: i < 20 ? 900 : row.stars!,
      year: i < 300 ? null : row.year!,
    }));
    const counter = new DriftCounter(inputs);
    for (const row of odd) counter.add(row);
    const found = new Map(counter.report().inputs.map((each) => [each.input, each]));
    expect(found.get('place')).toMatchObject({
      level: 'shifted',
      unseen: 0.15,
      reasons: ['unseen'],
      psi: null,
    });
    expect(found.get('stars')).toMatchObject({
      level: 'watch',
      outside: 0.02,
      reasons: ['outside'],
    });
    expect(found.get('year')).toMatchObject({ level: 'watch', missing: 0.3, reasons: ['missing'] });
    expect(counter.report().inputs[0]!.input).toBe('place');
  });

  it('counts what is unreadable, not a number or not there as missing', () => {
    const counter = new DriftCounter(inputs);
    counter.add({ height: 'tall', year: NaN, visits: Infinity, place: '' });
    const missing = counter.report().inputs.map((each) => each.missing);
    expect(missing).toEqual([1, 1, 1, 1, 1]);
    expect(counter.report().inputs.map(({ psi }) => psi)).toEqual([null, null, null, null, null]);
  });

  it('is the same row by row, as a table, and added up from parts in any cut', () => {
    fc.assert(
      fc.property(randomData, randomData, fc.nat(40), (trained, { table }, cut) => {
        const signature = signatureOf(trained.table);
        const whole = counted(signature, table).report();
        const byRow = [new DriftCounter(signature), new DriftCounter(signature)] as const;
        rowsOf(table).forEach((row, i) => byRow[i < cut ? 0 : 1].add(row));
        byRow[1].merge(byRow[0]);
        expect(byRow[1].report()).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('of nothing is nothing', () => {
    const report = new DriftCounter(inputs).report();
    expect(report.rows).toBe(0);
    expect(report.inputs.every(({ level }) => level === 'same')).toBe(true);
  });
});
