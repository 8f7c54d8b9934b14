import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fittedDatePart } from '../../../../src/core/calendar/date-part';
import type { CodedColumn, Table } from '../../../../src/core/dataset/types';
import {
  fittedPreprocessing,
  laterPreprocessing,
} from '../../../../src/core/formats/preprocessing';
import { stream } from '../../../../src/core/random/philox';
import { isRefinedStep } from '../../../../src/core/recipe/refined-step';
import type { ColumnStep } from '../../../../src/core/recipe/types';
import { hashTexts } from '../../../../src/core/task/parts/word-hash';
import type { Target } from '../../../../src/core/task/target';
import { fitPreprocessing } from '../../../../src/ml/preprocess/fit';
import { fitHashedText, grams, textVectors } from '../../../../src/ml/preprocess/hashed-text';
import { inputNames } from '../../../../src/ml/preprocess/input-names';
import { centre } from '../../../../src/ml/preprocess/spread';
import { crossFitted, fitTargetEncode } from '../../../../src/ml/preprocess/target-encode';
import { transform } from '../../../../src/ml/preprocess/transform';
import { numeric } from '../../../support/training';

interface Reference {
  target: {
    categories: string[];
    numbers: number[];
    smooth: number;
    encodings: Record<string, number>;
    prior: number;
  };
  tfidf: { counts: number[][]; idf: number[]; values: number[][] };
}
const reference = JSON.parse(
  readFileSync(new URL('../../../golden/features-reference.json', import.meta.url), 'utf8'),
) as Reference;

function coded(
  name: string,
  texts: (string | null)[],
  type: 'category' | 'text' = 'category',
): CodedColumn {
  const dictionary = [...new Set(texts.filter((text) => text !== null))];
  const codes = Int32Array.from(texts, (text) => (text === null ? -1 : dictionary.indexOf(text)));
  return { kind: 'coded', schema: { name, type }, codes, dictionary };
}
const rowsTo = (n: number) => Uint32Array.from({ length: n }, (_, row) => row);

describe('target encoding', () => {
  const { categories, numbers, smooth, encodings, prior } = reference.target;
  const column = coded('city', categories);
  const target: Target = { type: 'number', values: Float64Array.from(numbers) };
  const step = {
    column: 'city',
    step: 'target-encode',
    smoothing: smooth,
    folds: 5,
    minCount: 10,
  } as const;
  const rows = rowsTo(numbers.length);
  const spread = centre(Float64Array.from(categories, (city) => encodings[city]!));
  const scaled = (x: number) => (x - spread.offset) / spread.scale;

  it('gives the shrunk means of the reference, scaled to mean 0 and deviation 1 over train', () => {
    const fitted = fitTargetEncode(step, column, rows, target);
    expect(new Set(fitted.categories)).toEqual(new Set(Object.keys(encodings)));
    fitted.categories.forEach((city, i) =>
      expect(fitted.values[i]![0]).toBeCloseTo(scaled(encodings[city]!), 9),
    );
    expect(fitted.prior[0]).toBeCloseTo(scaled(prior), 9);
  });

  it('gives each row of train what the rows of the other folds say', () => {
    const values = crossFitted(step, column, rows, target, 3);
    const random = stream(3, 'target-encode');
    const fold = (row: number) => random.uint32(row) % step.folds;
    for (const row of rows) {
      const others = [...rows].filter((other) => fold(other) !== fold(row));
      const mean = others.reduce((sum, other) => sum + numbers[other]!, 0) / others.length;
      const alike = others.filter((other) => categories[other] === categories[row]);
      const sum = alike.reduce((total, other) => total + numbers[other]!, 0);
      const expected = (sum + smooth * mean) / (alike.length + smooth);
      expect(values[row]).toBeCloseTo(scaled(expected), 5);
    }
  });

  it('names no category of fewer than 10 rows, and answers the average of all for it, unseen and missing ones', () => {
    const few = coded('city', [...categories.slice(0, 81), ...Array<string>(9).fill('Rare')]);
    const table: Table = { rows: 90, columns: [few] };
    const fitted = fitPreprocessing([{ ...step, minCount: 1 }], table, rows, [], target);
    const [only] = fitted.steps;
    if (only?.step !== 'target-encode') throw new Error('another step');
    expect(only.categories).not.toContain('Rare');
    const asked: Table = { rows: 3, columns: [coded('city', ['Rare', 'Mars', null])] };
    expect([...transform(fitted, asked, null)]).toEqual(
      Array<number>(3).fill(Math.fround(only.prior[0]!)),
    );
  });

  it('has one input of two classes, of more one per class but the last', () => {
    const width = (classes: string[]) => {
      const codes = Int32Array.from(rows, (row) => row % classes.length);
      const fitted = fitPreprocessing([step], { rows: 90, columns: [column] }, rows, [], {
        type: 'classes',
        classes,
        codes,
      });
      expect(laterPreprocessing(fitted)).toBe(true);
      expect(inputNames(fitted)).toHaveLength(fitted.width);
      return fitted.width;
    };
    expect(
      [
        ['no', 'yes'],
        ['a', 'b', 'c', 'd'],
      ].map(width),
    ).toEqual([1, 3]);
  });

  it('tells a model nothing of noise: values of train rows do not go with their own targets', () => {
    const random = stream(1, 'test');
    const n = 2000;
    const noise = coded(
      'id',
      Array.from({ length: n }, (_, row) => `c${random.uint32(row) % 150}`),
    );
    const codes = Int32Array.from({ length: n }, (_, row) => random.uint32(n + row) % 2);
    const classes: Target = { type: 'classes', classes: ['no', 'yes'], codes };
    const wanted = { ...step, column: 'id', smoothing: 1 };
    const together = (values: ArrayLike<number>) => {
      const of = (wantedClass: number) => {
        const some = [...codes.keys()].filter((row) => codes[row] === wantedClass);
        return some.reduce((sum, row) => sum + values[row]!, 0) / some.length;
      };
      return of(1) - of(0);
    };
    const fitted = fitTargetEncode(wanted, noise, rowsTo(n), classes);
    const naive = fitPreprocessing([wanted], { rows: n, columns: [noise] }, rowsTo(n), [], classes);
    expect(together(transform(naive, { rows: n, columns: [noise] }, null))).toBeGreaterThan(0.3);
    expect(together(crossFitted(wanted, noise, rowsTo(n), classes, 1))).toBeLessThan(0.1);
    expect(fitted.categories.length).toBeGreaterThan(50);
  });
});

describe('hashed text', () => {
  const { counts, idf, values } = reference.tfidf;
  const step = {
    column: 'note',
    step: 'hashed-text',
    words: [1, 1],
    buckets: 6,
    lower: true,
  } as const;
  const wordOf = (bucket: number) => {
    for (let i = 0; ; i++) if (hashTexts([`w${i}`]).low[0]! % 6 === bucket) return `W${i}`;
  };
  // The hash is of small letters, as the step makes them.
  const words = Array.from({ length: 6 }, (_, bucket) => wordOf(bucket));
  const texts = counts.map((row) =>
    row.flatMap((count, bucket) => Array<string>(count).fill(words[bucket]!)).join(' - '),
  );

  it('gives the TF-IDF of scikit-learn, without what fewer than 10 rows have', () => {
    const wanted: ColumnStep = { ...step, words: [1, 1] };
    const fitted = fitHashedText(wanted, coded('note', texts, 'text'), rowsTo(texts.length));
    expect(fitted.kept).toEqual([0, 1, 2, 3, 4]);
    fitted.idf.forEach((x, i) => expect(x).toBeCloseTo(idf[i]!, 12));
    const vectorOf = textVectors(fitted);
    texts.forEach((text, row) => {
      const dense = Array<number>(5).fill(0);
      for (const [slot, value] of vectorOf(text)) dense[slot] = value;
      dense.forEach((x, i) => expect(x).toBeCloseTo(values[row]![i]!, 12));
    });
  });

  it('takes words and words in a row, whatever stands between them', () => {
    expect(grams('Große  Äpfel, 3-mal!', [1, 2], true)).toEqual([
      'große',
      'äpfel',
      '3',
      'mal',
      'große äpfel',
      'äpfel 3',
      '3 mal',
    ]);
    expect(grams('a b c', [2, 3], false)).toEqual(['a b', 'b c', 'a b c']);
    expect(grams(' ... ', [1, 2], true)).toEqual([]);
  });

  it('gives a missing text, an empty one and one of unknown words the same inputs: none', () => {
    const table: Table = {
      rows: 40,
      columns: [coded('note', Array<string>(40).fill('good old note'), 'text')],
    };
    const fitted = fitPreprocessing([{ ...step, words: [1, 2], buckets: 64 }], table, rowsTo(40));
    expect(laterPreprocessing(fitted)).toBe(true);
    expect(fitted.width).toBeGreaterThan(3);
    const asked: Table = {
      rows: 4,
      columns: [coded('note', [null, '', 'zebra', 'GOOD note'], 'text')],
    };
    const flat = transform(fitted, asked, null);
    expect([...flat.subarray(0, 3 * fitted.width)].every((x) => x === 0)).toBe(true);
    expect(flat.subarray(3 * fitted.width).some((x) => x > 0)).toBe(true);
  });
});

describe('cycles of dates', () => {
  const at = (text: string) => Date.parse(text);

  it('make two inputs of length 1, that come again and do not jump', () => {
    for (const cycle of ['month', 'day-of-year', 'weekday', 'hour'] as const) {
      const point = (ms: number) => [
        fittedDatePart(`${cycle}-sin`, ms),
        fittedDatePart(`${cycle}-cos`, ms),
      ];
      const [x, y] = point(at('2024-12-31T23:00:00Z')) as [number, number];
      expect(x * x + y * y).toBeCloseTo(1, 12);
    }
    const apart = (a: string, b: string) => {
      const dx =
        fittedDatePart('day-of-year-sin', at(a)) - fittedDatePart('day-of-year-sin', at(b));
      const dy =
        fittedDatePart('day-of-year-cos', at(a)) - fittedDatePart('day-of-year-cos', at(b));
      return Math.sqrt(dx * dx + dy * dy);
    };
    expect(apart('2023-12-31', '2024-01-01')).toBeLessThan(0.03);
    expect(apart('2024-02-29', '2024-03-01')).toBeCloseTo(apart('2024-07-01', '2024-07-02'), 9);
    expect(apart('2024-01-01', '2024-07-01')).toBeGreaterThan(1.99);
  });

  it('stand beside plain parts in one step, which only the later formats know', () => {
    const step: ColumnStep = { column: 'day', step: 'date-parts', parts: ['year', 'month-cycle'] };
    const table: Table = {
      rows: 3,
      columns: [numeric('day', [at('2024-01-15'), at('2025-04-15'), NaN], 'datetime')],
    };
    const fitted = fitPreprocessing([step], table, rowsTo(3));
    expect(fitted).toMatchObject({ format: 'loam.preprocessing/2', width: 3 });
    expect(inputNames(fitted)).toEqual(['day year', 'day month-sin', 'day month-cos']);
    expect(fittedPreprocessing(fitted)).toBe(true);
    expect(
      fittedPreprocessing({ format: 'loam.preprocessing/1', steps: fitted.steps, width: 3 }),
    ).toBe(false);
    const rows = transform(fitted, table, null);
    expect([...rows.subarray(0, 3)]).toEqual([-1, 0, 1]);
    expect([...rows.subarray(4, 6)].map((x) => Math.round(x * 1e6) / 1e6)).toEqual([1, 0]);
    expect([...rows.subarray(6, 9)]).toEqual([0, 0, 0]);
    expect([step, { ...step, parts: ['year'] }].map(isRefinedStep)).toEqual([true, false]);
  });
});
