/** exp, log, tanh and their kin in float32, rounded after every operation: what exact mode promises. */
const f = Math.fround;
const one = new Float32Array(1);
const bits = new Int32Array(one.buffer);

/** a * b + c, each rounded. */
export function madd(a: number, b: number, c: number): number {
  return f(f(a * b) + c);
}

function polynomial(x: number, coefficients: number[]): number {
  return coefficients.map(f).reduce((p, c) => madd(p, x, c));
}

const LEAST = f(-87.33654);
const MOST = f(88.72283);

export function exp(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > MOST) return Infinity;
  if (x < LEAST) return 0;
  const n = nearest(f(x * f(1.44269504)));
  const r = f(f(x - f(n * f(0.693359375))) - f(n * f(-2.1219444e-4)));
  const p = polynomial(r, [
    ...[1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3],
    ...[4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1],
  ]);
  const half = n >> 1;
  const y = f(madd(p, f(r * r), r) + 1);
  return f(f(y * 2 ** half) * 2 ** (n - half));
}

/** To the nearest whole number, of two the even one. */
function nearest(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest !== 0.5) return rest < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

export function log(x: number): number {
  if (Number.isNaN(x) || x === Infinity) return x;
  one[0] = Math.max(x, 1.17549435e-38);
  let e = (bits[0]! >>> 23) - 126;
  bits[0] = (bits[0]! & 0x007fffff) | 0x3f000000;
  let m: number = one[0];
  if (m < f(0.7071067811865475)) {
    e -= 1;
    m = f(f(m + m) - 1);
  } else m = f(m - 1);
  const z = f(m * m);
  let p = polynomial(m, [
    ...[7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1],
    ...[1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1],
    3.3333331174e-1,
  ]);
  p = f(f(p * m) * z);
  p = madd(e, f(-2.1219444e-4), p);
  p = f(p - f(z * 0.5));
  return madd(e, f(0.693359375), f(m + p));
}

function log1p(t: number): number {
  const u = f(t + 1);
  const rounded = f(u - 1);
  return rounded === 0 ? t : f(log(u) * f(t / rounded));
}

export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size < 0.625) {
    const z = f(x * x);
    const p = polynomial(z, [
      ...[-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2],
      ...[1.33314422036e-1, -3.33332819422e-1],
    ]);
    return madd(f(p * z), x, x);
  }
  const far = f(1 - f(2 / f(exp(f(size + size)) + 1)));
  return x < 0 ? -far : far;
}

export function sigmoid(x: number): number {
  return f(1 / f(1 + exp(-x)));
}

export function softplus(x: number): number {
  return f(Math.max(x, 0) + log1p(exp(-Math.abs(x))));
}
