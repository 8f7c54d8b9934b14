/**
 * Reads numbers. Up to nine digits come from the scanner and are one exact division; everything else
 * goes through `#cell`. Strict readers stop at the first cell that is no
 * number, or that is an identifier in digits (leading zero, past 2^53); forced readers take the latter as
 * numbers and turn the former into missing values, noted as `type-mismatch`.
 */
import { encodeNumbers } from '../dataset/chunk-encode';
import { encodeDecimals } from '../dataset/encode-decimals';
import { NumericProfiler } from '../dataset/profile-numeric';
import type { ColumnProfile, ColumnSchema } from '../dataset/types';
import { FIRST_ROOM, withRoom, type ColumnReader } from './column-reader';
import type { IssueLog } from './issue-log';
import { isMissing, isSpace } from './missing';
import { parseDecimal, POWERS, SHAPE, type ParsedDecimal } from './parse-decimal';
import { NO_DECIMAL, type FieldBatch } from './types';

/** Where the scanner has made no decimals. */
const NONE = new Uint8Array(0);
const POINT = 46;
const COMMA = 44;

export interface NumberReading {
  name: string;
  /** Whether a comma may be the decimal mark. */
  comma: boolean;
  /** The type that was asked for; null reads strictly. */
  forced: 'number' | 'integer' | null;
}

export class NumberReader implements ColumnReader {
  /** False once a cell was written with a decimal mark or an exponent. */
  whole = true;
  flushed: Float64Array | null = null;
  #mark = POINT;
  #pointSeen = false;
  #values = new Float64Array(FIRST_ROOM);
  /** The mantissas of the buffered rows, 0 where missing; of no use once `#exact` is false. */
  #mantissas = new Int32Array(FIRST_ROOM);
  #exact = true;
  #missing = 0;
  /** Bit `p` is set where a buffered row has `p` decimals. */
  #places = 0;
  #rows = 0;
  readonly #profiler = new NumericProfiler();
  readonly #parsed: ParsedDecimal = { value: 0, shape: 0 };

  constructor(
    readonly reading: NumberReading,
    readonly issues: IssueLog,
  ) {}

  read(batch: FieldBatch, column: number): number {
    const { bytes, starts, ends, width, rows } = batch;
    this.#values = withRoom(this.#values, this.#rows + rows);
    this.#mantissas = withRoom(this.#mantissas, this.#rows + rows);
    const values = this.#values;
    const own = this.#mantissas;
    const markBefore = this.#mark;
    const places = batch.decimals?.places ?? NONE;
    const mantissas = batch.decimals?.mantissas ?? starts;
    // Decimals that the scanner has made hold a point; where none may be, they are looked at again.
    const most = markBefore === POINT && this.reading.forced !== 'integer' ? 9 : 0;
    let at = this.#rows;
    let seen = 0;
    for (let row = 0, k = column; row < rows; row++, k += width, at++) {
      const scale = k < places.length ? places[k]! : NO_DECIMAL;
      if (scale <= most) {
        const mantissa = mantissas[k]!;
        own[at] = mantissa;
        values[at] = mantissa / POWERS[scale]!;
        seen |= 1 << scale;
        continue;
      }
      const start = starts[k]!;
      const end = ends[k]!;
      if (start === end) {
        own[at] = 0;
        values[at] = NaN;
        this.#missing++;
        continue;
      }
      if (seen > 1) this.#pointSeen = true;
      if (!this.#cell(bytes, start, end, at, batch.lines[row]!)) {
        this.#rows = at;
        return row;
      }
      if (this.#mark !== markBefore) {
        // The first decimal comma: the rest of the batch is read with it.
        this.#rows = at + 1;
        this.#places |= seen;
        return this.#rest(batch, column, row + 1);
      }
    }
    this.#rows = at;
    this.#places |= seen;
    if (seen > 1) {
      this.whole = false;
      this.#pointSeen = true;
    }
    return rows;
  }

  #rest(batch: FieldBatch, column: number, from: number): number {
    const skipped = from * batch.width;
    const { starts, ends, lines, rows } = batch;
    const rest: FieldBatch = {
      ...batch,
      starts: starts.subarray(skipped),
      ends: ends.subarray(skipped),
      lines: lines.subarray(from),
      rows: rows - from,
    };
    delete rest.decimals;
    return from + this.read(rest, column);
  }

  /** A cell of any form, written to `at`. Answers whether it fits. */
  #cell(bytes: Uint8Array, start: number, end: number, at: number, line: number): boolean {
    this.#mantissas[at] = 0;
    if (end >= 0) {
      if (this.#decimal(bytes, start, end)) {
        if (this.#accepts()) {
          this.#exact = false;
          this.#values[at] = this.#parsed.value;
          if (!(Math.abs(this.#parsed.value) <= Number.MAX_VALUE)) {
            this.issues.note('infinite', this.reading.name, line);
          }
          return true;
        }
      } else if (isMissing(bytes, start, end)) {
        this.#values[at] = NaN;
        this.#missing++;
        return true;
      } else if (isSpace(bytes[start]!) || isSpace(bytes[end - 1]!)) {
        while (isSpace(bytes[start]!)) start++;
        while (isSpace(bytes[end - 1]!)) end--;
        return this.#cell(bytes, start, end, at, line);
      } else if (this.reading.forced !== 'integer') {
        const infinite = infinityOf(bytes, start, end);
        if (infinite !== 0) {
          this.issues.note('infinite', this.reading.name, line);
          this.#values[at] = infinite;
          this.#exact = false;
          this.whole = false;
          return true;
        }
      }
    }
    if (this.reading.forced === null) return false;
    this.issues.note('type-mismatch', this.reading.name, line);
    this.#values[at] = NaN;
    this.#missing++;
    return true;
  }

  #decimal(bytes: Uint8Array, start: number, end: number): boolean {
    const parsed = this.#parsed;
    if (parseDecimal(bytes, start, end, this.#mark, parsed)) {
      if (parsed.shape === SHAPE.fraction) {
        this.whole = false;
        this.#pointSeen = true;
      }
      return true;
    }
    const mayTurn = this.reading.comma && this.#mark === POINT && !this.#pointSeen;
    if (!mayTurn || !parseDecimal(bytes, start, end, COMMA, parsed)) return false;
    this.#mark = COMMA;
    this.whole = false;
    return true;
  }

  #accepts(): boolean {
    const { shape, value } = this.#parsed;
    if (this.reading.forced === 'integer') return value === Math.floor(value);
    return this.reading.forced === 'number' || shape === SHAPE.integer || shape === SHAPE.fraction;
  }

  get decimalComma(): boolean {
    return this.#mark === COMMA;
  }

  skip(rows: number): void {
    const end = this.#rows + rows;
    this.#values = withRoom(this.#values, end);
    this.#mantissas = withRoom(this.#mantissas, end);
    this.#values.fill(NaN, this.#rows, end);
    this.#mantissas.fill(0, this.#rows, end);
    this.#missing += rows;
    this.#rows = end;
  }

  flush(): Uint8Array {
    const block = this.#values.subarray(0, this.#rows);
    this.#profiler.add(block);
    const mantissas = this.#mantissas.subarray(0, this.#rows);
    const places = 31 - Math.clz32(this.#places);
    const uniform = this.#exact && places >= 0 && this.#places === 1 << places;
    const missing = this.#missing;
    this.#empty();
    // Elsewhere the chunk may say 0 for -0.
    this.flushed = uniform ? block : null;
    return uniform ? encodeDecimals(mantissas, places, missing, block) : encodeNumbers(block);
  }

  #empty(): void {
    this.#rows = 0;
    this.#exact = true;
    this.#places = 0;
    this.#missing = 0;
  }

  profile(schema: ColumnSchema): ColumnProfile {
    return this.#profiler.finish(schema.name, schema.type);
  }
}

/** Plus or minus Infinity for `inf`, `-Infinity`, `+INF`...; 0 for anything else. */
export function infinityOf(bytes: Uint8Array, start: number, end: number): number {
  const sign = bytes[start];
  if (sign === 45 || sign === 43) start++;
  const length = end - start;
  if (length !== 3 && length !== 8) return 0;
  const word = 'infinity';
  for (let i = 0; i < length; i++) {
    if ((bytes[start + i]! | 32) !== word.charCodeAt(i)) return 0;
  }
  return sign === 45 ? -Infinity : Infinity;
}
