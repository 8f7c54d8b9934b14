/** 2^27 + 1: splits a double into two halves of 26 bits (Veltkamp). */
const SPLITTER = 134217729;

/**
 * (a + da) / (b + db), where da and db are small beside a and b, rounded almost once: the quotient of
 * the heads is corrected by its exact remainder (Dekker 1971). For |a|, |b| within [2^-900, 2^900].
 */
export function quotient(a: number, da: number, b: number, db: number): number {
  const q = a / b;
  let t = SPLITTER * q;
  const qh = t - (t - q);
  const ql = q - qh;
  t = SPLITTER * b;
  const bh = t - (t - b);
  const bl = b - bh;
  const product = q * b;
  const error = qh * bh - product + qh * bl + ql * bh + ql * bl;
  return q + (a - product - error + da - q * db) / b;
}
