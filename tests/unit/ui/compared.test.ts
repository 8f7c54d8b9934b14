import { describe, expect, it } from 'vitest';
import { cellsText, comparePath, readCompared, trialRef } from '../../../src/ui/compared';
import { parseRoute } from '../../../src/ui/router.svelte';

describe('the address of a comparison', () => {
  it('names runs by their id and trials by study and number, and is read back as it was written', () => {
    const refs = ['0a1b', trialRef('77ff', 12)];
    const route = parseRoute(`#/${comparePath(refs)}`);
    expect(route).toEqual({ screen: 'compare', runs: refs });
    expect(refs.map(readCompared)).toEqual([
      { type: 'run', id: '0a1b' },
      { type: 'trial', study: '77ff', number: 12 },
    ]);
  });

  it('takes what is no trial for a run, which then is not there', () => {
    for (const text of ['a:b', ':3', 'a:1234567', '']) {
      expect(readCompared(text)).toEqual({ type: 'run', id: text });
    }
  });
});

describe('a table as text', () => {
  it('quotes cells that hold the separator, quotes or lines', () => {
    const rows = [
      ['', 'a,b'],
      ['say "x"', 'two\nlines'],
    ];
    expect(cellsText(rows, ',')).toBe(',"a,b"\n"say ""x""","two\nlines"');
    expect(cellsText(rows, '\t')).toBe('\ta,b\n"say ""x"""\t"two\nlines"');
  });
});
