/**
 * A cell of at most fifteen bytes to an integer of at most nine digits and its decimals.
 */

/** As in types.ts. */
export const NO_DECIMAL: u32 = 255;

const MINUS: u32 = 45;
const POINT: u32 = 46;
const ZERO: u32 = 48;

export function isMinus(byte: u32): u32 {
  return <u32>(byte == MINUS);
}

/**
 * How many decimals the cell at `p` has, whose `text` is `length` bytes long and begins with a minus where
 * `negative` is 1; NO_DECIMAL where it is no such number.
 *
 * @param odd one bit per byte that is no digit, the minus left out
 */
export function decimals(p: usize, length: u32, negative: u32, odd: u32): u32 {
  if ((odd & (odd - 1)) != 0) return NO_DECIMAL;
  let whole = length - negative;
  let places: u32 = 0;
  if (odd != 0) {
    const point = <u32>ctz<i32>(<i32>odd);
    places = length - 1 - point;
    if (load<u8>(p + point) != POINT || places == 0) return NO_DECIMAL;
    whole = point - negative;
  }
  if (whole + places - 1 >= 9) return NO_DECIMAL;
  if (whole > 1 && load<u8>(p + negative) == ZERO) return NO_DECIMAL;
  return places;
}

/** The number that the digits of such a cell make, its point and its minus passed over. */
export function mantissa(digits: v128, length: u32, odd: u32): i32 {
  // The last digit goes to the last lane; those before the point, one further. A lane without is 0.
  const point = odd != 0 ? <i8>ctz<i32>(<i32>odd) : -128;
  let from = i8x16.add(
    i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    i8x16.splat(<i8>(length - 16)),
  );
  from = i8x16.add(from, i8x16.le_s(from, i8x16.splat(point)));
  const lanes = i8x16.swizzle(digits, from);
  // Pairs: 10 * first + second, in the upper byte of (10 * 256 + 1) * both.
  const pairs = i16x8.shr_u(i16x8.mul(lanes, i16x8.splat(2561)), 8);
  const fours = i32x4.dot_i16x8_s(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1));
  return (
    i32x4.extract_lane(fours, 1) * 100_000_000 +
    i32x4.extract_lane(fours, 2) * 10_000 +
    i32x4.extract_lane(fours, 3)
  );
}
