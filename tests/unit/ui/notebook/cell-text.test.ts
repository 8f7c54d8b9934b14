/** The pure parts beside a cell: marks in its text, completion, values in a line, tables as text, one value per frame. */
import { describe, expect, it } from 'vitest';
import type { NameDoc } from '../../../../src/app/notebook/shelf-types';
import { suggestionsFor } from '../../../../src/ui/notebook/editor/completions';
import { markAt, marksOf } from '../../../../src/ui/notebook/editor/marks';
import { fileName } from '../../../../src/ui/notebook/file-name';
import { consoleText, previewText } from '../../../../src/ui/notebook/outputs/inspect-text';
import { renderMarkdown } from '../../../../src/ui/notebook/outputs/markdown';
import { oncePerFrame } from '../../../../src/ui/notebook/outputs/once-per-frame';
import { tabSeparated } from '../../../../src/ui/notebook/outputs/table-copy';
import { TablePages } from '../../../../src/ui/notebook/outputs/table-pages.svelte';
import { notebookQuery, parseRoute, screenKey } from '../../../../src/ui/router.svelte';

const source = 'const a = 1\n  throw wrong\n';

describe('marks in a cell', () => {
  it('cover the word at the place, else the rest of its line', () => {
    expect(markAt(source, 2, 8, 'm')).toEqual({ from: 20, to: 25, message: 'm' });
    expect(markAt(source, 1, 7, 'm')).toEqual({ from: 7, to: 11, message: 'm' });
    expect(markAt(source, 2, 0, 'm')).toEqual({ from: 14, to: 19, message: 'm' });
  });

  it('stay inside the text whatever place is given', () => {
    for (const [line, column] of [
      [0, 0],
      [-3, -9],
      [99, 99],
      [3, 0],
      [1, 500],
    ] as const) {
      const { from, to } = markAt(source, line, column, '');
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(source.length);
      expect(to).toBeGreaterThanOrEqual(from);
    }
  });

  it('come from problems and from the failure, in the order of the text', () => {
    const problem = { message: 'p', line: 2, column: 8, advice: '' };
    const failure = { name: 'E', message: 'f', line: 1, column: 0, stack: [] };
    expect(marksOf(source, [problem], failure).map(({ message }) => message)).toEqual([
      'E: f',
      'p',
    ]);
    expect(marksOf(source, [], { ...failure, line: null })).toEqual([]);
  });

  it('stand at the very column that analysis and the cage count from 1', () => {
    const at = { line: 2, column: 9 };
    const failure = { name: 'E', message: 'f', ...at, stack: [] };
    const marks = marksOf(source, [{ message: 'p', advice: '', ...at }], failure);
    expect(marks.map(({ from, to }) => [from, to])).toEqual([
      [20, 25],
      [20, 25],
    ]);
  });
});

describe('completion', () => {
  const docs: NameDoc[] = [
    'loam.data',
    'loam.model.trees',
    'loam.model.mlp',
    'md',
    'Dataset.where',
  ].map((name) => ({
    name,
    signature: '',
    text: '',
    example: '',
  }));
  const labels = (before: string, names: string[] = []) =>
    suggestionsFor(before, docs, names)?.list.map(({ label }) => label);

  it('offers roots of the library and names of other cells', () => {
    expect(labels('const x = lo', ['ladder'])).toEqual(['ladder', 'loam', 'md']);
    expect(suggestionsFor('x + loa', docs, [])?.replaces).toBe(3);
  });

  it('follows a path, and offers methods after any other value', () => {
    expect(labels('await loam.')).toEqual(['data', 'model']);
    expect(labels('loam.model.t')).toEqual(['trees', 'mlp']);
    expect(labels('churn.w', ['churn'])).toEqual(['where']);
    expect(suggestionsFor('loam.model.t', docs, [])?.replaces).toBe(1);
  });

  it('says nothing where nothing fits', () => {
    expect(suggestionsFor('f().x', [], [])).toBe(null);
    expect(suggestionsFor('const x = 12', docs, ['a'])).toBe(null);
  });
});

describe('values in one line', () => {
  const leaf = (text: string, of = 'string') => ({ type: 'leaf' as const, of, text, more: 0 });

  it('show as much as fits, and that there is more', () => {
    const entries = [
      { key: 'a', value: leaf('x') },
      { key: 'b', value: leaf('2', 'number') },
    ];
    expect(previewText({ type: 'tree', of: 'Object', size: 2, handle: null, entries })).toBe(
      '{a: "x", b: 2}',
    );
    expect(previewText({ type: 'tree', of: 'Array', size: 9, handle: 1, entries })).toBe(
      'Array (9) ["x", 2, …]',
    );
    const long = [{ key: 'a', value: leaf('x'.repeat(500)) }];
    expect(previewText({ type: 'tree', of: 'Point', size: 1, handle: 1, entries: long })).toBe(
      'Point {…}',
    );
  });

  it('are bare text in the console', () => {
    expect(consoleText(leaf('a "b"'))).toBe('a "b"');
    expect(consoleText({ ...leaf('a'), more: 7 })).toBe('a …');
  });
});

describe('tables', () => {
  const columns = [
    { name: 'a', type: 'text' as const },
    { name: 'b', type: 'number' as const },
  ];

  it('are copied with every digit, empty cells empty, awkward text quoted', () => {
    expect(
      tabSeparated(columns, [
        ['x\ty', 0.1 + 0.2],
        ['say "hi"\n', null],
        [true as never, -0],
      ]),
    ).toBe('a\tb\n"x\ty"\t0.30000000000000004\n"say ""hi""\n"\t\ntrue\t0');
  });

  it('ask for each page once, and for all rows in stretches', async () => {
    const asked: [number, number][] = [];
    const rows = 250;
    const ask = (_: number, start: number, count: number) => {
      asked.push([start, count]);
      return Promise.resolve(
        Array.from({ length: Math.min(count, rows - start) }, (_, i) => [`r${start + i}`, 1]),
      );
    };
    const pages = new TablePages({ handle: 1, columns, rows, first: [['r0', 1]] }, ask);
    expect(pages.row(0)).toEqual(['r0', 1]);
    expect(pages.row(120)).toBe(undefined);
    expect(pages.row(130)).toBe(undefined);
    await Promise.resolve().then(() => undefined);
    expect(pages.row(130)).toEqual(['r130', 1]);
    expect(asked).toEqual([[100, 100]]);
    const all = await pages.take(10_000);
    expect(all.map(([name]) => name)).toEqual(Array.from({ length: rows }, (_, i) => `r${i}`));
  });

  it('say that rows are gone, and do not ask again', async () => {
    let asked = 0;
    const pages = new TablePages({ handle: 1, columns, rows: 9, first: [] }, () => {
      asked += 1;
      return Promise.reject(new Error('gone'));
    });
    pages.row(3);
    await new Promise((resolve) => setTimeout(resolve));
    expect(pages.failed).toBe(true);
    pages.row(4);
    expect(asked).toBe(1);
  });
});

describe('what a control sends', () => {
  it('is the last value of a frame, once', () => {
    const sent: number[] = [];
    const frames: (() => void)[] = [];
    const send = oncePerFrame<number>(
      (value) => sent.push(value),
      (act) => frames.push(act),
      () => frames.pop(),
    );
    [1, 2, 3].forEach(send);
    expect(frames.length).toBe(1);
    frames.pop()!();
    send(4);
    send.cancel();
    expect(frames).toEqual([]);
    expect(sent).toEqual([3]);
  });
});

describe('text and addresses', () => {
  it('a list of things to do shows signs, not form controls', () => {
    expect(renderMarkdown('- [x] a\n- [ ] b')).not.toMatch(/<input/);
    expect(renderMarkdown('- [x] a')).toMatch(/☑/);
  });

  it('a title becomes the name of a file', () => {
    expect(fileName('Who leaves?')).toBe('Who-leaves');
    expect(fileName('../../etc/pässwörd')).toBe('etc-pässwörd');
    expect(fileName('???')).toBe('notebook');
  });

  it('another look at a notebook is the same screen', () => {
    const plain = parseRoute('#/notebooks/n1');
    const other = parseRoute(`#/notebooks/n1${notebookQuery(true, 'v 2&')}`);
    expect(other).toEqual({ screen: 'notebook', id: 'n1', app: true, version: 'v 2&' });
    expect(screenKey(other)).toBe(screenKey(plain));
    expect(screenKey(parseRoute('#/notebooks/n2'))).not.toBe(screenKey(plain));
    expect(parseRoute('#/notebooks')).toEqual({ screen: 'notebooks' });
  });
});
