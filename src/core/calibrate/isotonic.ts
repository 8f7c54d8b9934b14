/**
 * Isotonic regression by pool adjacent violators (Barlow et al. 1972; Zadrozny and Elkan 2002 for probabilities),
 * as scikit-learn's IsotonicRegression: equal x become one point first, and only the ends of each level are kept.
 */
import { softmaxInPlace } from '../math/softmax';
import { sigmoid } from '../math';
import type { Calibrator } from '../model/types';
import type { LogitRows } from './rows';

type Isotonic = Extract<Calibrator, { type: 'isotonic' }>;
type Curve = Isotonic['curves'][number];

/**
 * @param weights of the rows, none below 0, not all 0; all 1 without
 * @returns `x` rises, `y` never falls
 */
export function isotonicCurve(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array | null = null,
): Curve {
  const points = distinctPoints(x, y, weights);
  const levels = pool(points.y, points.weights);
  const keep = levels.map(
    (level, i) =>
      i === 0 || i === levels.length - 1 || levels[i - 1] !== level || levels[i + 1] !== level,
  );
  return { x: points.x.filter((_, i) => keep[i]), y: levels.filter((_, i) => keep[i]) };
}

/** One point per value of x, ascending, with the weighted mean of its y; rows of weight 0 are left out. */
function distinctPoints(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array | null,
): { x: number[]; y: number[]; weights: number[] } {
  const order = Uint32Array.from(x, (_, row) => row)
    .filter((row) => !weights || weights[row]! > 0)
    .sort((a, b) => x[a]! - x[b]! || a - b);
  const points = { x: [] as number[], y: [] as number[], weights: [] as number[] };
  for (let start = 0; start < order.length;) {
    const at = x[order[start]!]!;
    let [sum, weight] = [0, 0];
    let end = start;
    for (; end < order.length && x[order[end]!] === at; end++) {
      const w = weights ? weights[order[end]!]! : 1;
      sum += w * y[order[end]!]!;
      weight += w;
    }
    points.x.push(at);
    points.y.push(sum / weight);
    points.weights.push(weight);
    start = end;
  }
  return points;
}

/** The nearest values (weighted least squares) that never fall. */
function pool(y: readonly number[], weights: readonly number[]): number[] {
  const blocks: { value: number; weight: number; count: number }[] = [];
  y.forEach((value, i) => {
    let block = { value, weight: weights[i]!, count: 1 };
    for (let last = blocks.at(-1); last && last.value >= block.value; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      const sum = last.weight * last.value + block.weight * block.value;
      block = { value: sum / weight, weight, count: last.count + block.count };
    }
    blocks.push(block);
  });
  return blocks.flatMap(({ value, count }) => new Array<number>(count).fill(value));
}

/** A curve per class, one against the rest; of two classes for the positive one only. */
export function fitIsotonic({ classes, logits, truth }: LogitRows): Isotonic {
  if (classes === 2) {
    const hits = Float64Array.from(truth);
    return { type: 'isotonic', curves: [bounded(isotonicCurve(logits.map(sigmoid), hits))] };
  }
  const shares = Float64Array.from(logits);
  for (let at = 0; at < shares.length; at += classes) {
    softmaxInPlace(shares.subarray(at, at + classes));
  }
  const curves = Array.from({ length: classes }, (_, c) => {
    const own = Float64Array.from(truth, (_, row) => shares[row * classes + c]!);
    return bounded(
      isotonicCurve(
        own,
        Float64Array.from(truth, (code) => (code === c ? 1 : 0)),
      ),
    );
  });
  return { type: 'isotonic', curves };
}

/** Means of 0 and 1 may leave them by the last bit. */
function bounded({ x, y }: Curve): Curve {
  return { x, y: y.map((value) => Math.min(1, Math.max(0, value))) };
}
