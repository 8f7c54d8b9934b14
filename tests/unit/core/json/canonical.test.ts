import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, canonicalJson } from '../../../../src/core/json/canonical';

describe('canonicalJson', () => {
  it('writes the example of RFC 8785, section 3.2.2, as section 3.2.3 shows it', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('orders keys by UTF-16 code unit, as the example in section 3.2.3 of RFC 8785', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1F600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toEqual([
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it.each([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [1e21, '1e+21'],
    [999999999999999900000, '999999999999999900000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [1e-6, '0.000001'],
    [1e-7, '1e-7'],
  ])('writes the number %s as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('gives one text for values that differ only in the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });

  it('keeps every JSON value: parsed again it is equal', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  const loop: unknown[] = [];
  loop.push(loop);
  it.each<[string, unknown, string]>([
    ['undefined', { a: { b: undefined } }, 'undefined at $.a.b'],
    ['NaN', [1, NaN], 'NaN at $[1]'],
    ['Infinity', -Infinity, '-Infinity at $'],
    ['a bigint', 1n, 'bigint at $'],
    ['a function', { 'a b': () => 1 }, 'function at $["a b"]'],
    ['a symbol', [Symbol('x')], 'symbol at $[0]'],
    ['a hole', [, 1], 'undefined at $[0]'],
    ['a lone surrogate', { a: 'x\ud800' }, 'a lone surrogate at $.a'],
    ['a lone surrogate in a key', { '\udc00': 1 }, 'a lone surrogate at $'],
    ['a date', { at: new Date(0) }, 'not plain at $.at'],
    ['a map', new Map(), 'not plain at $'],
    ['a typed array', new Float64Array(1), 'not plain at $'],
    ['a circle', loop, 'circular'],
  ])('refuses %s and says where it is', (_, value, message) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson(value)).toThrow(message);
  });

  it('takes objects without a prototype and a key called __proto__', () => {
    const value: unknown = JSON.parse('{"__proto__":1,"a":2}');
    expect(canonicalJson(value)).toBe('{"__proto__":1,"a":2}');
    expect(canonicalJson(Object.assign(Object.create(null), { b: 1 }))).toBe('{"b":1}');
  });
});

describe('canonicalBytes', () => {
  it('is the canonical text in UTF-8', () => {
    expect([...canonicalBytes('é😀')]).toEqual([0x22, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, 0x22]);
  });
});
