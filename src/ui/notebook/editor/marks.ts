/** Places in a cell's text that something is to be said about. Pure. */
import type { CellFailure } from '../../../app/notebook/shelf-types';
import type { CellProblem } from '../../../app/notebook/types';

export interface Mark {
  from: number;
  to: number;
  message: string;
}

/** `line` from 1, `column` from 0 in it; both are held inside the text. The mark covers a word, else the rest of the line. */
export function markAt(source: string, line: number, column: number, message: string): Mark {
  const lines = source.split('\n');
  const at = Math.min(Math.max(1, line), lines.length);
  const text = lines[at - 1]!;
  const start = lines.slice(0, at - 1).reduce((sum, { length }) => sum + length + 1, 0);
  const indent = text.length - text.trimStart().length;
  const first = Math.min(Math.max(column, indent), text.length);
  const word = /^[\w$]+/.exec(text.slice(first))?.[0].length ?? 0;
  return { from: start + first, to: start + (word ? first + word : text.length), message };
}

export function marksOf(
  source: string,
  problems: readonly CellProblem[],
  failure: CellFailure | null,
): Mark[] {
  const marks = problems.map(({ line, column, message }) =>
    markAt(source, line, column - 1, message),
  );
  if (failure?.line) {
    marks.push(
      markAt(
        source,
        failure.line,
        (failure.column ?? 1) - 1,
        `${failure.name}: ${failure.message}`,
      ),
    );
  }
  return marks.sort((a, b) => a.from - b.from);
}
