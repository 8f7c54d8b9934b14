/** Philox 4x32-10, four blocks at a time; the same words as core/random/philox.ts. */

const MULTIPLIER_0: u32 = 0xd2511f53;
const MULTIPLIER_1: u32 = 0xcd9e8d57;
const WEYL_0: u32 = 0x9e3779b9;
const WEYL_1: u32 = 0xbb67ae85;

/** The high halves of four products. */
function highOf(a: v128, b: v128): v128 {
  const low = i64x2.extmul_low_i32x4_u(a, b);
  const high = i64x2.extmul_high_i32x4_u(a, b);
  return v128.shuffle<u32>(low, high, 1, 3, 5, 7);
}

/**
 * Sixteen words: blocks `block` to `block + 3`, counters (block, 0, name0, name1), key (key0, key1).
 * @param block below 2^32 - 3
 */
export function storeBlocks(
  block: u32,
  name0: u32,
  name1: u32,
  key0: u32,
  key1: u32,
  to: usize,
): void {
  let c0 = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3));
  let c1 = i32x4.splat(0);
  let c2 = i32x4.splat(name0);
  let c3 = i32x4.splat(name1);
  const m0 = i32x4.splat(MULTIPLIER_0);
  const m1 = i32x4.splat(MULTIPLIER_1);
  for (let round = 0; round < 10; round++) {
    const next0 = v128.xor(v128.xor(highOf(m1, c2), c1), i32x4.splat(key0));
    const next2 = v128.xor(v128.xor(highOf(m0, c0), c3), i32x4.splat(key1));
    c1 = i32x4.mul(m1, c2);
    c3 = i32x4.mul(m0, c0);
    c0 = next0;
    c2 = next2;
    key0 += WEYL_0;
    key1 += WEYL_1;
  }
  storeTransposed(c0, c1, c2, c3, to);
}

function storeTransposed(a: v128, b: v128, c: v128, d: v128, to: usize): void {
  const ab0 = v128.shuffle<u32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<u32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<u32>(ab0, cd0, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<u32>(ab0, cd0, 2, 3, 6, 7), 16);
  v128.store(to, v128.shuffle<u32>(ab1, cd1, 0, 1, 4, 5), 32);
  v128.store(to, v128.shuffle<u32>(ab1, cd1, 2, 3, 6, 7), 48);
}
