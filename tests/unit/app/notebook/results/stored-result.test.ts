import { describe, expect, it } from 'vitest';
import { NO_RESULT, type CellResult } from '../../../../../src/app/notebook/cell-results';
import { fromNbOutputs } from '../../../../../src/app/notebook/results/from-ipynb';
import { toNbOutputs } from '../../../../../src/app/notebook/results/to-ipynb';
import {
  fromStored,
  MOST_BYTES,
  toStored,
  type Shown,
} from '../../../../../src/app/notebook/results/store-result';
import { storedResult } from '../../../../../src/app/notebook/results/stored-shape';
import { canonicalJson } from '../../../../../src/core/json/canonical';
import { linkTo } from '../../../../../src/core/hash/digest';
import type { ControlSpec, Output, TableCell } from '../../../../../src/kernel/protocol';
import { spoilt } from '../../../../support/spoilt';

const CODE = 'c'.repeat(64);
const link = (i: number) => linkTo(String(i).repeat(64).slice(0, 64));
const strange: TableCell[] = [NaN, Infinity, -Infinity, -0, 0.1, null, true, 'half \ud800 pair'];

const table = (cells: TableCell[][], rows = cells.length) => ({
  handle: 7,
  columns: (cells[0] ?? []).map((_, i) => ({ name: `c${i}`, type: 'number' as const })),
  rows,
  first: cells.slice(0, 50),
});

const controls: ControlSpec[] = [
  { type: 'slider', label: 'a', min: 0, max: 1, step: 0.1, value: 0.4 },
  { type: 'number', label: 'b', min: null, max: 9, step: null, value: 2 },
  { type: 'select', label: 'c', options: ['x', 'y'], value: 'y' },
  { type: 'text', label: 'd', placeholder: '…', value: 'words' },
  { type: 'checkbox', label: 'e', value: true },
  { type: 'file', label: 'f', accept: '.csv' },
  { type: 'rows', label: 'g', table: table([[1], [2]]), value: [1] },
];

const outputs: Output[] = [
  {
    type: 'value',
    value: {
      type: 'tree',
      of: 'Object',
      size: 3,
      handle: 3,
      entries: [
        { key: 'a', value: { type: 'leaf', of: 'number', text: '1', more: 0 } },
        { key: 'b', value: { type: 'tree', of: 'Array', size: 9, handle: 4, entries: [] } },
      ],
    },
  },
  { type: 'table', table: table([strange, strange]) },
  { type: 'html', html: '<b>bold</b>' },
  { type: 'svg', svg: '<svg/>' },
  { type: 'image', mime: 'image/png', bytes: Uint8Array.of(1, 2, 3) },
  { type: 'image', mime: 'image/gif', bytes: Uint8Array.of(4) },
  ...controls.map((control, index): Output => ({ type: 'control', index, control })),
];

const result: CellResult = {
  ...NO_RESULT,
  added: [
    { type: 'run', run: 'run-1' },
    { type: 'press', call: 1, label: 'Save' },
  ],
  outputs,
  console: [
    {
      level: 'warn',
      values: [{ type: 'leaf', of: 'string', text: 'so', more: 2 }],
      repeats: 4,
    },
  ],
  dropped: 3,
  failure: { name: 'TypeError', message: 'no', line: 2, column: null, stack: ['cell b, line 1'] },
  seconds: 1.5,
};

const shown = (part: Partial<Shown> = {}): Shown => ({
  result,
  controls: { 0: 0.7, 3: 'mine', 5: new File([], 'x'), 6: [0, 1] },
  code: CODE,
  from: 'run',
  rows: new Map(),
  ...part,
});

/** Through JSON, as the store gives it back. */
function again(made: ReturnType<typeof toStored>) {
  const images = made.images.map((_, i) => link(i));
  const stored: unknown = JSON.parse(canonicalJson({ ...made.stored, images }));
  if (!storedResult(stored)) throw new Error('not of its own shape');
  let handle = 100;
  return fromStored(stored, 5, made.images, () => handle++);
}

describe('the result of a cell', () => {
  it('comes back as it was, without what needs a kernel', () => {
    const back = again(toStored(shown()))!;
    const [tree, numbers] = back.result.outputs.slice(1);
    expect(back.result.outputs[0]).toEqual({ type: 'run', run: 'run-1' });
    expect(tree).toEqual({
      type: 'value',
      value: {
        type: 'tree',
        of: 'Object',
        size: 3,
        handle: null,
        entries: [
          { key: 'a', value: { type: 'leaf', of: 'number', text: '1', more: 0 } },
          { key: 'b', value: { type: 'tree', of: 'Array', size: 9, handle: null, entries: [] } },
        ],
      },
    });
    const row = [NaN, Infinity, -Infinity, -0, 0.1, null, true, 'half \ufffd pair'];
    expect(numbers).toEqual({
      type: 'table',
      table: { ...table([strange, strange]), handle: 100, first: [row, row] },
    });
    expect(back.result.outputs.slice(3, 7)).toEqual(outputs.slice(2, 6));
    const given = back.result.outputs.slice(7);
    expect(given.slice(0, 6)).toEqual(outputs.slice(6, 12));
    expect(given[6]).toMatchObject({ control: { type: 'rows', value: [1], table: { rows: 2 } } });
    const { console, dropped, failure, seconds, origin } = back.result;
    expect({ console, dropped, failure, seconds }).toEqual({
      console: result.console,
      dropped: 3,
      failure: result.failure,
      seconds: 1.5,
    });
    expect(origin).toEqual({ at: 5, code: CODE, from: 'run', whole: true });
    // A file stays on the device, and is chosen anew.
    expect(back.controls).toEqual({ 0: 0.7, 3: 'mine', 6: [0, 1] });
  });

  it('keeps more rows of a table than came with it', () => {
    const rows = Array.from({ length: 300 }, (_, i): TableCell[] => [i]);
    const only = { ...NO_RESULT, outputs: [{ type: 'table', table: table(rows, 9_000) } as const] };
    const back = again(toStored(shown({ result: only, rows: new Map([[7, rows]]) })))!;
    expect(back.rows.get(100)).toEqual(rows);
    expect(back.result.outputs).toEqual([
      { type: 'table', table: { ...table(rows, 9_000), handle: 100 } },
    ]);
  });

  it('lets go of further rows where it would be too large, and of itself where that is not enough', () => {
    const wide = Array.from({ length: 400 }, (): TableCell[] => ['x'.repeat(20_000)]);
    const only = { ...NO_RESULT, outputs: [{ type: 'table', table: table(wide) } as const] };
    const first = toStored(shown({ result: only, rows: new Map([[7, wide]]) }));
    expect(first.stored.outputs).toMatchObject([{ table: { cells: wide.slice(0, 50) } }]);
    const bytes = new Uint8Array(MOST_BYTES + 1);
    const image = { ...result, outputs: [{ type: 'image', mime: 'image/png', bytes } as const] };
    for (const large of [
      image,
      { ...result, outputs: [{ type: 'html', html: 'ä'.repeat(3e6) } as const] },
    ]) {
      const back = again(toStored(shown({ result: large })))!;
      expect(back.result).toMatchObject({ outputs: [], console: [], origin: { whole: false } });
    }
  });

  it('is refused with any field of another kind, missing or too many', () => {
    const made = toStored(shown());
    const sound = { ...made.stored, images: made.images.map((_, i) => link(i)) };
    expect(storedResult(sound)).toBe(true);
    let tried = 0;
    for (const { value, how } of spoilt(sound)) {
      const taken = storedResult(value) && fromStored(value, 1, made.images, () => 1) !== null;
      // A table's cells and what was set may be of several kinds.
      if (/\.cells\.|\.controls\.|\.(seconds|failure|line|column|min|step)\b/.test(how) && taken)
        continue;
      expect(taken, how).toBe(false);
      tried++;
    }
    expect(tried).toBeGreaterThan(300);
  });

  it('is refused where it says what no cage could say', () => {
    const made = toStored(shown({ result: { ...NO_RESULT } }));
    const hostile: unknown[] = [
      { type: 'press', call: 1, label: 'Delete all' },
      { type: 'image', mime: 'image/svg+xml', image: 0 },
      { type: 'html', html: 'x'.repeat(5_000_001) },
      { type: 'run', run: '../../x' },
      {
        type: 'control',
        index: 0,
        control: { type: 'slider', label: '', min: 1, max: 0, step: 0, value: 0 },
      },
      { type: 'control', index: 5_000, control: { type: 'checkbox', label: '', value: true } },
      { type: 'table', table: { columns: [], rows: 1, cells: [[1]] } },
      { type: 'table', table: { columns: [], rows: 0, cells: [[]] } },
    ];
    for (const output of hostile) {
      const images = (output as { image?: number }).image === undefined ? [] : [link(1)];
      const stored: unknown = { ...made.stored, outputs: [output], images };
      const taken =
        storedResult(stored) && fromStored(stored, 1, [new Uint8Array()], () => 1) !== null;
      expect(taken, JSON.stringify(output).slice(0, 80)).toBe(false);
    }
  });
});

describe('outputs of an .ipynb', () => {
  it('are written in forms that other programs show, and come back from there', () => {
    const written = toNbOutputs({ ...result, outputs: [...result.added, ...outputs] });
    expect(written.map((each) => each.output_type)).toEqual([
      'stream',
      'display_data',
      'display_data',
      'display_data',
      'display_data',
      'display_data',
      'display_data',
      'error',
    ]);
    const back = fromNbOutputs(written);
    expect(back.outputs.slice(2)).toEqual(outputs.slice(2, 6));
    expect(back.outputs[0]).toEqual({
      type: 'html',
      html: '<pre>Object {a: 1, b: Array {…}, …}</pre>',
    });
    expect(back.failure).toMatchObject({ name: 'TypeError', message: 'no' });
    const hostile = fromNbOutputs(
      toNbOutputs({ ...NO_RESULT, outputs: [{ type: 'table', table: table([['<script>']]) }] }),
    );
    expect(JSON.stringify(hostile.outputs)).toContain('&lt;script&gt;');
  });

  it('are shown in their richest harmless form', () => {
    const shownResult = fromNbOutputs([
      { output_type: 'stream', name: 'stdout', text: 'one\ntwo\n' },
      { output_type: 'stream', name: 'stderr', text: '\u001b[31mred\u001b[0m' },
      {
        output_type: 'execute_result',
        execution_count: 1,
        data: { 'text/plain': 'x', 'image/png': btoa('\u0001\u0002') },
        metadata: {},
      },
      {
        output_type: 'display_data',
        data: { 'text/html': '<table>', 'text/plain': '' },
        metadata: {},
      },
      { output_type: 'display_data', data: { 'text/plain': 'a < b & c' }, metadata: {} },
      { output_type: 'display_data', data: { 'application/x-other': 'z' }, metadata: {} },
      { output_type: 'error', ename: 'ValueError', evalue: 'no', traceback: ['\u001b[1mLine 1'] },
    ]);
    expect(shownResult.console.map(({ level, values }) => [level, values[0]])).toEqual([
      ['log', { type: 'leaf', of: 'string', text: 'one', more: 0 }],
      ['log', { type: 'leaf', of: 'string', text: 'two', more: 0 }],
      ['warn', { type: 'leaf', of: 'string', text: 'red', more: 0 }],
      ['error', { type: 'leaf', of: 'string', text: 'Line 1', more: 0 }],
    ]);
    expect(shownResult.outputs).toEqual([
      { type: 'image', mime: 'image/png', bytes: Uint8Array.of(1, 2) },
      { type: 'html', html: '<table>' },
      { type: 'html', html: '<pre>a &lt; b &amp; c</pre>' },
    ]);
    expect(shownResult.failure).toMatchObject({ name: 'ValueError', message: 'no' });
    expect(
      again(toStored(shown({ result: shownResult, controls: {}, from: 'file' }))),
    ).not.toBeNull();
  });
});
