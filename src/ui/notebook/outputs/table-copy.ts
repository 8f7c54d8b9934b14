/** Tables as text: for the screen, and for a spreadsheet. Pure. */
import type { ShownColumn, TableCell } from '../../../app/notebook/shelf-types';

/** So many digits are read; all of them are copied. */
const SHOWN_DIGITS = 6;

/** What a cell says on screen: of a long fraction the first digits. */
export function shownText(cell: TableCell | undefined): string {
  const whole = cellText(cell);
  if (typeof cell !== 'number' || Number.isInteger(cell) || whole.length <= SHOWN_DIGITS + 2)
    return whole;
  return String(Number(cell.toPrecision(SHOWN_DIGITS)));
}

/** A number keeps all its digits. */
function cellText(cell: TableCell | undefined): string {
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
