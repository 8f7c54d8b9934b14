/**
 * Whole records without quotes, many at once, by a WebAssembly module that looks at sixteen bytes at a time
 * (assembly/): what `scanPlain` gives, in a third of the time. Bytes go through a window in the module's
 * memory; cells are written to a batch that lies there too.
 */
import { SCAN_RECORDS_BASE64 } from './scan-records.generated';
import type { FieldBatch } from './types';

const LF = 10;
const CR = 13;

const PAGE_BYTES = 65_536;
const WINDOW_BYTES = 128 * 1024;
/** What is below is the module's own. */
const WINDOW_AT = 1024;
/** The module reads past the window's end. */
const SLACK = 64;
/** Fewer records up to an odd one are not worth filling the window; so often in a row, and it is given up. */
const FEW_RECORDS = 64;
const MOST_FAILURES = 8;

/** Documented in assembly/records.ts. */
type ScanRecords = (
  window: number,
  length: number,
  delimiter: number,
  width: number,
  records: number,
  shift: number,
  starts: number,
  ends: number,
  mantissas: number,
  places: number,
) => number;

let compiled: WebAssembly.Module | null = null;

/** Null where the platform does not know the module's instructions, or has no memory left for it. */
export function openPlainRecords(
  width: number,
  rows: number,
  delimiter: number,
): PlainRecords | null {
  try {
    compiled ??= new WebAssembly.Module(
      Uint8Array.from(atob(SCAN_RECORDS_BASE64), (char) => char.charCodeAt(0)),
    );
    const { exports } = new WebAssembly.Instance(compiled);
    const { memory, scanRecords } = exports as { memory: WebAssembly.Memory } & {
      scanRecords: ScanRecords;
    };
    return new PlainRecords(memory, scanRecords, width, rows, delimiter);
  } catch {
    return null;
  }
}

export class PlainRecords {
  readonly batch: Required<FieldBatch>;
  /** Where the record after those of the last call begins. */
  next = 0;
  readonly #window: Uint8Array;
  /** The last record known to be odd. */
  #odd = -1;
  #failures = 0;

  constructor(
    memory: WebAssembly.Memory,
    readonly scanRecords: ScanRecords,
    width: number,
    rows: number,
    readonly delimiter: number,
  ) {
    const cells = width * rows;
    const startsAt = WINDOW_AT + WINDOW_BYTES + SLACK;
    const total = startsAt + 13 * cells;
    memory.grow(Math.ceil(total / PAGE_BYTES));
    const { buffer } = memory;
    this.#window = new Uint8Array(buffer, WINDOW_AT, WINDOW_BYTES + 1);
    this.batch = {
      bytes: new Uint8Array(0),
      starts: new Int32Array(buffer, startsAt, cells),
      ends: new Int32Array(buffer, startsAt + 4 * cells, cells),
      decimals: {
        mantissas: new Int32Array(buffer, startsAt + 8 * cells, cells),
        places: new Uint8Array(buffer, startsAt + 12 * cells, cells),
      },
      width,
      rows: 0,
      lines: new Int32Array(rows),
    };
  }

  /**
   * Reads at most `most` records from `position` on into the batch's rows from `row` on, and answers how many:
   * it stops before one that `scanPlain` must look at, and before one that ends where the bytes end.
   */
  read(bytes: Uint8Array, position: number, end: number, row: number, most: number): number {
    const { batch, delimiter } = this;
    const { starts, ends, decimals, width } = batch;
    if (position === this.#odd || this.#failures >= MOST_FAILURES) return 0;
    let done = 0;
    while (done < most) {
      const length = Math.min(WINDOW_BYTES, end - position);
      this.#window.set(bytes.subarray(position, position + length));
      this.#window[length] = LF;
      const k = (row + done) * width;
      const answer = this.scanRecords(
        WINDOW_AT,
        length,
        delimiter,
        width,
        most - done,
        position,
        starts.byteOffset + 4 * k,
        ends.byteOffset + 4 * k,
        decimals.mantissas.byteOffset + 4 * k,
        decimals.places.byteOffset + k,
      );
      const records = answer < 0 ? ~answer : answer;
      done += records;
      if (records > 0) {
        position = ends[k + records * width - 1]!;
        position += bytes[position] === CR && bytes[position + 1] === LF ? 2 : 1;
      }
      if (answer < 0) this.#odd = position;
      if (answer <= 0) break;
    }
    this.#failures = done < FEW_RECORDS && done < most ? this.#failures + 1 : 0;
    this.next = position;
    return done;
  }
}
