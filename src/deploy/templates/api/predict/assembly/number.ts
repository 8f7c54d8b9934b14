/**
 * Doubles as the fewest digits that read back to the same bits, or one more (Grisu2: Loitsch, "Printing floating-point
 * numbers quickly and accurately with integers", 2010; the compiler's own library has it).
 */
import { dtoa_buffered } from 'util/number';

/** Past the tables of the library; row-writer.ts leaves it free. Texts are at most 28 characters of two bytes. */
const SCRATCH: usize = 8192;
const MINUS: u8 = 45;
const POINT: u16 = 46;
const ZERO: u8 = 48;
/** "null", its first letter in the lowest byte. */
const NULL: u32 = 0x6c6c_756e;

/** JSON of a number; zero keeps its sign, and what is no number is null. @returns where the text ends */
export function writeNumber(value: f64, to: usize): usize {
  if (value - value != 0) {
    store<u32>(to, NULL);
    return to + 4;
  }
  if (value == 0) {
    if (reinterpret<i64>(value) < 0) store<u8>(to++, MINUS);
    store<u8>(to, ZERO);
    return to + 1;
  }
  let length = <usize>dtoa_buffered(SCRATCH, value);
  // The library writes whole numbers as 1.0.
  const end = SCRATCH + (length << 1);
  if (load<u16>(end - 2) == <u16>ZERO && load<u16>(end - 4) == POINT) length -= 2;
  for (let i: usize = 0; i < length; i++) store<u8>(to + i, <u8>load<u16>(SCRATCH + (i << 1)));
  return to + length;
}
