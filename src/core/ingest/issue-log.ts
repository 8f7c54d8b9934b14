/** Collects what a person should know about a file: how often, and on which lines first. */
import type { ReadIssue } from './types';

const LINES_KEPT = 10;

export interface Finding {
  count: number;
  lines: number[];
}

export class IssueLog {
  readonly #found = new Map<string, Finding & { type: ReadIssue['type']; column: string | null }>();

  /** `line` counts from 1; 0 is no line. */
  note(type: ReadIssue['type'], column: string | null, line = 0, count = 1): void {
    const key = `${type} ${column ?? ''}`;
    let finding = this.#found.get(key);
    if (!finding) this.#found.set(key, (finding = { type, column, count: 0, lines: [] }));
    finding.count += count;
    if (line > 0 && finding.lines.length < LINES_KEPT && finding.lines.at(-1) !== line) {
      finding.lines.push(line);
    }
  }

  /** Forgets what was noted. */
  drop(type: ReadIssue['type'], column: string | null): void {
    this.#found.delete(`${type} ${column ?? ''}`);
  }

  finish(): ReadIssue[] {
    return [...this.#found.values()].map((finding) => ({ ...finding, text: sentence(finding) }));
  }
}

const plural = (count: number, one: string, many: string): string =>
  count === 1 ? `One ${one}` : `${thousands(count)} ${many}`;

function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

function sentence({ type, column, count }: Finding & Pick<ReadIssue, 'type' | 'column'>): string {
  switch (type) {
    case 'ragged-rows':
      return `${plural(count, 'row has', 'rows have')} more or fewer cells than the header. Absent cells are missing values; cells beyond the last column are left out.`;
    case 'duplicate-header':
      return `A column name stands more than once: one of them is now ${column}.`;
    case 'empty-header':
      return `A column has no name: it is now ${column}.`;
    case 'decimal-comma':
      return `Numbers in ${column} are written with a decimal comma, and are read so.`;
    case 'type-mismatch':
      return `${plural(count, 'value', 'values')} in ${column} did not fit the type that was asked for.`;
    case 'nul-bytes':
      return `The file holds ${thousands(count)} NUL ${count === 1 ? 'byte' : 'bytes'}; the file may be damaged.`;
    case 'all-missing':
      return `${column} has no values.`;
    case 'infinite':
      return `${plural(count, 'value', 'values')} in ${column} ${count === 1 ? 'is' : 'are'} infinite.`;
    case 'replaced-characters':
      return `${plural(count, 'character', 'characters')} could not be read in this encoding and became \ufffd.`;
    case 'bare-quotes':
      return `${plural(count, 'quote stands', 'quotes stand')} inside a quoted cell without being doubled, and are kept as text.`;
    default:
      return type satisfies never;
  }
}
