import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFromCage } from '../../../../src/kernel/host/validate';
import type { FromCage, Inspected } from '../../../../src/kernel/protocol';

const leaf: Inspected = { type: 'leaf', of: 'number', text: '1', more: 0 };
const table = {
  handle: 1,
  columns: [{ name: 'a', type: 'number' as const }],
  rows: 1,
  first: [[1]],
};

const good: FromCage[] = [
  { type: 'ready' },
  { type: 'loaded', name: 'plot', failure: null },
  { type: 'outputs', run: 1, outputs: [] },
  {
    type: 'outputs',
    run: 1,
    outputs: [
      { type: 'value', value: leaf },
      { type: 'table', table },
      { type: 'html', html: '<b>' },
      { type: 'svg', svg: '<svg>' },
      { type: 'image', mime: 'image/png', bytes: new Uint8Array(2) },
      { type: 'control', index: 0, control: { type: 'checkbox', label: '', value: true } },
    ],
  },
  { type: 'console', run: 1, lines: [{ level: 'log', values: [leaf], repeats: 2 }], dropped: 0 },
  { type: 'changed', run: 1, names: ['n'] },
  { type: 'ended', run: 1, failure: null, seconds: 0.1 },
  {
    type: 'ended',
    run: 1,
    failure: { name: 'E', message: 'm', line: 1, column: null, stack: [] },
    seconds: 0,
  },
  { type: 'entries', ask: 1, entries: [{ key: 'a', value: leaf }] },
  { type: 'page', ask: 1, rows: [[1, 'a', null, true, NaN]] },
  { type: 'call', call: 1, run: 1, verb: 'train', args: { any: ['thing'] } },
  { type: 'cancel', call: 1 },
  { type: 'pong', ask: 1 },
];

const bad: [why: string, message: unknown][] = [
  ['nothing', null],
  ['text', 'ready'],
  ['an unknown type', { type: 'load', name: 'runtime', code: '' }],
  ['a type from the prototype', { type: 'constructor' }],
  ['a field too many', { type: 'ready', extra: 1 }],
  ['a field too few', { type: 'changed', run: 1 }],
  ['a run that is no number', { type: 'changed', run: '1', names: [] }],
  ['a negative run', { type: 'changed', run: -1, names: [] }],
  ['a training of its own', { type: 'outputs', run: 1, outputs: [{ type: 'run', run: 'x' }] }],
  [
    'a press of its own',
    { type: 'outputs', run: 1, outputs: [{ type: 'press', call: 1, label: '' }] },
  ],
  [
    'markup beyond the limit',
    { type: 'outputs', run: 1, outputs: [{ type: 'html', html: 'x'.repeat(5_000_001) }] },
  ],
  [
    'an image that is a document',
    {
      type: 'outputs',
      run: 1,
      outputs: [{ type: 'image', mime: 'image/svg+xml', bytes: new Uint8Array(1) }],
    },
  ],
  [
    'more outputs than a page can show',
    { type: 'outputs', run: 1, outputs: Array(1_001).fill({ type: 'html', html: '' }) },
  ],
  [
    'rows that do not fit the columns',
    { type: 'outputs', run: 1, outputs: [{ type: 'table', table: { ...table, first: [[1, 2]] } }] },
  ],
  [
    'more console lines than are kept',
    {
      type: 'console',
      run: 1,
      lines: Array(1_001).fill({ level: 'log', values: [], repeats: 0 }),
      dropped: 0,
    },
  ],
  ['a cell of a table that is an object', { type: 'page', ask: 1, rows: [[{}]] }],
  [
    'a slider without room',
    {
      type: 'outputs',
      run: 1,
      outputs: [
        {
          type: 'control',
          index: 0,
          control: { type: 'slider', label: '', min: 1, max: 1, step: 1, value: 1 },
        },
      ],
    },
  ],
];

/** Deeper than any cage looks at once. */
function deep(levels: number): unknown {
  let value: unknown = leaf;
  for (let i = 0; i < levels; i++) {
    value = { type: 'tree', of: 'Object', size: 1, handle: 1, entries: [{ key: 'a', value }] };
  }
  return { type: 'outputs', run: 1, outputs: [{ type: 'value', value }] };
}

describe('a message out of the cage', () => {
  it.each(good.map((message) => [message.type, message]))('is let in: %s', (_type, message) => {
    expect(isFromCage(message)).toBe(true);
  });

  it.each(bad)('is dropped: %s', (_why, message) => {
    expect(isFromCage(message)).toBe(false);
  });

  it('is dropped where it is deeper than any cage looks', () => {
    expect(isFromCage(deep(8))).toBe(true);
    expect(isFromCage(deep(9))).toBe(false);
    expect(isFromCage(deep(10_000))).toBe(false);
  });

  it('never makes the host throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(...good), fc.anything(), fc.nat(), (message, value, at) => {
        const fields = Object.keys(message);
        const spoilt = { ...message, [fields[at % fields.length]!]: value };
        expect(typeof isFromCage(spoilt)).toBe('boolean');
        expect(typeof isFromCage(value)).toBe('boolean');
      }),
    );
  });
});
