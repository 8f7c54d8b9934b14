/**
 * TypeScript to JavaScript, every token on its line and in its column.
 *
 * sucrase drops types and keeps lines; what stood behind a type moves to the left. Its source map tells
 * where, and the gaps come back as spaces (as insertions, so that offsets of a parsed tree stay those of
 * `code`). Only what needs code of its own (enums, parameter properties) moves the rest of its line.
 */
import { tokTypes, type Token } from 'acorn';
import { transform } from 'sucrase';
import { columnsOfMap } from './source-map';
import type { Place } from './types';

export interface Insertion {
  /** Offset in `code` that it goes before. */
  at: number;
  text: string;
}

export interface Stripped {
  code: string;
  /** Starts of lines in `code`. */
  lines: readonly number[];
  /** By line, which column of the source a column of `code` came from; null where nothing moved. */
  map: readonly (readonly (readonly [number, number])[])[] | null;
}

/** @throws a SyntaxError of sucrase, with `loc` (column from 1) */
export function stripTypes(source: string): Stripped {
  const { code, sourceMap } = transform(source, {
    transforms: ['typescript'],
    disableESTransforms: true,
    keepUnusedImports: true,
    filePath: 'cell',
    sourceMapOptions: { compiledFilename: 'cell' },
  });
  const moved = code !== source && sourceMap !== undefined;
  return {
    code,
    lines: lineStarts(code),
    map: moved ? columnsOfMap(sourceMap.mappings) : null,
  };
}

export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the line that holds an offset. */
export function lineOf(lines: readonly number[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The spaces that put each token of `code` back into its column. */
export function gaps(stripped: Stripped, source: string, tokens: readonly Token[]): Insertion[] {
  const { code, lines, map } = stripped;
  if (!map) return [];
  const written = source.split('\n');
  const found: Insertion[] = [];
  let line = -1;
  let shift = 0;
  let next = 0;
  let afterText = false;
  for (const token of tokens) {
    const isText = token.type === tokTypes.template || token.type === tokTypes.invalidTemplate;
    // Spaces before the text of a template, or between it and what follows, would be part of it.
    const fixed = isText || afterText || token.start === token.end;
    afterText = isText;
    if (fixed) continue;
    const on = lineOf(lines, token.start);
    if (on !== line) [line, shift, next] = [on, 0, 0];
    const column = token.start - lines[on]!;
    const pairs = map[on] ?? [];
    while (next < pairs.length && pairs[next]![0] < column) next++;
    const pair = pairs[next];
    if (pair?.[0] !== column) continue;
    // Dropped tokens that stood right before share the mapping: look for the token itself from there.
    const text = code.slice(token.start, token.end).split('\n', 1)[0]!;
    const at = (written[on] ?? '').indexOf(text, Math.max(pair[1], column + shift));
    const gap = at - column - shift;
    if (at < 0 || gap <= 0) continue;
    found.push({ at: token.start, text: ' '.repeat(gap) });
    shift += gap;
  }
  return found;
}

/** Where an offset of `code` is in the source. */
export function placeOf(stripped: Stripped, spaces: readonly Insertion[], offset: number): Place {
  const line = lineOf(stripped.lines, offset);
  const start = stripped.lines[line]!;
  let column = offset - start;
  for (const { at, text } of spaces) if (at >= start && at <= offset) column += text.length;
  return { line: line + 1, column: column + 1 };
}
