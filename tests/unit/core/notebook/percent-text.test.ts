import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import {
  fromPercentText,
  isPercentText,
  toPercentText,
} from '../../../../src/core/notebook/percent-text';
import type { Notebook, NotebookCell } from '../../../../src/core/notebook/types';
import { notebooks } from '../../../support/random-notebook';

function cell(fields: Partial<NotebookCell>): NotebookCell {
  return {
    id: 'a',
    kind: 'code',
    source: '',
    collapsed: false,
    smart: null,
    metadata: {},
    ...fields,
  };
}

function notebook(...cells: Partial<NotebookCell>[]): Notebook {
  return { title: 'Irises', mode: 'reactive', cells: cells.map(cell), metadata: {} };
}

describe('a notebook as percent text', () => {
  it('looks like this', () => {
    const text = toPercentText({
      ...notebook(
        { id: 'k3f', kind: 'markdown', source: '# Irises\n\nA first look.' },
        { id: 'q81', source: 'const x = 1;\nx + 1', collapsed: true },
        { id: 'e' },
        { id: 'f', source: 'load()', smart: { form: 'data', values: { name: 'iris' } } },
      ),
      metadata: { author: 'Ada' },
    });
    expect(text).toBe(`// loam.notebook/1
// title: "Irises"
// mode: reactive
// metadata: {"author":"Ada"}

// %% id=k3f [markdown]
// # Irises
//
// A first look.

// %% id=q81 {"collapsed":true}
const x = 1;
x + 1

// %% id=e

// %% id=f {"smart":{"form":"data","values":{"name":"iris"}}}
load()
`);
  });

  it('comes back exact, and is written again as the same bytes, whatever the notebook holds', () => {
    fc.assert(
      fc.property(notebooks, (given) => {
        const text = toPercentText(given);
        const read = fromPercentText(text);
        expect(read.problems).toEqual([]);
        expect(read.notebook).toEqual(given);
        expect(toPercentText(read.notebook)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('survives UTF-8 and a change of all line ends', () => {
    fc.assert(
      fc.property(notebooks, (given) => {
        const text = toPercentText(given);
        expect(
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text)),
        ).toBe(text);
        expect(fromPercentText(text.replaceAll('\n', '\r\n')).notebook).toEqual(given);
        expect(fromPercentText(`\uFEFF${text}`).notebook).toEqual(given);
      }),
    );
  });

  it('is a TypeScript file wherever its code cells are', () => {
    fc.assert(
      fc.property(notebooks, (given) => {
        const cells = given.cells.map((each, i) =>
          each.kind === 'code' ? { ...each, source: `const x${i} = \`// %%\n\`;` } : each,
        );
        const text = toPercentText({ ...given, cells });
        const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true });
        expect(diagnostics).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['a line that looks like a marker', 'a\n// %% id=b [markdown]\nb'],
    ['one that is escaped already', '//\\ %%\n//\\\\ %%'],
    ['other line ends', 'a\r\nb\rc'],
    ['blank lines at both ends', '\n\n a \n\n'],
    ['one line end', '\n'],
    ['ends of lines for JavaScript only', 'a\u2028b\u2029c'],
    ['the end of a comment', '/* a */ */'],
    ['half a character', '\ud83d'],
  ])('keeps %s, in code and in text', (_, source) => {
    for (const kind of ['code', 'markdown'] as const) {
      const given = notebook({ id: 'a', kind, source }, { id: 'b', kind, source });
      expect(fromPercentText(toPercentText(given))).toEqual({ notebook: given, problems: [] });
    }
  });

  it('changes one line where one line of a cell changes', () => {
    const lines = (source: string) =>
      toPercentText(notebook({ id: 'a', source }, { id: 'b', source: 'y' })).split('\n');
    const [before, after] = [lines('one\ntwo\nthree'), lines('one\n2\nthree')];
    expect(before.filter((line) => !after.includes(line))).toEqual(['two']);
    expect(after.filter((line) => !before.includes(line))).toEqual(['2']);
  });

  it('keeps a key called __proto__ a key', () => {
    const metadata = JSON.parse('{"__proto__":{"polluted":true}}') as Notebook['metadata'];
    const given = { ...notebook({ metadata }), metadata };
    const read = fromPercentText(toPercentText(given)).notebook;
    expect(Object.keys(read.metadata)).toEqual(['__proto__']);
    expect(Object.keys(read.cells[0]!.metadata)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('percent text of other programs', () => {
  const jupytext = `// ---
// jupyter:
//   kernelspec:
//     name: deno
// title: "Found"
// ---

import { x } from './x.ts';

// %% [markdown]
// # Title
// text

// %% Load the rows tags=["data"] id="load" n=3
const rows = 1;


// %%
// %% [raw]
// \\LaTeX

// %% [md]
/*
As a block.
*/
`;

  it('is read into cells', () => {
    const { notebook: read, problems } = fromPercentText(jupytext);
    expect(problems).toEqual([]);
    expect(read.title).toBe('Found');
    expect(read.cells.map(({ kind, source, metadata }) => [kind, source, metadata])).toEqual([
      ['code', "import { x } from './x.ts';", {}],
      ['markdown', '# Title\ntext', {}],
      ['code', 'const rows = 1;', { title: 'Load the rows', tags: ['data'], n: 3 }],
      ['code', '', {}],
      ['markdown', '\\LaTeX', { ipynb: { raw: true } }],
      ['markdown', 'As a block.', {}],
    ]);
    expect(read.cells[2]!.id).toBe('load');
  });

  it('gets the same ids each time, and other cells keep theirs when one changes', () => {
    const ids = (text: string) => fromPercentText(text).notebook.cells.map(({ id }) => id);
    expect(ids(jupytext)).toEqual(ids(jupytext));
    const [first, second] = ids('// %%\na\n// %%\nb\n');
    expect(ids('// %%\nchanged\n// %%\nb\n')[1]).toBe(second);
    expect(ids('// %%\na\n// %%\na\n')).toEqual([first, `${first}-2`]);
  });

  it('is told from a module without cells', () => {
    expect(isPercentText('export const x = 1;\n')).toBe(false);
    expect(isPercentText('// %%\n1')).toBe(true);
    expect(isPercentText(toPercentText(notebook()))).toBe(true);
    expect(fromPercentText('export const x = 1;\n').notebook.cells[0]!.source).toBe(
      'export const x = 1;',
    );
    expect(fromPercentText('').notebook.cells).toEqual([]);
  });
});

describe('percent text that was edited by hand', () => {
  const head = '// loam.notebook/1\n// title: "T"\n// mode: reactive\n\n';

  it('says what it could not read, with the line', () => {
    const text = `// loam.notebook/1
// title: plain words
// mode: eager
// metadata: [1]

// %% id=a {"smart":{"form":1}}
x
// %% id=a
y
// %% id=b {broken}
z
// %% id=c [markdown]
// fine
bare
// %% id=d {"source":"above"}
below
`;
    const { notebook: read, problems } = fromPercentText(text);
    expect(read.title).toBe('plain words');
    expect(read.cells.map(({ id, source }) => [id, source])).toEqual([
      ['a', 'x'],
      ['a-2', 'y'],
      ['b', 'z'],
      ['c', 'fine\nbare'],
      ['d', 'below'],
    ]);
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 6, 8, 10, 14, 15]);
  });

  it('reads on where a newer format is named', () => {
    const { notebook: read, problems } = fromPercentText('// loam.notebook/2\n\n// %% id=a\nx\n');
    expect(read.cells.map(({ source }) => source)).toEqual(['x']);
    expect(problems).toEqual([{ line: 1, message: expect.stringMatching(/newer/) }]);
  });

  it('keeps text that stands before the first cell', () => {
    const { notebook: read } = fromPercentText(`${head}import 'x';\n\n// %% id=a\ny\n`);
    expect(read.cells.map(({ source }) => source)).toEqual(["import 'x';", 'y']);
  });

  it('gives ids that are none a new one, and never the same twice', () => {
    const hostile = ['__proto__', 'constructor', 'a b', '', 'é', 'x'.repeat(65), '__proto__'];
    const text = toPercentText({
      ...notebook(),
      cells: hostile.map((id) => cell({ id, source: id })),
    });
    const { cells } = fromPercentText(text).notebook;
    expect(cells.map(({ source }) => source)).toEqual(hostile);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(hostile.length);
    expect(cells.map(({ id }) => id).slice(0, 2)).toEqual(['__proto__', 'constructor']);
    for (const { id } of cells) expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  });

  it('never throws, and is quick, on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { notebook: read } = fromPercentText(`// %% ${text}`);
        expect(fromPercentText(toPercentText(read)).notebook).toEqual(read);
      }),
      { numRuns: 500 },
    );
    const started = performance.now();
    for (const piece of ['a="', '[raw', '{', ' a=1', '//', '// %% ', '\\']) {
      fromPercentText(`${head}// %% ${piece.repeat(100_000)}`);
      fromPercentText(`${head}// %%\n${`${piece}\n`.repeat(20_000)}`);
    }
    fromPercentText(`// %% {"metadata":${'['.repeat(100_000)}`);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
