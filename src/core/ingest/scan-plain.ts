/**
 * The innermost loop of reading a file: cells without quotes. It stands alone because it is small enough
 * for a compiler to keep in registers; within CsvScanner.scan it takes twice as long.
 */
import { NO_DECIMAL, type FieldBatch } from './types';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;

/** Four digits at once (Langdale, Lemire): each byte less "0", the first digit in the lowest byte. */
const FOUR_ZEROS = 0x30303030;
const areDigits = (four: number): boolean => (((four + 0x76767676) | four) & 0x80808080) === 0;

function valueOf(four: number): number {
  const pairs = Math.imul(four, 10) + (four >>> 8);
  return Math.imul(pairs & 0xff, 100) + ((pairs >>> 16) & 0xff);
}

/** What a byte does to a cell without quotes: nothing (0), or this. */
export const ENDS_LINE = 1;
export const ENDS_CELL = 2;

/** What `scanPlain` leaves in `out`: the next `k`, whole records read, and where the record after begins. */
export const NEXT_CELL = 0;
export const RECORDS = 1;
export const RECORD_START = 2;

/**
 * Reads cells from `position` on into `batch` at `k`: first up to `records` whole records that have as many
 * cells as the batch is wide, then what it can of the one after. That stops where its line ends, where a
 * cell begins with a quote, or where it is as long as the batch is wide. Where a line (or the bytes) ended
 * it answers the position of its end, else the bitwise complement of where the next cell begins.
 * `view` is over `bytes`; `bytes[end]` is LF; a line end next to it may be cut, and is not passed.
 */
export function scanPlain(
  bytes: Uint8Array,
  view: DataView,
  position: number,
  end: number,
  stops: Uint8Array,
  batch: Required<FieldBatch>,
  k: number,
  records: number,
  out: Int32Array,
): number {
  const { starts, ends, width } = batch;
  const { mantissas, places } = batch.decimals;
  // Four bytes can be read at once up to here.
  const wide = view.byteLength - 8;
  let limit = k - (k % width) + width;
  let done = 0;
  out[RECORD_START] = position;
  while (k < limit && bytes[position] !== QUOTE) {
    starts[k] = position;
    // 1 for a minus, else 0; without a branch, for signs cannot be foretold.
    const negative = ((bytes[position]! ^ MINUS) - 1) >>> 31;
    position += negative;
    const from = position;
    let mantissa = 0;
    if (position < wide) {
      const four = view.getInt32(position, true) ^ FOUR_ZEROS;
      if (areDigits(four)) {
        mantissa = valueOf(four);
        position += 4;
      }
    }
    let digit = bytes[position]! - ZERO;
    while (digit >>> 0 <= 9) {
      mantissa = (Math.imul(mantissa, 10) + digit) | 0;
      digit = bytes[++position]! - ZERO;
    }
    const whole = position - from;
    let digits = whole;
    if (digit === POINT - ZERO) {
      position++;
      if (position < wide) {
        const four = view.getInt32(position, true) ^ FOUR_ZEROS;
        if (areDigits(four)) {
          mantissa = (Math.imul(mantissa, 10_000) + valueOf(four)) | 0;
          position += 4;
        }
      }
      digit = bytes[position]! - ZERO;
      while (digit >>> 0 <= 9) {
        mantissa = (Math.imul(mantissa, 10) + digit) | 0;
        digit = bytes[++position]! - ZERO;
      }
      digits = position - from - 1;
      if (digits === whole) digits = NO_DECIMAL;
    }
    let scale = NO_DECIMAL;
    let stop = stops[digit + ZERO]!;
    if (stop === 0) {
      do stop = stops[bytes[++position]!]!;
      while (stop === 0);
    } else if ((digits - 1) >>> 0 < 9 && (whole <= 1 || bytes[from] !== ZERO)) {
      if ((mantissa | (negative ^ 1)) !== 0) scale = digits - whole;
      mantissa = (mantissa ^ -negative) + negative;
    }
    ends[k] = position;
    mantissas[k] = mantissa;
    places[k] = scale;
    k++;
    if (stop === ENDS_CELL) {
      position++;
      continue;
    }
    const next = position + (bytes[position] === CR && bytes[position + 1] === LF ? 2 : 1);
    if (k === limit && done < records && next < end) {
      done++;
      limit += width;
      position = next;
      out[RECORD_START] = position;
      if (done < records) continue;
      break;
    }
    out[NEXT_CELL] = k;
    out[RECORDS] = done;
    return position;
  }
  out[NEXT_CELL] = k;
  out[RECORDS] = done;
  return ~position;
}
