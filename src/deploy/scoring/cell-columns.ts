/**
 * Cells of a batch as columns of the types that the model's signature asks for, by the same rules as an
 * import: what is missing, how numbers and dates are written.
 */
import type { CodedColumn, Column, NumericColumn } from '../../core/dataset/types';
import { ByteDictionary } from '../../core/ingest/byte-dictionary';
import { isMissing, isSpace } from '../../core/ingest/missing';
import { infinityOf } from '../../core/ingest/number-reader';
import { parseDate, type DateOrder } from '../../core/ingest/parse-date';
import { parseDecimal } from '../../core/ingest/parse-decimal';
import { fieldText } from '../../core/ingest/sample-records';
import type { FieldBatch } from '../../core/ingest/types';
import type { InputSignature } from '../../core/model/types';

const COMMA = 44;
const POINT = 46;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export interface ReadColumn {
  column: Column;
  /** Cells that hold something that is not of the type; they count as missing. */
  wrong: number;
  /** The first of them, as text. */
  example: string | null;
}

/** Answers the value of a cell without spaces around it; NaN where it is not of the type. */
type CellReader = (bytes: Uint8Array, start: number, end: number) => number;

/** Which decimal mark a column was found to write. */
export interface DecimalMark {
  isComma: boolean;
}

/** `mayUseComma`: the delimiter is no comma, so that a comma may be the decimal mark. */
export function decimalReader(mayUseComma: boolean, found: DecimalMark): CellReader {
  const parsed = { value: 0, shape: 0 };
  let mark = found.isComma ? COMMA : POINT;
  return (bytes, start, end) => {
    if (parseDecimal(bytes, start, end, mark, parsed)) return parsed.value;
    const infinite = infinityOf(bytes, start, end);
    if (infinite !== 0) return infinite;
    if (!mayUseComma || !parseDecimal(bytes, start, end, COMMA, parsed)) return NaN;
    // A column that writes one decimal comma writes them all.
    mark = COMMA;
    found.isComma = true;
    return parsed.value;
  };
}

export function dateReader(order: DateOrder): CellReader {
  const parsed = { value: 0, time: false };
  return (bytes, start, end) => {
    const isRead =
      parseDate(bytes, start, end, 'ymd', parsed) ||
      (order !== 'ymd' && parseDate(bytes, start, end, order, parsed));
    return isRead ? parsed.value : NaN;
  };
}

export function readNumbers(
  { name, type }: InputSignature,
  batch: FieldBatch,
  position: number,
  read: CellReader,
): ReadColumn {
  const { bytes, width, rows } = batch;
  const values = new Float64Array(rows);
  let wrong = 0;
  let example: string | null = null;
  for (let row = 0, k = position; row < rows; row++, k += width) {
    let start = batch.starts[k]!;
    let end = batch.ends[k]!;
    const isQuoted = end < 0;
    if (!isQuoted && isMissing(bytes, start, end)) {
      values[row] = NaN;
      continue;
    }
    while (start < end && isSpace(bytes[start]!)) start++;
    while (end > start && isSpace(bytes[end - 1]!)) end--;
    const value = isQuoted ? NaN : read(bytes, start, end);
    values[row] = value;
    if (value === value) continue;
    wrong++;
    example ??= fieldText(batch, row, position);
  }
  const schema =
    type === 'datetime'
      ? { name, type, precision: 'millisecond' as const }
      : { name, type: type === 'integer' ? ('integer' as const) : ('number' as const) };
  const column: NumericColumn = { kind: 'numeric', schema, values };
  return { column, wrong, example };
}

export function readTexts(
  { name }: InputSignature,
  batch: FieldBatch,
  position: number,
): ReadColumn {
  const { bytes, starts, ends, width, rows } = batch;
  const distinct = new ByteDictionary();
  const codes = new Int32Array(rows);
  const scratch = new Map<string, number>();
  const dictionary: string[] = [];
  const codeOf: number[] = [];
  const add = (text: string): number => {
    let code = scratch.get(text);
    if (code === undefined) scratch.set(text, (code = dictionary.push(text) - 1));
    return code;
  };
  for (let row = 0, k = position; row < rows; row++, k += width) {
    const start = starts[k]!;
    const end = ends[k]!;
    if (end < 0) codes[row] = add(fieldText(batch, row, position));
    else if (isMissing(bytes, start, end)) codes[row] = -1;
    else {
      const entry = distinct.find(bytes, start, end);
      codes[row] = codeOf[entry] ??= add(decoder.decode(bytes.subarray(start, end)));
    }
  }
  const column: CodedColumn = { kind: 'coded', schema: { name, type: 'text' }, codes, dictionary };
  return { column, wrong: 0, example: null };
}
