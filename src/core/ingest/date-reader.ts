/** Reads dates and date-times in one order of year, month and day. */
import { encodeNumbers } from '../dataset/chunk-encode';
import { NumericProfiler } from '../dataset/profile-numeric';
import type { ColumnProfile, ColumnSchema } from '../dataset/types';
import { FIRST_ROOM, withRoom, type ColumnReader } from './column-reader';
import type { IssueLog } from './issue-log';
import { isMissing, isSpace } from './missing';
import { parseDate, type DateOrder, type ParsedDate } from './parse-date';
import type { FieldBatch } from './types';

export interface DateReading {
  name: string;
  /** Tried besides year first. */
  order: DateOrder;
  /** What is no date becomes missing, noted as `type-mismatch`; else reading stops there. */
  forced: boolean;
}

export class DateReader implements ColumnReader {
  precision: 'day' | 'millisecond' = 'day';
  #values = new Float64Array(FIRST_ROOM);
  #rows = 0;
  readonly #profiler = new NumericProfiler();
  readonly #parsed: ParsedDate = { value: 0, time: false };

  constructor(
    readonly reading: DateReading,
    readonly issues: IssueLog,
  ) {}

  read(batch: FieldBatch, column: number): number {
    const { starts, ends, width, rows } = batch;
    this.#values = withRoom(this.#values, this.#rows + rows);
    for (let row = 0, k = column; row < rows; row++, k += width) {
      const start = starts[k]!;
      const end = ends[k]!;
      if (start === end) this.#values[this.#rows++] = NaN;
      else if (!this.#cell(batch.bytes, start, end)) {
        if (!this.reading.forced) return row;
        this.issues.note('type-mismatch', this.reading.name, batch.lines[row]);
        this.#values[this.#rows++] = NaN;
      }
    }
    return rows;
  }

  #cell(bytes: Uint8Array, start: number, end: number): boolean {
    const parsed = this.#parsed;
    if (end < 0) return false;
    if (isMissing(bytes, start, end)) {
      this.#values[this.#rows++] = NaN;
      return true;
    }
    while (start < end && isSpace(bytes[start]!)) start++;
    while (end > start && isSpace(bytes[end - 1]!)) end--;
    const { order, forced } = this.reading;
    const read =
      parseDate(bytes, start, end, order, parsed) ||
      (forced && order !== 'ymd' && parseDate(bytes, start, end, 'ymd', parsed));
    if (!read) return false;
    if (parsed.time) this.precision = 'millisecond';
    this.#values[this.#rows++] = parsed.value;
    return true;
  }

  skip(rows: number): void {
    this.#values = withRoom(this.#values, this.#rows + rows);
    this.#values.fill(NaN, this.#rows, this.#rows + rows);
    this.#rows += rows;
  }

  flush(): Uint8Array {
    const block = this.#values.subarray(0, this.#rows);
    this.#profiler.add(block);
    this.#rows = 0;
    return encodeNumbers(block);
  }

  profile(schema: ColumnSchema): ColumnProfile {
    return this.#profiler.finish(schema.name, schema.type);
  }
}
