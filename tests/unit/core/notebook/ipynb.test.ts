import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../src/core/errors';
import { cellLanguage } from '../../../../src/core/notebook/cell-language';
import { fromIpynb, toIpynb } from '../../../../src/core/notebook/ipynb';
import type { NbOutput } from '../../../../src/core/notebook/ipynb-outputs';
import type { Json, JsonObject, Notebook } from '../../../../src/core/notebook/types';
import { metadata, notebooks, sources } from '../../../support/random-notebook';

const bundles = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom('text/plain', 'text/html', 'image/png', '__proto__'), sources),
      fc.tuple(fc.constantFrom('application/json', 'application/vnd.x.v1+json'), metadata),
    ),
    { maxLength: 3 },
  )
  .map((entries) => Object.fromEntries(entries) as JsonObject);

const outputs: fc.Arbitrary<NbOutput> = fc.oneof(
  fc.record({
    output_type: fc.constant('stream' as const),
    name: fc.constantFrom('stdout', 'stderr'),
    text: sources,
  }),
  fc.record({ output_type: fc.constant('display_data' as const), data: bundles, metadata }),
  fc.record({
    output_type: fc.constant('execute_result' as const),
    execution_count: fc.option(fc.nat()),
    data: bundles,
    metadata,
  }),
  fc.record({
    output_type: fc.constant('error' as const),
    ename: sources,
    evalue: sources,
    traceback: fc.array(sources, { maxLength: 3 }),
  }),
);

const withOutputs = fc.tuple(
  notebooks,
  fc.array(fc.array(outputs, { maxLength: 2 }), { maxLength: 6 }),
);

/** Of the code cells; those without any are not listed. */
function outputsOf(notebook: Notebook, lists: NbOutput[][]): Map<string, NbOutput[]> {
  const some = notebook.cells.flatMap(({ id, kind }, i): [string, NbOutput[]][] =>
    kind === 'code' && (lists[i]?.length ?? 0) > 0 ? [[id, lists[i]!]] : [],
  );
  return new Map(some);
}

function jupyter(fields: Record<string, Json> = {}): string {
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [], ...fields });
}

/** As Jupyter, Colab and VS Code write them, all at once. */
const PYTHON = jupyter({
  nbformat_minor: 4,
  metadata: {
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
    language_info: { name: 'python', version: '3.11' },
    colab: { provenance: [], toc_visible: true },
    title: 'From elsewhere',
  },
  cells: [
    {
      cell_type: 'markdown',
      metadata: { tags: ['intro'] },
      source: ['# One\n', '![x](attachment:x.png)'],
      attachments: { 'x.png': { 'image/png': 'aGk=' } },
    },
    {
      cell_type: 'code',
      metadata: { collapsed: false, jupyter: { source_hidden: true }, trusted: true },
      source: ['import os\n', 'print(1)\n'],
      execution_count: 3,
      outputs: [
        { output_type: 'stream', name: 'stdout', text: ['1\n'] },
        {
          output_type: 'display_data',
          data: { 'text/html': ['<b>', 'x</b>'] },
          metadata: { a: 1 },
        },
        { output_type: 'nonsense' },
      ],
    },
    {
      cell_type: 'code',
      metadata: { vscode: { languageId: 'typescript' } },
      source: 'const x = 1',
      outputs: [],
    },
    { cell_type: 'raw', metadata: { format: 'text/latex' }, source: '\\LaTeX' },
    { cell_type: 'raw', metadata: { format: 'text/latex' }, source: '\\LaTeX' },
  ],
});

describe('a notebook as .ipynb', () => {
  it('comes back with its cells, order, ids, metadata and outputs, and is written again as the same bytes', () => {
    fc.assert(
      fc.property(withOutputs, ([notebook, lists]) => {
        const given = outputsOf(notebook, lists);
        const text = toIpynb(notebook, given);
        const read = fromIpynb(text);
        expect(read.notebook).toEqual(notebook);
        expect(read.outputs).toEqual(given);
        expect(toIpynb(read.notebook, read.outputs)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('is nbformat 4.5: what its schema requires of each cell, and nothing beside', () => {
    fc.assert(
      fc.property(withOutputs, ([notebook, lists]) => {
        const file = JSON.parse(toIpynb(notebook, outputsOf(notebook, lists))) as {
          cells: Record<string, Json>[];
          [key: string]: unknown;
        };
        expect(Object.keys(file).sort()).toEqual([
          'cells',
          'metadata',
          'nbformat',
          'nbformat_minor',
        ]);
        expect([file.nbformat, file.nbformat_minor]).toEqual([4, 5]);
        for (const cell of file.cells) {
          const code = cell.cell_type === 'code' ? ['execution_count', 'outputs'] : [];
          expect(Object.keys(cell).sort()).toEqual(
            ['cell_type', 'id', 'metadata', 'source', ...code].sort(),
          );
          expect(cell.id).toMatch(/^[a-zA-Z0-9-_]{1,64}$/);
          expect(
            (cell.source as string[]).every(
              (line, i, all) => i === all.length - 1 || line.endsWith('\n'),
            ),
          ).toBe(true);
        }
      }),
    );
  });

  it('names a kernel for TypeScript, and the title where Jupyter shows it', () => {
    const notebook: Notebook = { title: 'Mine', mode: 'lazy', cells: [], metadata: {} };
    const file = JSON.parse(toIpynb(notebook)) as { metadata: JsonObject };
    expect(file.metadata).toMatchObject({
      title: 'Mine',
      kernelspec: { language: 'typescript' },
      language_info: { name: 'typescript', file_extension: '.ts' },
    });
  });

  it('shows a folded cell folded there, and takes over what was unfolded there', () => {
    const cell = {
      id: 'a',
      kind: 'code' as const,
      source: '',
      collapsed: true,
      smart: null,
      metadata: {},
    };
    const text = toIpynb({ title: '', mode: 'reactive', cells: [cell], metadata: {} });
    const file = JSON.parse(text) as { cells: { metadata: { jupyter: JsonObject } }[] };
    expect(file.cells[0]!.metadata.jupyter).toEqual({ source_hidden: true });
    file.cells[0]!.metadata.jupyter = { source_hidden: false, outputs_hidden: true };
    const [read] = fromIpynb(JSON.stringify(file)).notebook.cells;
    expect(read).toEqual({
      ...cell,
      collapsed: false,
      metadata: { jupyter: { outputs_hidden: true } },
    });
  });
});

describe('an .ipynb of another program', () => {
  const { notebook, outputs, notes } = fromIpynb(PYTHON);

  it('comes in whole', () => {
    expect(notebook.title).toBe('From elsewhere');
    expect(notebook.cells.map(({ kind, source, collapsed }) => [kind, source, collapsed])).toEqual([
      ['markdown', '# One\n![x](attachment:x.png)', false],
      ['code', 'import os\nprint(1)\n', true],
      ['code', 'const x = 1', false],
      ['markdown', '\\LaTeX', false],
      ['markdown', '\\LaTeX', false],
    ]);
    expect(outputs.get(notebook.cells[1]!.id)).toEqual([
      { output_type: 'stream', name: 'stdout', text: '1\n' },
      { output_type: 'display_data', data: { 'text/html': '<b>x</b>' }, metadata: { a: 1 } },
    ]);
  });

  it('says which cells are in another language', () => {
    expect(notebook.cells.map(cellLanguage)).toEqual([
      'typescript',
      'python',
      'typescript',
      'typescript',
      'typescript',
    ]);
    expect(notes).toEqual([
      '1 code cell is in python: shown, not run.',
      '1 output could not be read and left out.',
    ]);
  });

  it('gets ids that are valid, distinct and the same each time', () => {
    const ids = notebook.cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(5);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(fromIpynb(PYTHON).notebook.cells.map(({ id }) => id)).toEqual(ids);
  });

  it('goes out as it came: kernel, raw cells, attachments and metadata', () => {
    const file = JSON.parse(toIpynb(notebook, outputs)) as {
      metadata: JsonObject;
      cells: JsonObject[];
    };
    const given = JSON.parse(PYTHON) as typeof file;
    const { loam: _, ...kept } = file.metadata;
    expect(kept).toEqual(given.metadata);
    for (const [i, cell] of file.cells.entries()) {
      const { cell_type, metadata, attachments } = given.cells[i]!;
      expect([cell.cell_type, cell.metadata, cell.attachments]).toEqual([
        cell_type,
        metadata,
        attachments,
      ]);
    }
    expect(fromIpynb(JSON.stringify(file)).notebook).toEqual(notebook);
  });

  it('keeps a cell of ours that was added to a notebook in Python', () => {
    const cell = {
      id: 'ours',
      kind: 'code' as const,
      source: '1',
      collapsed: false,
      smart: null,
      metadata: {},
    };
    const mixed = { ...notebook, cells: [...notebook.cells, cell] };
    const read = fromIpynb(toIpynb(mixed)).notebook;
    expect(read).toEqual(mixed);
    expect(read.cells.map(cellLanguage).at(-1)).toBe('typescript');
  });

  it('gives ids that are none or stand twice a new one, and says so', () => {
    const code = { cell_type: 'code', metadata: {}, source: '', outputs: [] };
    const cells = ['a', 'a', 'b c', '', 7, '__proto__', '__proto__'].map((id) => ({ ...code, id }));
    const read = fromIpynb(jupyter({ cells }));
    const ids = read.notebook.cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(7);
    expect([ids[0], ids[1], ids[5]]).toEqual(['a', 'a-2', '__proto__']);
    expect(read.notes).toEqual(['2 cells have the id of another and got an id of its own.']);
  });

  it.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['[]', 'no notebook'],
    ['{}', 'format'],
    [jupyter({ nbformat: 3 }), 'format is 3'],
    [jupyter({ nbformat: 5 }), 'format is 5'],
    [jupyter({ cells: {} }), 'list of cells'],
    [`${'['.repeat(1e5)}${']'.repeat(1e5)}`, 'nested'],
  ])('is refused where it is %s', (text, reason) => {
    let error: unknown;
    try {
      fromIpynb(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(isLoamError(error, 'notebook-unreadable') && error.facts.reason).toContain(reason);
  });

  it('is read as far as it goes where its cells are of any shape', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.jsonValue(),
            fc.record({
              cell_type: fc.constantFrom('code', 'x'),
              source: fc.jsonValue(),
              metadata: fc.jsonValue(),
              outputs: fc.jsonValue(),
              id: fc.jsonValue(),
              attachments: fc.jsonValue(),
            }),
          ),
        ),
        fc.jsonValue(),
        (cells, about) => {
          const read = fromIpynb(jupyter({ cells: cells as Json, metadata: about as Json }));
          const again = fromIpynb(toIpynb(read.notebook, read.outputs));
          expect(again.notebook).toEqual(read.notebook);
          expect(again.outputs).toEqual(read.outputs);
        },
      ),
    );
  });
});
