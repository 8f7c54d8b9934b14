/**
 * a * b + c, four at a time: each rounded by itself in the exact module, and as the processor likes best
 * where the module is compiled with relaxed SIMD.
 */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}
