/**
 * Products of matrices as tiles of 4 x 8 sums that stay in registers. The right side is a panel of
 * pack.ts. Every element is the sum of its products in ascending order, beginning at 0, plus a bias (of zeros
 * where there is none).
 */
import { storeLanes } from './lanes';
import { madd } from './madd';
import { PANEL_BYTES } from './pack';

/**
 * c[row][0..lanes - 1] = bias + sum over k of a[row][k] * panel[k], rows from..to - 1. Where k is long it comes
 * in stretches, so that a stretch of the panel stays at hand: all but the first go on from what is in c.
 * @param lanes columns that exist, at most 8 are written
 */
export function rowsByPanel(
  a: usize,
  aPitch: usize,
  k: u32,
  panel: usize,
  bias: usize,
  c: usize,
  cPitch: usize,
  from: u32,
  to: u32,
  lanes: i32,
): void {
  const stretches = max<u32>(1, (k + LONGEST - 1) / LONGEST);
  const stretch = (k + stretches - 1) / stretches;
  let at: u32 = 0;
  do {
    const length = min(stretch, k - at);
    const end = at + length == k ? bias : 0;
    const x = a + ((<usize>at) << 2);
    stretchOfRows(x, aPitch, length, panel, at > 0, end, c, cPitch, from, to, lanes);
    panel += <usize>length * PANEL_BYTES;
    at += length;
  } while (at < k);
}

/** Lines of a panel that stay at hand beside the rows of a tile. */
const LONGEST: u32 = 512;

/** @param goesOn begins with what is in c, else with 0 @param bias 0 where sums are not complete yet */
function stretchOfRows(
  a: usize,
  aPitch: usize,
  k: u32,
  panel: usize,
  goesOn: bool,
  bias: usize,
  c: usize,
  cPitch: usize,
  from: u32,
  to: u32,
  lanes: i32,
): void {
  const last = to - 1;
  for (let row = from; row < to; row += 4) {
    // Past the last row, the last again: the same value goes to the same element.
    const r0 = <usize>row;
    const r1 = <usize>min(row + 1, last);
    const r2 = <usize>min(row + 2, last);
    const r3 = <usize>min(row + 3, last);
    if (lanes > 4) {
      rowTile(
        a + r0 * aPitch,
        a + r1 * aPitch,
        a + r2 * aPitch,
        a + r3 * aPitch,
        k,
        panel,
        goesOn,
        bias,
        c + r0 * cPitch,
        c + r1 * cPitch,
        c + r2 * cPitch,
        c + r3 * cPitch,
        lanes,
      );
    } else {
      narrowRowTile(
        a + r0 * aPitch,
        a + r1 * aPitch,
        a + r2 * aPitch,
        a + r3 * aPitch,
        k,
        panel,
        goesOn,
        bias,
        c + r0 * cPitch,
        c + r1 * cPitch,
        c + r2 * cPitch,
        c + r3 * cPitch,
        lanes,
      );
    }
  }
}

function rowTile(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  k: u32,
  w: usize,
  goesOn: bool,
  bias: usize,
  y0: usize,
  y1: usize,
  y2: usize,
  y3: usize,
  lanes: i32,
): void {
  let a0 = f32x4.splat(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  let a2 = a0;
  let b2 = a0;
  let a3 = a0;
  let b3 = a0;
  if (goesOn) {
    a0 = v128.load(y0);
    b0 = v128.load(y0, 16);
    a1 = v128.load(y1);
    b1 = v128.load(y1, 16);
    a2 = v128.load(y2);
    b2 = v128.load(y2, 16);
    a3 = v128.load(y3);
    b3 = v128.load(y3, 16);
  }
  const end = w + <usize>k * PANEL_BYTES;
  while (w < end) {
    const wa = v128.load(w);
    const wb = v128.load(w, 16);
    const s0 = v128.load32_splat(x0);
    a0 = madd(s0, wa, a0);
    b0 = madd(s0, wb, b0);
    const s1 = v128.load32_splat(x1);
    a1 = madd(s1, wa, a1);
    b1 = madd(s1, wb, b1);
    const s2 = v128.load32_splat(x2);
    a2 = madd(s2, wa, a2);
    b2 = madd(s2, wb, b2);
    const s3 = v128.load32_splat(x3);
    a3 = madd(s3, wa, a3);
    b3 = madd(s3, wb, b3);
    w += PANEL_BYTES;
    x0 += 4;
    x1 += 4;
    x2 += 4;
    x3 += 4;
  }
  if (bias != 0) {
    const ba = v128.load(bias);
    const bb = v128.load(bias, 16);
    a0 = f32x4.add(a0, ba);
    b0 = f32x4.add(b0, bb);
    a1 = f32x4.add(a1, ba);
    b1 = f32x4.add(b1, bb);
    a2 = f32x4.add(a2, ba);
    b2 = f32x4.add(b2, bb);
    a3 = f32x4.add(a3, ba);
    b3 = f32x4.add(b3, bb);
  }
  storePair(y0, a0, b0, lanes);
  storePair(y1, a1, b1, lanes);
  storePair(y2, a2, b2, lanes);
  storePair(y3, a3, b3, lanes);
}

/** Four columns at most. */
function narrowRowTile(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  k: u32,
  w: usize,
  goesOn: bool,
  bias: usize,
  y0: usize,
  y1: usize,
  y2: usize,
  y3: usize,
  lanes: i32,
): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  if (goesOn) {
    a0 = v128.load(y0);
    a1 = v128.load(y1);
    a2 = v128.load(y2);
    a3 = v128.load(y3);
  }
  const end = w + <usize>k * PANEL_BYTES;
  while (w < end) {
    const wa = v128.load(w);
    a0 = madd(v128.load32_splat(x0), wa, a0);
    a1 = madd(v128.load32_splat(x1), wa, a1);
    a2 = madd(v128.load32_splat(x2), wa, a2);
    a3 = madd(v128.load32_splat(x3), wa, a3);
    w += PANEL_BYTES;
    x0 += 4;
    x1 += 4;
    x2 += 4;
    x3 += 4;
  }
  if (bias != 0) {
    const ba = v128.load(bias);
    a0 = f32x4.add(a0, ba);
    a1 = f32x4.add(a1, ba);
    a2 = f32x4.add(a2, ba);
    a3 = f32x4.add(a3, ba);
  }
  storeLanes(y0, a0, lanes);
  storeLanes(y1, a1, lanes);
  storeLanes(y2, a2, lanes);
  storeLanes(y3, a3, lanes);
}

export function storePair(to: usize, a: v128, b: v128, lanes: i32): void {
  storeLanes(to, a, lanes);
  storeLanes(to + 16, b, lanes - 4);
}
