/** The rows of a result's tables that are kept beyond those that came with them. */
import type { ShownTable, TableCell } from '../../../kernel/protocol';
import type { CellResult } from '../cell-results';

/** Screens ask for so many at once; a table is kept in whole pages. */
const PAGE = 100;
export const MOST_ROWS = 1_000;
const MOST_CELLS = 50_000;
/** Of one result. */
const MOST_TABLES = 10;

export async function rowsToKeep(
  { outputs }: Pick<CellResult, 'outputs'>,
  ask: (handle: number, start: number, count: number) => Promise<TableCell[][]>,
): Promise<Map<number, TableCell[][]>> {
  const tables = outputs.flatMap((output): ShownTable[] => {
    if (output.type === 'table') return [output.table];
    return output.type === 'control' && output.control.type === 'rows'
      ? [output.control.table]
      : [];
  });
  const kept = new Map<number, TableCell[][]>();
  for (const table of tables.slice(0, MOST_TABLES)) {
    const wanted = rowsOf(table);
    if (wanted <= table.first.length) continue;
    try {
      const rows = await ask(table.handle, 0, wanted);
      if (rows.length === wanted) kept.set(table.handle, rows);
    } catch {
      // The kernel is gone, or busy: the first rows are kept.
    }
  }
  return kept;
}

function rowsOf({ rows, columns }: ShownTable): number {
  const room = Math.floor(MOST_CELLS / Math.max(1, columns.length) / PAGE) * PAGE;
  return Math.min(rows, MOST_ROWS, room);
}
