/** What one cell looks like, and what reads a column whose cells look so. */
import { isMissing, isSpace } from './missing';
import { infinityOf } from './number-reader';
import { parseDate } from './parse-date';
import { parseDecimal, SHAPE } from './parse-decimal';
import type { FieldBatch } from './types';

/** `missing` has nothing to say. */
export type CellKind = 'missing' | 'number' | 'date' | 'text';

const COMMA = 44;
const POINT = 46;
const parsed = { value: 0, shape: 0 };
const date = { value: 0, time: false };

/** `comma` allows the decimal comma. `bytes[end]` must exist. */
export function cellKind(bytes: Uint8Array, start: number, end: number, comma: boolean): CellKind {
  if (end < 0) return 'text';
  if (isMissing(bytes, start, end)) return 'missing';
  while (start < end && isSpace(bytes[start]!)) start++;
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  const decimal =
    parseDecimal(bytes, start, end, POINT, parsed) ||
    (comma && parseDecimal(bytes, start, end, COMMA, parsed));
  if (decimal) {
    return parsed.shape === SHAPE.integer || parsed.shape === SHAPE.fraction ? 'number' : 'text';
  }
  if (infinityOf(bytes, start, end) !== 0) return 'number';
  return parseDate(bytes, start, end, 'ymd', date) ? 'date' : 'text';
}

/** What all cells of a column in a batch agree on; `text` where they do not. */
export function columnKind(batch: FieldBatch, column: number, comma: boolean): CellKind {
  let kind: CellKind = 'missing';
  for (let row = 0, k = column; row < batch.rows; row++, k += batch.width) {
    const next = cellKind(batch.bytes, batch.starts[k]!, batch.ends[k]!, comma);
    if (next === 'text') return 'text';
    if (next === 'missing' || next === kind) continue;
    if (kind !== 'missing') return 'text';
    kind = next;
  }
  return kind;
}
