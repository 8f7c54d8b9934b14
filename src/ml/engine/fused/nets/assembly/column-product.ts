/** Products of a matrix, its columns taken as rows, with a panel of pack.ts; tiles and sums as in product.ts. */
import { storeLanes } from './lanes';
import { madd } from './madd';
import { PANEL_BYTES } from './pack';
import { storePair } from './product';

/**
 * c[column][0..lanes - 1] = sum over k of a[k][column] * panel[k], columns from..to - 1 of `a`, which has
 * lines of whole fours.
 */
export function columnsByPanel(
  a: usize,
  aPitch: usize,
  k: u32,
  panel: usize,
  c: usize,
  cPitch: usize,
  from: u32,
  to: u32,
  lanes: i32,
): void {
  for (let column = from; column < to; column += 4) {
    if (lanes > 4) {
      columnTile(
        a + ((<usize>column) << 2),
        aPitch,
        panel,
        panel + <usize>k * PANEL_BYTES,
        c + <usize>column * cPitch,
        cPitch,
        <i32>(to - column),
        lanes,
      );
    } else {
      narrowColumnTile(
        a + ((<usize>column) << 2),
        aPitch,
        panel,
        panel + <usize>k * PANEL_BYTES,
        c + <usize>column * cPitch,
        cPitch,
        <i32>(to - column),
        lanes,
      );
    }
  }
}

function columnTile(
  x: usize,
  pitch: usize,
  w: usize,
  end: usize,
  y: usize,
  yPitch: usize,
  columns: i32,
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
  while (w < end) {
    const wa = v128.load(w);
    const wb = v128.load(w, 16);
    const s0 = v128.load32_splat(x);
    a0 = madd(s0, wa, a0);
    b0 = madd(s0, wb, b0);
    const s1 = v128.load32_splat(x, 4);
    a1 = madd(s1, wa, a1);
    b1 = madd(s1, wb, b1);
    const s2 = v128.load32_splat(x, 8);
    a2 = madd(s2, wa, a2);
    b2 = madd(s2, wb, b2);
    const s3 = v128.load32_splat(x, 12);
    a3 = madd(s3, wa, a3);
    b3 = madd(s3, wb, b3);
    w += PANEL_BYTES;
    x += pitch;
  }
  storePair(y, a0, b0, lanes);
  if (columns > 1) storePair(y + yPitch, a1, b1, lanes);
  if (columns > 2) storePair(y + 2 * yPitch, a2, b2, lanes);
  if (columns > 3) storePair(y + 3 * yPitch, a3, b3, lanes);
}

/** Four columns of the panel at most. */
function narrowColumnTile(
  x: usize,
  pitch: usize,
  w: usize,
  end: usize,
  y: usize,
  yPitch: usize,
  columns: i32,
  lanes: i32,
): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  while (w < end) {
    const wa = v128.load(w);
    a0 = madd(v128.load32_splat(x), wa, a0);
    a1 = madd(v128.load32_splat(x, 4), wa, a1);
    a2 = madd(v128.load32_splat(x, 8), wa, a2);
    a3 = madd(v128.load32_splat(x, 12), wa, a3);
    w += PANEL_BYTES;
    x += pitch;
  }
  storeLanes(y, a0, lanes);
  if (columns > 1) storeLanes(y + yPitch, a1, lanes);
  if (columns > 2) storeLanes(y + 2 * yPitch, a2, lanes);
  if (columns > 3) storeLanes(y + 3 * yPitch, a3, lanes);
}
