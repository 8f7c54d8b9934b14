import { decimals, isMinus, mantissa, NO_DECIMAL } from './decimal';

const LF: u32 = 10;
const CR: u32 = 13;
const QUOTE: u32 = 34;

/**
 * Reads whole records of `width` cells without quotes and answers how many, at most `records`. It stops
 * before one that ends at the window's end, where a line end may be cut; before one that is anything else it
 * stops too, and answers the bitwise complement.
 *
 * @param window begins with a record; an LF stands behind its `length` bytes, and 16 bytes more can be read
 * @param shift added to a place in the window it gives the place that is written
 * @param starts i32, as `ends` and `mantissas`: where the first cell is written; `places` u8
 */
export function scanRecords(
  window: usize,
  length: usize,
  delimiter: i32,
  width: i32,
  records: i32,
  shift: i32,
  starts: usize,
  ends: usize,
  mantissas: usize,
  places: usize,
): i32 {
  const delimiters = i8x16.splat(<i8>delimiter);
  const limit = window + length;
  const back = shift - <i32>window;
  let p = window;
  for (let done = 0; done < records; done++) {
    for (let left = width; left > 0; left--) {
      const first = <u32>load<u8>(p);
      if (first == QUOTE) return ~done;
      const text = v128.load(p);
      const stops = stopsOf(text, delimiters);
      let stop = p;
      let scale = NO_DECIMAL;
      let value = 0;
      if (stops != 0) {
        const size = <u32>ctz<i32>(stops);
        stop += size;
        const digits = i8x16.sub(text, i8x16.splat(48));
        const areDigits = i8x16.lt_u(digits, i8x16.splat(10));
        const negative = isMinus(first);
        const odd = ~(<u32>i8x16.bitmask(areDigits)) & ((1 << size) - 1) & ~negative;
        scale = decimals(p, size, negative, odd);
        if (scale != NO_DECIMAL) {
          value = mantissa(v128.and(digits, areDigits), size, odd);
          // There is no -0 among integers.
          scale = value | (<i32>(negative ^ 1)) ? scale : NO_DECIMAL;
          value = (value ^ -(<i32>negative)) + <i32>negative;
        }
      } else {
        let more = 0;
        do {
          stop += 16;
          more = stopsOf(v128.load(stop), delimiters);
        } while (more == 0);
        stop += <usize>ctz<i32>(more);
      }
      store<i32>(starts, <i32>p + back);
      store<i32>(ends, <i32>stop + back);
      store<i32>(mantissas, value);
      store<u8>(places, scale);
      starts += 4;
      ends += 4;
      mantissas += 4;
      places++;
      p = stop + 1;
      if (<i32>load<u8>(stop) == delimiter) {
        if (left == 1) return ~done;
        continue;
      }
      if (left != 1) return p > limit ? done : ~done;
      if (load<u8>(stop) == CR && load<u8>(p) == LF) p++;
      if (p >= limit) return done;
    }
  }
  return records;
}

/** One bit per byte that ends a cell. */
function stopsOf(text: v128, delimiters: v128): i32 {
  const ends = v128.or(i8x16.eq(text, i8x16.splat(10)), i8x16.eq(text, i8x16.splat(13)));
  return i8x16.bitmask(v128.or(ends, i8x16.eq(text, delimiters)));
}
