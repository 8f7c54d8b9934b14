import { parts, reduce } from './exp';
import { quotient } from './quotient';
import { powerOfTwo } from './words';

/** The Taylor series of tanh(x) = x + x z (t0 + t1 z + ...), z = x^2, for |x| < 1/8. */
function series(x: number): number {
  const z = x * x;
  const high =
    62 / 2835 +
    z *
      (-1382 / 155925 +
        z * (21844 / 6081075 + z * (-929569 / 638512875 + z * (6404582 / 10854718875))));
  return x + x * z * (-1 / 3 + z * (2 / 15 + z * (-17 / 315 + z * high)));
}

/** The hyperbolic tangent with an error below 0.6 ulp: (e^2x - 1) / (e^2x + 1). */
export function tanh(x: number): number {
  if (x !== x) return NaN;
  const size = x < 0 ? -x : x;
  if (size < 1e-9) return x;
  if (size < 0.125) return series(x);
  if (size > 20) return x < 0 ? -1 : 1;
  reduce(2 * size);
  const factor = powerOfTwo(parts.exponent);
  const e = parts.head * factor;
  const tail = parts.tail * factor;
  const above = e + 1;
  const below = e - 1;
  const y = quotient(below, e - below - 1 + tail, above, 1 - (above - e) + tail);
  return x < 0 ? -y : y;
}
