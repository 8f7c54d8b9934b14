const DIGIT = 11;
const BUCKETS = 2048;
/** Below this a comparison sort is quicker than six passes over 2,048 buckets. */
const FEW = 700;

/** Two words whose order as unsigned integers, high first, is the falling order of the doubles. */
function fallingKeys(scores: Float64Array): { low: Uint32Array; high: Uint32Array } {
  const n = scores.length;
  const low = new Uint32Array(n);
  const high = new Uint32Array(n);
  const view = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < n; i++) {
    // + 0 turns -0 into 0, so that they tie.
    view.setFloat64(0, scores[i]! + 0);
    const h = view.getUint32(0);
    const l = view.getUint32(4);
    const negative = h >>> 31 === 1;
    high[i] = negative ? h : ~h & 0x7fffffff;
    low[i] = negative ? l : ~l;
  }
  return { low, high };
}

/**
 * Row numbers by falling score; ties by row number. No NaN.
 * A stable radix sort: a comparison sort of 100,000 rows takes some twenty times as long.
 */
export function orderByScore(scores: Float64Array): Uint32Array<ArrayBuffer> {
  const n = scores.length;
  let order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  if (n < FEW) return order.sort((a, b) => scores[b]! - scores[a]! || a - b);
  const { low, high } = fallingKeys(scores);
  let sorted = new Uint32Array(n);
  const starts = new Uint32Array(BUCKETS);
  for (const keys of [low, high]) {
    for (let shift = 0; shift < 32; shift += DIGIT) {
      starts.fill(0);
      for (let i = 0; i < n; i++) starts[(keys[i]! >>> shift) & (BUCKETS - 1)]! += 1;
      let start = 0;
      for (let b = 0; b < BUCKETS; b++) {
        const count = starts[b]!;
        starts[b] = start;
        start += count;
      }
      for (let k = 0; k < n; k++) {
        const row = order[k]!;
        const digit = (keys[row]! >>> shift) & (BUCKETS - 1);
        sorted[starts[digit]!++] = row;
      }
      [order, sorted] = [sorted, order];
    }
  }
  return order;
}
