/** core/math's `quotient` for two at once: (a + da) / (b + db), rounded almost once. */
const SPLITTER: f64 = 134217729;

function upper(x: v128): v128 {
  const t = f64x2.mul(f64x2.splat(SPLITTER), x);
  return f64x2.sub(t, f64x2.sub(t, x));
}

export function quotient2(a: v128, da: v128, b: v128, db: v128): v128 {
  const q = f64x2.div(a, b);
  const qh = upper(q);
  const ql = f64x2.sub(q, qh);
  const bh = upper(b);
  const bl = f64x2.sub(b, bh);
  const product = f64x2.mul(q, b);
  let error = f64x2.sub(f64x2.mul(qh, bh), product);
  error = f64x2.add(error, f64x2.mul(qh, bl));
  error = f64x2.add(error, f64x2.mul(ql, bh));
  error = f64x2.add(error, f64x2.mul(ql, bl));
  let rest = f64x2.sub(f64x2.sub(a, product), error);
  rest = f64x2.sub(f64x2.add(rest, da), f64x2.mul(q, db));
  return f64x2.add(q, f64x2.div(rest, b));
}
