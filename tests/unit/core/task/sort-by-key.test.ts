import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortByKey } from '../../../../src/core/task/parts/sort-by-key';

const word = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 0xffffffff }));

test('few rows and many are sorted alike: by high word, low word, then row', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 40 }),
      fc.constantFrom(1, 200),
      (pattern, times) => {
        const keys = Array.from({ length: times }, () => pattern).flat();
        const lanes = {
          high: Uint32Array.from(keys, ([high]) => high),
          low: Uint32Array.from(keys, ([, low]) => low),
        };
        const rows = Uint32Array.from(keys, (_, i) => i);
        sortByKey(rows, lanes);
        const expected = keys
          .map(([high, low], i) => [BigInt(high) * 4294967296n + BigInt(low), i] as const)
          .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]))
          .map(([, i]) => i);
        expect([...rows]).toEqual(expected);
      },
    ),
  );
});
