import { describe, expect, it } from 'vitest';
import { dedent, html, md, svg } from '../../../../src/kernel/cage/markup';
import { outputOf, type Knowing } from '../../../../src/kernel/cage/show';
import { pageOf, recordsSource } from '../../../../src/kernel/cage/tables';

const knowing: Knowing = { elementOf: () => null, tableOf: () => null };
const shown = (value: unknown) => outputOf(value, () => 1, knowing);

describe('how a value is shown', () => {
  it('is nothing for undefined', () => {
    expect(shown(undefined)).toBeNull();
  });

  it('is markup for what md, html and svg give', () => {
    expect(shown(md`# Hi ${'**there**'}`)).toEqual({
      type: 'html',
      html: '<h1>Hi <strong>there</strong></h1>\n',
    });
    expect(shown(html`<b>${'<i>'}</b>${[html`<u>${1}</u>`, null]}`)).toEqual({
      type: 'html',
      html: '<b>&lt;i&gt;</b><u>1</u>',
    });
    expect(shown(svg`<svg><text>${'"&"'}</text></svg>`)).toEqual({
      type: 'svg',
      svg: '<svg><text>&quot;&amp;&quot;</text></svg>',
    });
    expect(() => (md as unknown as (text: string) => unknown)('no')).toThrow('md is a template');
  });

  it('takes from Markdown the indentation of the code that it stands in', () => {
    expect(dedent('\n    # A\n      - b\n    ')).toBe('\n# A\n  - b\n');
  });

  it('is a table for records, with the columns of all of them', () => {
    expect(
      shown([
        { a: 1, t: new Date(0) },
        { a: 2, b: { c: 1 }, on: true },
      ]),
    ).toEqual({
      type: 'table',
      table: {
        handle: 1,
        rows: 2,
        columns: [
          { name: 'a', type: 'number' },
          { name: 't', type: 'datetime' },
          { name: 'b', type: 'text' },
          { name: 'on', type: 'boolean' },
        ],
        first: [
          [1, '1970-01-01T00:00:00.000Z', null, null],
          [2, null, 'Object', true],
        ],
      },
    });
  });

  it('asks no getter of a record', () => {
    const row = {
      a: 1,
      get b() {
        throw new Error('asked');
      },
    };
    expect(shown([row])).toMatchObject({ table: { first: [[1, null]] } });
  });

  it('is the inspector for lists of anything else', () => {
    for (const value of [[], [1], [{}], [{ a: 1 }, 2], [new Map()], { a: 1 }, 'text', null]) {
      expect(shown(value)).toMatchObject({ type: 'value' });
    }
  });

  it('shows 50 rows at once and others by page', () => {
    const source = recordsSource(Array.from({ length: 100 }, (_, i) => ({ i })))!;
    expect(shown(Array.from({ length: 100 }, (_, i) => ({ i })))).toMatchObject({
      table: { rows: 100, first: { length: 50 } },
    });
    expect(pageOf(source, 98, 10)).toEqual([[98], [99]]);
  });

  it('does not send markup that would hold up the page', () => {
    const long = 'x'.repeat(5_000_001);
    expect(shown(html`${long}`)).toMatchObject({ type: 'value', value: { of: 'unreadable' } });
  });
});
