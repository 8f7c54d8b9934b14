/** Columns to CSV text (RFC 4180): comma, CRLF, quotes only where needed. */
import { textOf } from './cell';
import type { Column, Table } from './types';

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

export function csvCell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvLine(cells: readonly (string | null)[]): string {
  // A line of one missing cell would be blank, and blank lines are skipped by readers.
  if (cells.length === 1 && (cells[0] === null || cells[0] === '')) return '""\r\n';
  return `${cells.map((cell) => (cell === null ? '' : csvCell(cell))).join(',')}\r\n`;
}

/** Header and rows `[start, end)`; the header only where `start` is 0. Missing is an empty cell. */
export function tableToCsv(table: Table, start = 0, end = table.rows): string {
  const lines: string[] = start === 0 ? [csvLine(table.columns.map(nameOf))] : [];
  for (let row = start; row < end; row++) {
    lines.push(csvLine(table.columns.map((column) => textOf(column, row))));
  }
  return lines.join('');
}

const nameOf = (column: Column): string => column.schema.name;
