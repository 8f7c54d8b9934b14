import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowWriter } from '../../../../../src/deploy/templates/api/predict/row-writer';

/** Of all sizes, not only of those that are drawn often. */
const double = fc.oneof(
  fc.double(),
  fc.double({ min: 0, max: 1 }),
  fc.integer(),
  fc.float(),
  fc.constantFrom(0, -0, 1, 1e21, 1e-7, 5e-324, Number.MAX_VALUE, NaN, Infinity, -Infinity),
);
const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => JSON.stringify(value));

describe('rows of JSON', () => {
  it('have the texts that were given, and numbers that read back to the same bits', () => {
    fc.assert(
      fc.property(
        fc.record({
          first: fc.array(text, { minLength: 1, maxLength: 4 }),
          between: fc.array(text, { maxLength: 5 }),
          last: fc.array(text, { minLength: 1, maxLength: 3 }),
        }),
        fc.array(fc.tuple(fc.nat(), fc.array(double, { minLength: 6, maxLength: 6 }))),
        fc.boolean(),
        (texts, rows, isOneList) => {
          const slots = texts.between.length + 1;
          const firsts = Uint32Array.from(rows, ([which]) => which % texts.first.length);
          const columns = isOneList
            ? [Float64Array.from(rows.flatMap(([, numbers]) => numbers.slice(0, slots)))]
            : texts.between
                .concat('')
                .map((_, slot) => Float64Array.from(rows, ([, numbers]) => numbers[slot]!));
          // Commas make a list of it.
          const separated = {
            first: texts.first.map((each) => `,${each},`),
            between: texts.between.map((each) => `,${each},`),
            last: `,${texts.last[0]!}`,
          };
          const ends = rows.map(([which]) => `,${texts.last[which % texts.last.length]!}`);
          const written = new RowWriter(separated).rows(
            firsts,
            columns,
            texts.last.length === 1 ? null : ends,
          );
          const read = JSON.parse(`[${written.slice(1)}]`) as unknown[];

          const parse = (each: string) => JSON.parse(each) as unknown;
          const expected = rows.flatMap(([, numbers], row) => [
            parse(texts.first[firsts[row]!]!),
            ...numbers
              .slice(0, slots)
              .flatMap((value, slot) => [
                ...(slot > 0 ? [parse(texts.between[slot - 1]!)] : []),
                Number.isFinite(value) ? value : null,
              ]),
            parse(ends[row]!.slice(1)),
          ]);
          expect(read.length).toBe(expected.length);
          read.forEach((each, i) => expect(each).toBe(expected[i]));
        },
      ),
    );
  });

  it('find room for very many', () => {
    const rows = 50_000;
    const writer = new RowWriter({ first: [',['], between: [], last: ']' });
    const values = Float64Array.from({ length: rows }, (_, i) => 1 / (i + 3));
    const written = writer.rows(new Uint32Array(rows), [values], null);
    const read = JSON.parse(`[${written.slice(1)}]`) as [number][];
    expect(Float64Array.from(read, ([value]) => value)).toEqual(values);
  });
});
