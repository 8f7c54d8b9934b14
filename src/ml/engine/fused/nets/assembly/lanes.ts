/**
 * Vectors of four at the end of a line whose length is no multiple of four. Loads may read past the end of
 * a line (what lies there is never used), stores must not write there.
 */

/** Stores the first `count` of four values; all of them from 4 on. */
export function storeLanes(to: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, value);
    return;
  }
  if (count > 0) store<f32>(to, f32x4.extract_lane(value, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(value, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(value, 2), 8);
}

/** Adds to the first `count` of four values. */
export function addLanes(to: usize, value: v128, count: i32): void {
  storeLanes(to, f32x4.add(v128.load(to), value), count);
}

/** The first `count` of four values, then `rest`. */
export function loadLanes(from: usize, count: i32, rest: f32): v128 {
  let value = v128.load(from);
  if (count < 4) value = f32x4.replace_lane(value, 3, rest);
  if (count < 3) value = f32x4.replace_lane(value, 2, rest);
  if (count < 2) value = f32x4.replace_lane(value, 1, rest);
  return value;
}
