import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  count,
  digest,
  distinct,
  flag,
  link,
  listOf,
  nothing,
  number,
  oneOf,
  only,
  optional,
  orNull,
  record,
  text,
  tuple,
  union,
  where,
  wordOf,
  type Check,
} from '../../../../src/core/shape/check';

interface Pair {
  left: number;
  right: string | null;
}
type Shape = { type: 'circle'; radius: number } | { type: 'square' | 'cube'; side: number };

const pair = record<Pair>({ left: number, right: orNull(text) });
const sided = record<Extract<Shape, { side: number }>>({
  type: oneOf({ square: 1, cube: 1 }),
  side: number,
});
const shape = union<Shape, 'type'>('type', {
  circle: record({ type: only('circle'), radius: number }),
  square: sided,
  cube: sided,
});

describe('a check of one value', () => {
  it.each<[string, Check<unknown>, unknown[], unknown[]]>([
    ['text', text, ['', 'a'], [1, null, ['a'], Object('a')]],
    ['a number', number, [0, -0, -1.5, 1e308], ['1', 'NaN', NaN, Infinity, -Infinity, null, 1n]],
    ['a count', count, [0, 7, 2 ** 53 - 1], [-1, 0.5, 2 ** 53, '7', NaN, null]],
    ['a flag', flag, [true, false], [0, 1, 'true', null]],
    ['nothing', nothing, [null], [undefined, 0, '', false]],
    ['a digest', digest, ['a'.repeat(64)], ['A'.repeat(64), 'a'.repeat(63), 'a'.repeat(65), 7]],
    ['a link', link, [`sha256:${'a'.repeat(64)}`], ['a'.repeat(64), `sha256:${'a'.repeat(65)}`]],
    ['one word', only('a'), ['a'], ['b', '', ['a'], null]],
    ['one number', only(1), [1], ['1', true, 2]],
    [
      'one of some words',
      oneOf<'a' | 'b'>({ a: 1, b: 1 }),
      ['a', 'b'],
      ['c', 'constructor', '__proto__', 'hasOwnProperty', ['a'], 1, null],
    ],
    ['a list', listOf(count), [[], [1, 2]], [[1, '2'], [1, , 2], { length: 0 }, '', null]],
    ['a tuple', tuple(text, count), [['a', 1]], [[], ['a'], ['a', 1, 1], [1, 'a'], 'a1', null]],
    ['a value or null', orNull(text), ['', null], [undefined, 1]],
    [
      'a record',
      pair,
      [
        { left: 1, right: null },
        { right: 'a', left: 1 },
      ],
      [{}, { left: 1 }, { left: 1, right: 'a', more: 1 }, { left: 1, rigth: 'a' }, [], null, 'a'],
    ],
    ['a record without fields', record<object>({}), [{}], [[], null, { a: 1 }]],
    [
      'a union',
      shape,
      [
        { type: 'circle', radius: 1 },
        { type: 'cube', side: 2 },
      ],
      [
        { type: 'circle', side: 1 },
        { type: 'cube', radius: 1 },
        { type: 'constructor', radius: 1 },
        { type: '__proto__' },
        { type: ['circle'], radius: 1 },
        { radius: 1 },
        null,
        'circle',
      ],
    ],
    ['a value with a condition', where(count, (n) => n > 2), [3], [2, '3', null]],
  ])('takes %s and nothing else', (_, check, right, wrong) => {
    for (const value of right) expect(check(value), JSON.stringify(value)).toBe(true);
    for (const value of wrong) expect(check(value), String(value)).toBe(false);
  });

  it('takes no field for its own that is inherited', () => {
    const inherits = Object.assign(Object.create({ right: 'a' }) as object, { left: 1, more: 1 });
    expect(pair(inherits)).toBe(false);
    const typed = Object.assign(Object.create({ type: 'circle' }) as object, { radius: 1 });
    expect(shape(typed)).toBe(false);
    expect(wordOf(typed, 'type')).toBeNull();
    expect(wordOf({}, 'constructor')).toBeNull();
  });

  it('reads __proto__ as the field that JSON makes of it', () => {
    expect(pair(JSON.parse('{"left":1,"right":"a","__proto__":{}}'))).toBe(false);
    expect(pair(JSON.parse('{"left":1,"__proto__":{"right":"a"}}'))).toBe(false);
  });

  it('asks for a condition only where the shape is right', () => {
    const check = where(pair, ({ right }) => right!.length > 0);
    expect(check({ left: 1, right: 7 })).toBe(false);
    expect(check({ left: 1, right: 'a' })).toBe(true);
  });

  it('takes a record with or without what is optional, and there of its own type', () => {
    const check = record<{ left: number; note?: string }>({ left: number, note: optional(text) });
    expect([{ left: 1 }, { left: 1, note: 'a' }].map((value) => check(value))).toEqual([
      true,
      true,
    ]);
    const wrong = [
      { note: 'a' },
      { left: 1, note: null },
      { left: 1, note: undefined },
      { left: 1, other: 'a' },
      { left: 1, note: 'a', other: 'b' },
    ];
    expect(wrong.map((value) => check(value))).toEqual(wrong.map(() => false));
  });

  it('never throws, whatever JSON it is', () => {
    const all = [text, number, count, flag, nothing, link, digest, pair, shape, listOf(pair)];
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const check of all) expect(typeof check(value)).toBe('boolean');
      }),
    );
  });

  it('knows when two are alike', () => {
    expect(distinct([])).toBe(true);
    expect(distinct(['a', 'b'])).toBe(true);
    expect(distinct(['a', 'b', 'a'])).toBe(false);
  });
});

describe('the compiler', () => {
  it('holds a check to its type', () => {
    const wrong = [
      // @ts-expect-error a field is missing
      record<Pair>({ left: number }),
      // @ts-expect-error a field is too many
      record<Pair>({ left: number, right: orNull(text), more: text }),
      // @ts-expect-error a field is of another type
      record<Pair>({ left: text, right: orNull(text) }),
      // @ts-expect-error a field that must be there is optional
      record<Pair>({ left: optional(number), right: orNull(text) }),
      // @ts-expect-error a field that may be absent is not
      record<{ note?: string }>({ note: text }),
      // @ts-expect-error a word is missing
      oneOf<'a' | 'b'>({ a: 1 }),
      // @ts-expect-error a word is too many
      oneOf<'a' | 'b'>({ a: 1, b: 1, c: 1 }),
      // @ts-expect-error a branch is missing
      union<Shape, 'type'>('type', { square: sided, cube: sided }),
      // @ts-expect-error a branch is of another type
      union<Shape, 'type'>('type', { circle: sided, square: sided, cube: sided }),
    ];
    expect(wrong.every((check) => typeof check === 'function')).toBe(true);
  });
});
