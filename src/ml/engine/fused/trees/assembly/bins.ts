/**
 * Bins of numbers as scikit-learn makes them: between all neighbours where there are few distinct values,
 * else at evenly spaced quantiles. Bin b holds what is above bound b - 1 and not above bound b.
 */

/** More rows than this are thinned to it, evenly, before quantiles are taken. */
const MOST_ROWS: u32 = 200000;

/** Order of unsigned integers for the order of floats. */
function keyOf(value: f32): u32 {
  // Adding 0 makes -0 the same value as 0.
  const bits = reinterpret<u32>(value + 0);
  return bits ^ (bits >> 31 ? 0xffffffff : 0x80000000);
}

function valueAt(keys: usize, i: u32): f32 {
  const key = load<u32>(keys + (i << 2));
  return reinterpret<f32>(key ^ (key >> 31 ? 0x80000000 : 0xffffffff));
}

/** One pass of a radix sort by the 11 bits from `shift`. */
function sortPass(from: usize, to: usize, count: u32, shift: u32, counts: usize): void {
  memory.fill(counts, 0, 2048 << 2);
  for (let i: u32 = 0; i < count; i++) {
    const at = counts + (((load<u32>(from + (i << 2)) >> shift) & 2047) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let before: u32 = 0;
  for (let at = counts; at < counts + (2048 << 2); at += 4) {
    const here = load<u32>(at);
    store<u32>(at, before);
    before += here;
  }
  for (let i: u32 = 0; i < count; i++) {
    const key = load<u32>(from + (i << 2));
    const at = counts + (((key >> shift) & 2047) << 2);
    const place = load<u32>(at);
    store<u32>(at, place + 1);
    store<u32>(to + (place << 2), key);
  }
}

/** A float32 with a <= bound < b, in the middle where there is one; a where they are equal. */
function between(a: f32, b: f32): f32 {
  const middle = <f32>((<f64>a + <f64>b) / 2);
  return middle < b ? middle : a;
}

/**
 * @param values f32 [rows], NaN where missing
 * @param bounds f32 [255]: filled, ascending
 * @param scratch 8 bytes for each row, of at most 200,000 rows, and 8 KiB
 * @returns how many bounds, below `bins`
 */
export function findBounds(
  values: usize,
  rows: u32,
  bins: u32,
  bounds: usize,
  scratch: usize,
): u32 {
  const looked = min(rows, MOST_ROWS);
  const other = scratch + ((<usize>looked) << 2);
  const counts = other + ((<usize>looked) << 2);
  let count: u32 = 0;
  for (let i: u32 = 0; i < looked; i++) {
    const row = rows <= MOST_ROWS ? i : <u32>((<u64>i * <u64>rows) / MOST_ROWS);
    const value = load<f32>(values + ((<usize>row) << 2));
    if (value == value) store<u32>(scratch + (count++ << 2), keyOf(value));
  }
  sortPass(scratch, other, count, 0, counts);
  sortPass(other, scratch, count, 11, counts);
  sortPass(scratch, other, count, 22, counts);
  const few = boundsBetween(other, count, bins, bounds);
  return few >= 0 ? few : boundsAtQuantiles(other, count, bins, bounds);
}

/** A bound between any two distinct values; -1 when they are more than `bins`. */
function boundsBetween(keys: usize, count: u32, bins: u32, bounds: usize): i32 {
  let made: u32 = 0;
  for (let i: u32 = 1; i < count; i++) {
    const a = valueAt(keys, i - 1);
    const b = valueAt(keys, i);
    if (a == b) continue;
    if (made + 1 == bins) return -1;
    store<f32>(bounds + (made++ << 2), between(a, b));
  }
  return made;
}

function boundsAtQuantiles(keys: usize, count: u32, bins: u32, bounds: usize): u32 {
  let made: u32 = 0;
  let last = -Infinity as f32;
  for (let i: u32 = 1; i < bins; i++) {
    const place = <u64>i * <u64>(count - 1);
    const below = <u32>(place / bins);
    const a = valueAt(keys, below);
    const bound = place % bins == 0 ? a : between(a, valueAt(keys, below + 1));
    if (!(bound > last)) continue;
    store<f32>(bounds + (made++ << 2), bound);
    last = bound;
  }
  return made;
}

/**
 * The bin of every value; missing values have one of their own, `count` + 1.
 *
 * @param bounds f32 [256], Infinity after the first `count`
 * @param into u8, four bytes from row to row
 */
export function assignBins(values: usize, rows: u32, bounds: usize, count: u32, into: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    const value = load<f32>(values + ((<usize>row) << 2));
    let bin: u32 = 0;
    for (let step: u32 = 128; step > 0; step >>= 1) {
      bin += load<f32>(bounds + ((bin + step - 1) << 2)) < value ? step : 0;
    }
    store<u8>(into + ((<usize>row) << 2), value == value ? bin : count + 1);
  }
}

/** Codes of categories are their bins; what is no code below `count` is missing, bin `count`. */
export function assignCodes(values: usize, rows: u32, count: u32, into: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    const value = load<f32>(values + ((<usize>row) << 2));
    const known = value >= 0 && value < <f32>count;
    store<u8>(into + ((<usize>row) << 2), known ? <u32>value : count);
  }
}
