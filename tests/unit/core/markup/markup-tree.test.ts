import { describe, expect, it } from 'vitest';
import { ATTRIBUTES, cleanAttribute, TAGS } from '../../../../src/core/markup/markup-rules';
import { cleanTree, type MarkupNode } from '../../../../src/core/markup/markup-tree';

describe('a cleaned tree', () => {
  it('holds no element and no attribute that the rules do not name', () => {
    const given = [
      [
        'p',
        { onclick: 'run()', style: 'color: red; position: fixed', ID: 'a' },
        'text ',
        ['b', {}, 'bold'],
      ],
      ['script', {}, 'run()'],
      ['style', {}, '* { display: none }'],
      ['iframe', { srcdoc: '<p>' }, 'inside'],
      ['blink', {}, 'kept ', ['i', {}, 'words']],
      ['a', { href: 'javascript:run()', target: '_self' }, 'link'],
      ['img', { src: 'http://outside.invalid/a.png', alt: 'a chart' }],
      [
        'svg',
        { viewbox: '0 0 1 1', onload: 'run()' },
        ['foreignobject', {}, ['p', {}, 'in']],
        ['lineargradient', { gradientunits: 'x' }],
      ],
    ];
    expect(cleanTree(given)).toEqual([
      ['p', { style: 'color: red', id: 'a' }, 'text ', ['b', {}, 'bold']],
      'kept ',
      ['i', {}, 'words'],
      ['a', {}, 'link'],
      '[picture left out: a chart]',
      ['svg', { viewBox: '0 0 1 1' }, ['p', {}, 'in'], ['linearGradient', { gradientUnits: 'x' }]],
    ]);
  });

  it('is made of any data whatever', () => {
    for (const odd of [
      null,
      7,
      'text',
      {},
      [null, 7, [], [7], ['p'], ['p', null], ['p', { id: 7 }], [['p', {}]]],
    ]) {
      expect(() => cleanTree(odd)).not.toThrow();
    }
    expect(cleanTree([['p'], ['p', null, 'a'], ['p', { id: 7 }], { tag: 'p' }])).toEqual([
      ['p', {}],
      ['p', {}, 'a'],
      ['p', {}],
    ]);
    expect(cleanTree([['p', { __proto__: 'x', constructor: 'x' }]])).toEqual([['p', {}]]);
  });

  it('is not deeper than JSON and the drawing of it can go', () => {
    let deep: MarkupNode = 'end';
    for (let i = 0; i < 5_000; i++) deep = ['div', {}, deep];
    expect(JSON.stringify(cleanTree([deep])).length).toBeLessThan(3_000);
  });

  it('stays as it is when it is cleaned again', () => {
    const tree = TAGS.map((tag): MarkupNode => {
      const all = ATTRIBUTES.map((name) => [
        name,
        cleanAttribute(tag.toLowerCase(), name, '#a') ?? '',
      ]);
      return [tag, Object.fromEntries(all) as Record<string, string>, 'text'];
    });
    const once = cleanTree(tree);
    expect(cleanTree(once)).toEqual(once);
  });
});
