import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeChunk, encodeNumbers } from '../../../../src/core/dataset/chunk-encode';
import { encodeDecimals } from '../../../../src/core/dataset/encode-decimals';
import { decodeChunk, readHeader } from '../../../../src/core/dataset/chunk-decode';
import { ENCODING } from '../../../../src/core/dataset/chunk-layout';
import type { CodedColumn, ColumnSchema } from '../../../../src/core/dataset/types';
import { digestOf } from '../../../../src/core/hash/digest';
import { isLoamError } from '../../../../src/core/errors';
import { columnOf } from '../../../support/table-of';

const number: ColumnSchema = { name: 'x', type: 'number' };
const category: ColumnSchema = { name: 'c', type: 'category' };
const boolean: ColumnSchema = { name: 'b', type: 'boolean', labels: ['no', 'yes'] };

const texts = (column: CodedColumn) =>
  Array.from(column.codes, (code) => (code < 0 ? null : column.dictionary[code]!));

function numbersRoundTrip(values: number[]): number[] {
  const column = { kind: 'numeric' as const, schema: number, values: Float64Array.from(values) };
  const back = decodeChunk(encodeChunk(column), number);
  return back.kind === 'numeric' ? [...back.values] : [];
}

function encodingOf(values: (number | string | null)[], schema = number): number {
  return readHeader(encodeChunk(columnOf(schema, values))).encoding;
}

describe('a column chunk', () => {
  test('gives back every number, bit for bit, and every gap', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 300 }), (values) => {
        const back = numbersRoundTrip(values);
        expect(back.length).toBe(values.length);
        values.forEach((value, i) => expect(Object.is(back[i], value)).toBe(true));
      }),
    );
  });

  test('gives back decimals and days that are stored as integers, bit for bit', () => {
    const decimal = fc.tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.nat(10));
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 1, maxLength: 50 }), fc.nat(10), (parts, most) => {
        const values = parts.map(([n, places]) => Number(`${n}e-${Math.min(places, most)}`));
        const days = parts.map(([n]) => (n >> 8) * 86_400_000);
        for (const column of [values, days]) {
          const back = numbersRoundTrip(column);
          column.forEach((value, i) => expect(Object.is(back[i], value)).toBe(true));
        }
      }),
    );
  });

  test('is the same bytes whether decimals come as integers or as numbers', () => {
    const mantissa = fc.option(fc.integer({ min: -999_999_999, max: 999_999_999 }), { freq: 4 });
    const round = fc
      .tuple(fc.integer({ min: -99, max: 99 }), fc.nat(7))
      .map(([n, zeros]) => n * 10 ** zeros);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(mantissa, round), { minLength: 1, maxLength: 40 }),
        fc.nat(9),
        (all, places) => {
          const values = all.map((m) => (m === null ? NaN : Number(`${m}e-${places}`)));
          const column = Float64Array.from(values);
          const mantissas = Int32Array.from(all, (m) => m ?? 0);
          const missing = all.filter((m) => m === null).length;
          expect(encodeDecimals(mantissas, places, missing, column)).toEqual(encodeNumbers(column));
        },
      ),
    );
  });

  test('gives back every text and every gap', () => {
    const cell = fc.option(fc.string({ unit: 'grapheme', maxLength: 12 }), { freq: 5 });
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 400 }), (values) => {
        const back = decodeChunk(encodeChunk(columnOf(category, values)), category);
        expect(back.kind === 'coded' && texts(back)).toEqual(values);
      }),
    );
  });

  test('takes the narrowest encoding that holds every value', () => {
    expect(encodingOf([1, null, -128])).toBe(ENCODING.int8);
    expect(encodingOf([1, 128])).toBe(ENCODING.int16);
    expect(encodingOf([1, -32769])).toBe(ENCODING.int32);
    expect(encodingOf([1, 2 ** 31])).toBe(ENCODING.float64);
    expect(encodingOf([1, 0.5])).toBe(ENCODING.int8);
    expect(encodingOf([1, -3276.8])).toBe(ENCODING.int16);
    expect(encodingOf([1, 0.123456789])).toBe(ENCODING.int32);
    expect(encodingOf([1, 0.1234567891])).toBe(ENCODING.float64);
    expect(encodingOf([3, 0.123456789])).toBe(ENCODING.float64);
    expect(encodingOf([0.1, 0.1 + 0.2])).toBe(ENCODING.float64);
    expect(encodingOf([86_400_000 * 20_000, null, 0])).toBe(ENCODING.int16);
    expect(encodingOf([86_400_000 * 20_000, 1])).toBe(ENCODING.float64);
    expect(encodingOf([1, -0])).toBe(ENCODING.float64);
    expect(encodingOf([1, Infinity])).toBe(ENCODING.float64);
    expect(encodingOf([null, null])).toBe(ENCODING.empty);
  });

  test('takes a dictionary only where it is smaller', () => {
    const unique = Array.from({ length: 300 }, (_, i) => `row ${i} and its own words`);
    expect(encodingOf(unique, category)).toBe(ENCODING.plain);
    expect(encodingOf(['a', 'b', 'a', 'a', null, 'b', 'a'], category)).toBe(ENCODING.dict8);
    const many = Array.from({ length: 2000 }, (_, i) => `value ${i % 300}`);
    expect(encodingOf(many, category)).toBe(ENCODING.dict16);
  });

  test('is the same bytes for the same content, whatever the order of the dictionary', () => {
    const one = {
      kind: 'coded' as const,
      schema: category,
      codes: Int32Array.of(0, 1, -1, 0),
      dictionary: ['a', 'b'],
    };
    const two = { ...one, codes: Int32Array.of(2, 0, -1, 2), dictionary: ['b', 'unused', 'a'] };
    expect(encodeChunk(one)).toEqual(encodeChunk(two));
    const nan = Float64Array.of(1.5, 0);
    new Uint32Array(nan.buffer).set([0xdeadbeef, 0xfff8dead], 2);
    const odd = { kind: 'numeric' as const, schema: number, values: nan };
    expect(encodeChunk(odd)).toEqual(encodeChunk(columnOf(number, [1.5, null])));
  });

  test('keeps its bytes for ever: a frozen digest of each encoding', () => {
    const chunks = [
      encodeChunk(columnOf(number, [1, null, -3])),
      encodeChunk(columnOf(number, [1000, -0.5, null])),
      encodeChunk(columnOf(number, [1e300, null, 0.1])),
      encodeChunk(columnOf(number, [86_400_000 * 20_000, null])),
      encodeChunk(columnOf(category, ['Ulm', null, 'Bonn', 'Ulm', 'Ulm', 'Ulm', 'Ulm', 'Ulm'])),
      encodeChunk(columnOf(category, ['a long and lonely text', null])),
      encodeChunk(columnOf(boolean, [true, null, false])),
      encodeChunk(columnOf(category, [null])),
    ];
    expect(chunks.map((bytes) => digestOf(bytes).slice(0, 16))).toMatchInlineSnapshot(`
      [
        "226e4adcbd439aa9",
        "a164103d832e0152",
        "007309dcee70d925",
        "2c8a1007734ad174",
        "508a3ec7d5cc365b",
        "5ed66b0d26d48534",
        "3264b3fd5307a8e9",
        "fa01058079095da4",
      ]
    `);
  });

  test('writes lone surrogates as the replacement character, and equal texts once', () => {
    const back = decodeChunk(
      encodeChunk(columnOf(category, ['\ud800', '\ufffd', '\udc00x'])),
      category,
    );
    expect(back.kind === 'coded' && texts(back)).toEqual(['\ufffd', '\ufffd', '\ufffdx']);
    expect(back.kind === 'coded' && back.dictionary).toEqual(['\ufffd', '\ufffdx']);
  });

  test('reads a boolean by the labels of its schema', () => {
    const back = decodeChunk(encodeChunk(columnOf(boolean, [true, true, null, false])), boolean);
    expect(back).toEqual(columnOf(boolean, [true, true, null, false]));
    const other: ColumnSchema = { ...boolean, labels: ['nein', 'ja'] } as ColumnSchema;
    expect(() => decodeChunk(encodeChunk(columnOf(boolean, [true])), other)).toThrow(/damaged/);
  });

  test('reads from any alignment', () => {
    const bytes = encodeChunk(columnOf(number, [1.5, null, 3]));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeChunk(shifted.subarray(3), number)).toEqual(columnOf(number, [1.5, null, 3]));
  });
});

describe('hostile bytes', () => {
  const samples = [
    columnOf(number, [1, null, -3]),
    columnOf(number, [1000.5, -0.5, null]),
    columnOf(category, ['Ulm', null, 'Bonn', 'Ulm', 'Ulm', 'Ulm', 'Ulm', 'Ulm']),
    columnOf(category, ['a long and lonely text', null, 'b']),
  ].map((column) => ({ schema: column.schema, bytes: encodeChunk(column) }));

  function outcome(bytes: Uint8Array, schema: ColumnSchema): 'read' | 'damaged' | unknown {
    try {
      decodeChunk(bytes, schema);
      return 'read';
    } catch (error) {
      return isLoamError(error, 'object-damaged') ? 'damaged' : error;
    }
  }

  test('are read or refused as damaged, never anything else', () => {
    const change = fc.record({ at: fc.nat(255), to: fc.nat(255) });
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat(200),
        (sample, changes, cut) => {
          const bytes = sample.bytes.slice(0, cut > 100 ? undefined : cut);
          for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to;
          expect(['read', 'damaged']).toContain(outcome(bytes, sample.schema));
          expect(['read', 'damaged']).toContain(outcome(bytes, category));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('that claim four billion rows are refused before anything is allocated', () => {
    const bytes = encodeChunk(columnOf(category, [null]));
    new DataView(bytes.buffer).setUint32(8, 0xffffffff, true);
    new DataView(bytes.buffer).setUint32(12, 0xffffffff, true);
    expect(outcome(bytes, number)).toBe('damaged');
  });

  test('cut short at any byte are refused', () => {
    for (const { bytes, schema } of samples) {
      for (let length = 0; length < bytes.length; length++) {
        expect(outcome(bytes.slice(0, length), schema)).toBe('damaged');
      }
    }
  });

  test('of the other kind are refused', () => {
    expect(outcome(samples[0]!.bytes, category)).toBe('damaged');
    expect(outcome(samples[2]!.bytes, number)).toBe('damaged');
  });
});
