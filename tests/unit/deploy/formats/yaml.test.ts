import { describe, expect, it } from 'vitest';
import { yamlText } from '../../../../src/deploy/formats';

describe('YAML', () => {
  it('is written in blocks, with every text in quotes', () => {
    const value = {
      name: 'a: b # c',
      'odd key': 'x',
      on: true,
      empty: [],
      none: null,
      list: ['1', 2, { a: 1, b: { c: 'no' } }, ['x']],
      small: 1e-9,
      large: 1.5e300,
    };
    expect(yamlText(value)).toBe(
      [
        'name: "a: b # c"',
        '"odd key": "x"',
        '"on": true',
        'empty: []',
        'none: null',
        'list:',
        '  - "1"',
        '  - 2',
        '  - a: 1',
        '    b:',
        '      c: "no"',
        '  - - "x"',
        'small: 1.0e-9',
        'large: 1.5e+300',
        '',
      ].join('\n'),
    );
  });

  it('escapes what some readers take for the end of a line, and keeps letters and pictures', () => {
    expect(yamlText({ a: 'é日😀\u2028\u0085\n"\\' })).toBe('a: "é日😀\\u2028\\u0085\\n\\"\\\\"\n');
  });

  it('escapes half of a pair, which is no letter', () => {
    expect(yamlText(['\ud800x', 'x\udc00'])).toBe('- "\\ud800x"\n- "x\\udc00"\n');
  });
});
