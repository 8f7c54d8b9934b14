/** IEEE 754 binary16: the nearest half of a double, ties to even; infinite past 65519. */
export function toHalf(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const size = Math.abs(value);
  // Halves below 2^-14 are 2^-24 apart; above, 2^-10 of their power of two.
  let grain = 2 ** -24;
  for (let power = 2 ** -13; power <= size && grain < 2 ** 6; power *= 2) grain *= 2;
  const steps = size / grain;
  const floor = Math.floor(steps);
  const rest = steps - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  const half = rounded * grain;
  const most = half >= 65536 ? Infinity : half;
  return value < 0 ? -most : most;
}
