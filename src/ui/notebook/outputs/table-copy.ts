/** Tables as text for a spreadsheet. Pure. */
import type { ShownColumn, TableCell } from '../../../app/notebook/shelf-types';

/** What a cell of a table says; a number keeps all its digits. */
export function cellText(cell: TableCell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell);
}

/** A field with a tab, a line break or a quote is quoted as spreadsheets read it. */
function field(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Tab-separated, the names first. */
export function tabSeparated(
  columns: readonly ShownColumn[],
  rows: readonly (readonly TableCell[])[],
): string {
  return [
    columns.map(({ name }) => name),
    ...rows.map((row) => columns.map((_, i) => cellText(row[i]))),
  ]
    .map((fields) => fields.map(field).join('\t'))
    .join('\n');
}
