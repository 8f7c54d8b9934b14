/** float32 numbers in their order. */

const floats = new Float32Array(1);
const bits = new Int32Array(floats.buffer);

/** The largest float32 below a float32; -Infinity stays. */
export function nextBelow(x: number): number {
  if (x === -Infinity) return x;
  floats[0] = x === 0 ? 0 : x;
  if (floats[0] === 0) bits[0] = -2147483647;
  else bits[0] = bits[0]! + (floats[0] > 0 ? -1 : 1);
  return floats[0];
}

/** The largest float32 that is at most `x`. */
export function atMost(x: number): number {
  const rounded = Math.fround(x);
  return rounded > x ? nextBelow(rounded) : rounded;
}

/** The largest float32 that is less than `x`. */
export function below(x: number): number {
  const rounded = Math.fround(x);
  return rounded < x ? rounded : nextBelow(rounded);
}
