/** Notebooks of any content: hostile text, metadata with any key, every kind of cell. */
import fc from 'fast-check';
import type { Json, JsonObject, Notebook, NotebookCell } from '../../src/core/notebook/types';

const nasty = fc.constantFrom(
  '// %%',
  '// %% id=abc [markdown]',
  '//\\ %%',
  '//\\\\ %% x',
  '  // %% indented',
  '//%%',
  '%% title',
  '// ---',
  '// loam.notebook/1',
  '*/',
  '/*',
  '\r\n',
  '\r',
  '\n',
  '\n\n\n',
  ' ',
  '\t',
  '\u2028',
  '\u2029',
  '\uFEFF',
  '\u0000',
  '\ud83d',
  '😀',
  '`${',
  '//',
  '// ',
  '{"source":"x"}',
);

export const sources: fc.Arbitrary<string> = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 8 })
  .map((pieces) => pieces.join(''));

const keys = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'tags', 'title', 'loam', 'jupyter', '1'),
  fc.constantFrom('kernelspec', 'language_info', 'vscode', 'own', 'added', 'format', 'collapsed'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(null, true, -0, 'python', '\ud800', '\u2028 */ // %%'),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    sources,
    fc.array(tie('json') as fc.Arbitrary<Json>, { maxLength: 3 }),
    fc
      .array(fc.tuple(keys, tie('json') as fc.Arbitrary<Json>), { maxLength: 3 })
      .map((entries) => Object.fromEntries(entries) as Json),
  ),
}));

/** `ipynb` is left out: its place is ours (cell-language.ts). */
export const metadata: fc.Arbitrary<JsonObject> = fc
  .array(fc.tuple(keys, json), { maxLength: 3 })
  .map((entries) => Object.fromEntries(entries));

export const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);

const cells: fc.Arbitrary<NotebookCell> = fc.record({
  id: ids,
  kind: fc.constantFrom('code', 'markdown'),
  source: sources,
  collapsed: fc.boolean(),
  smart: fc.option(fc.record({ form: sources, values: metadata })),
  metadata,
});

export const notebooks: fc.Arbitrary<Notebook> = fc.record({
  title: sources,
  mode: fc.constantFrom('reactive', 'lazy'),
  cells: fc.uniqueArray(cells, { selector: ({ id }) => id, maxLength: 6 }),
  metadata,
});
