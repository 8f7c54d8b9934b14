import { describe, expect, it } from 'vitest';
import { shownText, tabSeparated } from '../../../../src/ui/notebook/outputs/table-copy';

describe('a table from a cell', () => {
  it('shows six digits of a long fraction, and everything else as it is', () => {
    const shown = [0.9498607242339833, -1234.56789012, 1.5e-9, 0.1, 5.25, 123456789, 2 ** 60, NaN];
    expect(shown.map(shownText)).toEqual([
      '0.949861',
      '-1234.57',
      '1.5e-9',
      '0.1',
      '5.25',
      '123456789',
      '1152921504606847000',
      'NaN',
    ]);
    expect([null, undefined, 'a', true].map(shownText)).toEqual(['', '', 'a', 'true']);
  });

  it('is copied with all its digits', () => {
    const columns = [{ name: 'a', type: 'number' as const }];
    expect(tabSeparated(columns, [[0.9498607242339833]])).toBe('a\n0.9498607242339833');
  });
});
