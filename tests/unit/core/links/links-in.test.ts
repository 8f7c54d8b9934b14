import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkTo, type Link } from '../../../../src/core/hash/digest';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import { linksIn, linksOfObject } from '../../../../src/core/links/links-in';
import { reachable } from '../../../../src/core/links/reachable';

const link = (digit: string): Link => linkTo(digit.repeat(64));
const [A, B, C] = [link('a'), link('b'), link('c')];

describe('the links in a JSON value', () => {
  it('are found at any depth, each once, in code unit order', () => {
    expect(linksIn({ y: [B, { z: A }], x: B, text: `see ${A}`, short: 'sha256:abc' })).toEqual([
      A,
      B,
    ]);
    expect(linksIn(A)).toEqual([A]);
    for (const none of [null, 7, 'text', [], {}, A.toUpperCase(), `${A} `, `${A}\n`]) {
      expect(linksIn(none)).toEqual([]);
    }
  });

  it('are all that were put there, whatever the shape (property)', () => {
    const links = fc.constantFrom(A, B, C);
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        links,
        fc.string(),
        fc.integer(),
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(value, (json) => {
        const text = JSON.stringify(json);
        const expected = [A, B, C].filter((each) =>
          // As a value, not as a key.
          new RegExp(`"${each}"(?!:)`).test(text),
        );
        expect(linksIn(json)).toEqual(expected);
      }),
    );
  });

  it('do not overflow on deep nesting', () => {
    let deep: unknown = A;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(linksIn(deep)).toEqual([A]);
  });

  it('of a known format stand only where that format keeps them', () => {
    expect(
      linksIn({
        format: 'loam.dataset/1',
        rows: 1,
        columns: [
          {
            schema: { name: C, type: 'boolean', labels: [C, C] },
            chunks: [
              { object: B, rows: 1 },
              { object: A, rows: 0 },
            ],
          },
        ],
      }),
    ).toEqual([A, B]);
    expect(
      linksIn({
        format: 'loam.profile/1',
        columns: [{ coded: { top: [{ value: A, count: 3 }] } }],
      }),
    ).toEqual([]);
    expect(
      linksIn({ format: 'loam.task/1', dataset: A, parts: B, classes: [C, C], target: C }),
    ).toEqual([A, B]);
    expect(linksIn({ format: 'loam.recipe/1', task: A, preprocessing: [{ column: C }] })).toEqual([
      A,
    ]);
    expect(
      linksIn({ format: 'loam.model/1', preprocessing: A, weights: null, inputs: [{ name: C }] }),
    ).toEqual([A]);
    expect(
      linksIn({ format: 'loam.evaluation/1', model: B, task: A, worst: [{ truth: C }] }),
    ).toEqual([A, B]);
    expect(linksIn({ format: 'loam.later/1', anything: [{ at: { all: A } }] })).toEqual([A]);
    expect(linksIn({ format: 'constructor', x: A })).toEqual([A]);
  });
});

describe('the links of an object', () => {
  it('are those of its JSON where it is a manifest', () => {
    expect(linksOfObject(canonicalBytes({ format: 'loam.task/1', dataset: A, parts: B }))).toEqual([
      A,
      B,
    ]);
  });

  it('are none for every other object', () => {
    const text = (value: string) => new TextEncoder().encode(value);
    for (const bytes of [
      new Uint8Array(0),
      new Uint8Array([0x7b, 0xff, 0xfe]),
      text(`"${A}"`),
      text(`["${A}"]`),
      text(`{"format":"other/1","x":"${A}"}`),
      text(`{"x":"${A}"}`),
      text(`{"format":7,"x":"${A}"}`),
      text(`{"format":"loam.x/1","x":"${A}"`),
      text(` {"format":"loam.x/1","x":"${A}"}`),
      text(`\ufeff{"format":"loam.x/1","x":"${A}"}`),
    ]) {
      expect(linksOfObject(bytes)).toEqual([]);
    }
  });
});

describe('what can be reached', () => {
  it('holds the roots and all they lead to, also round in circles, and stops at what is absent', () => {
    const links = new Map([
      ['1', ['2', '3']],
      ['2', ['1', '4']],
      ['5', ['6']],
    ]);
    expect([...reachable(['1'], (digest) => links.get(digest))].sort()).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
    expect([...reachable([], (digest) => links.get(digest))]).toEqual([]);
  });
});
