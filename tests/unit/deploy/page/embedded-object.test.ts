import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import { embeddedBytes, embedObject } from '../../../../src/deploy/page/embedded-object';

const written = (embedded: unknown): unknown => JSON.parse(JSON.stringify(embedded));

describe('an object inside a page', () => {
  it('keeps its bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(embeddedBytes(written(embedObject(bytes)))).toEqual(Uint8Array.from(bytes));
      }),
    );
  });

  it('stands there as JSON where it is canonical JSON, and keeps its bytes', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ noUnicodeString: false })),
        (value) => {
          const bytes = canonicalBytes(written(value));
          const embedded = embedObject(bytes);
          expect(typeof embedded).toBe('object');
          expect(embeddedBytes(written(embedded))).toEqual(bytes);
        },
      ),
    );
  });

  it.each(['{ "a": 1 }', '{"b":1,"a":2}', '{"a":-0}', '{"a":1,"a":1}', '[1]', '1', '"a"'])(
    'stands there in base64 where it is other JSON: %s',
    (text) => {
      const bytes = new TextEncoder().encode(text);
      const embedded = embedObject(bytes);
      expect(typeof embedded).toBe('string');
      expect(embeddedBytes(embedded)).toEqual(bytes);
    },
  );

  it.each([null, 1, true, undefined, { a: '\ud800' }])(
    'is refused in any other form: %s',
    (odd) => {
      expect(embeddedBytes(odd)).toBeNull();
    },
  );
});
