/** Cells of data as text: what stands in the table is what stood in the file, as far as it can be. */
import type { Cell } from '../core/dataset/types';

const EMPTY = '';
const DAY_MS = 86_400_000;

export function formatCell(cell: Cell): string {
  return cell === null ? EMPTY : String(cell);
}

/** `2026-11-23`, with the time of day (UTC) where there is one. */
export function formatDay(at: number): string {
  if (!Number.isFinite(at)) return EMPTY;
  const text = new Date(at).toISOString();
  return at % DAY_MS === 0 ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}
