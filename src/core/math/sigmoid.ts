import { exp, parts, reduce } from './exp';
import { quotient } from './quotient';
import { powerOfTwo } from './words';

/** 1 / (1 + e^-x) with an error below 0.6 ulp (1 ulp where the result is subnormal). */
export function sigmoid(x: number): number {
  if (x !== x) return NaN;
  if (x > 40) return 1;
  if (x < -40) return exp(x); // 1 + e^x rounds to 1
  reduce(x < 0 ? x : -x);
  const factor = powerOfTwo(parts.exponent);
  const e = parts.head * factor;
  const tail = parts.tail * factor;
  const sum = 1 + e;
  const rest = e - (sum - 1) + tail;
  return x < 0 ? quotient(e, tail, sum, rest) : quotient(1, 0, sum, rest);
}
