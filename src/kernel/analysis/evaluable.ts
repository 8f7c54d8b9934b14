/**
 * The contract between a compiled cell and the cage. A body is evaluated, in strict mode, as
 *
 *     async function (...uses, $show, $import) { BODY }
 *
 * - it resolves to an object with the declared names, as they are when the cell has run to its end;
 * - `$show(value)` is called once with the value of the last expression, where the cell ends in one; what
 *   it returns does not matter;
 * - `$import(name, names)` resolves to a module's namespace: `names` are the exports that the cell asks
 *   for by an import statement (the cage refuses with a readable error where one is missing);
 *   `import('name')` in an expression becomes `$import('name')`. Addresses (`import('https://...')`)
 *   stay as they are: the cage's policy forbids them.
 *
 * This file imports nothing, so that the cage can have it without the parser.
 */

/** Stands around what is not the person's text, where it shares a line with it. */
export const MARK = '/*$*/';

/** Lines of `functionText` before the body's first. */
export const LINES_BEFORE_BODY = 1;

/** Evaluates to the function: `(0, eval)(functionText(compiled))`. */
export function functionText(compiled: { body: string; uses: readonly string[] }): string {
  const parameters = [...compiled.uses, '$show', '$import'].join(', ');
  return `(function () { 'use strict'; return async function (${parameters}) {\n${compiled.body}\n}; })()`;
}

/**
 * The column in the cell's source, from 1, of a column in the body. Lines are the same; a column is
 * another only where the last expression shares its line with what stands before it, or behind an import.
 */
export function columnInSource(body: string, line: number, column: number): number {
  const text = body.split('\n', line)[line - 1] ?? '';
  let before = 0;
  let from = text.indexOf(MARK);
  while (from >= 0 && from < column - 1) {
    const closing = text.indexOf(MARK, from + MARK.length);
    if (closing < 0) break;
    const end = closing + MARK.length;
    before += Math.min(end, column - 1) - from;
    from = text.indexOf(MARK, end);
  }
  return column - before;
}
