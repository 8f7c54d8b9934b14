/**
 * A notebook as a TypeScript file in percent format: opens in any editor, diffs by the line.
 *
 *     // loam.notebook/1
 *     // title: "A first look"
 *     // mode: reactive
 *
 *     // %% id=k3f [markdown]
 *     // # Irises
 *
 *     // %% id=q81 {"collapsed":true}
 *     const table = loam.dataset('iris');
 *
 * `fromPercentText(toPercentText(n)).notebook` equals `n`, and writing what was read gives the same text.
 * Files of other programs are read too; their cells get ids that follow from what they say.
 */
import { TakenIds } from './cell-id';
import { readHead, writeHead } from './percent-head';
import {
  codeLines,
  commentLines,
  fitsLines,
  fromCodeLines,
  fromCommentLines,
  isComment,
  markerIn,
} from './percent-lines';
import { readMarker, writeMarker, type Marker } from './percent-marker';
import type { Notebook, NotebookCell } from './types';

export interface TextProblem {
  /** From 1. */
  line: number;
  /** What is wrong and what was made of it, in a whole sentence. */
  message: string;
}

function writeCell(cell: NotebookCell): string {
  const { source, kind } = cell;
  if (!fitsLines(source, kind)) return `${writeMarker(cell, source)}\n`;
  const lines = kind === 'code' ? codeLines(source) : commentLines(source);
  const body = kind === 'code' && source === '' ? '' : `${lines.join('\n')}\n`;
  return `${writeMarker(cell, null)}\n${body}`;
}

/** Ids must be ids, and each stand once; else the cell gets another when it is read. */
export function toPercentText(notebook: Notebook): string {
  const head = `${writeHead(notebook).join('\n')}\n`;
  return [head, ...notebook.cells.map(writeCell)].join('\n');
}

/** Whether the text starts cells, or says that it is a notebook; a plain module does neither. */
export function isPercentText(text: string): boolean {
  const lines = linesOf(text);
  return readHead(lines.slice(0, 1)).ours || lines.some((line) => markerIn(line) !== null);
}

function linesOf(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n/g, '\n')
    .split('\n');
}

function blank(line: string | undefined): boolean {
  return line !== undefined && line.trim() === '';
}

/** From where to where a cell's own lines go: of ours, all but the one that keeps it apart from the next. */
function bodyIn(
  lines: readonly string[],
  from: number,
  to: number,
  ours: boolean,
): [number, number] {
  let [start, end] = [from, to];
  if (ours) return [start, end > start && lines[end - 1] === '' ? end - 1 : end];
  while (end > start && blank(lines[end - 1])) end--;
  while (start < end && blank(lines[start])) start++;
  return [start, end];
}

interface Read extends Marker {
  text: string;
  /** Of the marker, from 1. */
  line: number;
}

function sourceOf(
  marker: Marker,
  body: readonly string[],
  note: (at: number, message: string) => void,
): string {
  if (marker.source !== null) {
    if (body.every(blank)) return marker.source;
    note(0, 'This cell has its text in two places; what stands below its first line was kept.');
  }
  if (marker.kind === 'code') return fromCodeLines(body);
  const bare = body.findIndex((line) => !isComment(line));
  const block = body.find((line) => line.trim() !== '')?.startsWith('/*') ?? false;
  if (bare >= 0 && !block)
    note(bare + 1, 'A line of this text cell is no comment; it was kept as it is.');
  return fromCommentLines(body);
}

/** Never throws: what cannot be read is left out, and said. */
export function fromPercentText(text: string): { notebook: Notebook; problems: TextProblem[] } {
  const lines = linesOf(text);
  const starts = lines.flatMap((line, i) => (markerIn(line) === null ? [] : [i]));
  const head = readHead(lines.slice(0, starts[0] ?? lines.length));
  const { title, mode, metadata, ours } = head;
  const problems: TextProblem[] = [...head.problems];
  const read: Read[] = [];
  const add = (marker: Marker, line: number, [from, to]: [number, number]) => {
    for (const message of marker.problems) problems.push({ line, message });
    const note = (at: number, message: string) => problems.push({ line: from + at, message });
    read.push({ ...marker, text: sourceOf(marker, lines.slice(from, to), note), line });
  };
  const first = starts[0] ?? lines.length;
  const before = bodyIn(lines, head.length, first, false);
  if (before[0] < before[1]) add(readMarker('[code]'), before[0] + 1, before);
  starts.forEach((start, i) => {
    const body = bodyIn(lines, start + 1, starts[i + 1] ?? lines.length, ours);
    add(readMarker(markerIn(lines[start]!)!), start + 1, body);
  });

  const given = new TakenIds(read.flatMap(({ id }) => id ?? []));
  const seen = new Set<string>();
  const cells = read.map((cell): NotebookCell => {
    let { id } = cell;
    if (id !== null && seen.has(id)) {
      problems.push({
        line: cell.line,
        message: `The id ${id} stands twice; this cell got another.`,
      });
      id = given.take(id);
    }
    id ??= given.takeFor(cell.kind, cell.text);
    seen.add(id);
    const { kind, text: source, collapsed, smart, metadata: kept } = cell;
    return { id, kind, source, collapsed, smart, metadata: kept };
  });
  problems.sort((a, b) => a.line - b.line);
  return { notebook: { title, mode, cells, metadata }, problems };
}
