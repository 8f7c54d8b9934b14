/** What an ensemble answers before its first tree: the best constant, in the units of the outputs. */
import { log } from '../../../../core/math';
import type { Rows, TreesJob } from '../../engine';

/** Keeps the logarithm of a share finite. */
const LEAST_SHARE = 1e-7;

/** @returns one value per output */
export function startValues({ train, loss, outputs, model }: TreesJob): number[] {
  if (model.kind === 'forest') {
    return loss === 'softmax' ? new Array<number>(outputs).fill(0) : [weightedMean(train)];
  }
  switch (loss) {
    case 'logistic': {
      const share = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, weightedMean(train)));
      return [log(share / (1 - share))];
    }
    case 'softmax':
      return classShares(train, outputs).map((share) => log(Math.max(LEAST_SHARE, share)));
    case 'squared':
      return [weightedMean(train)];
    case 'poisson':
      return [log(Math.max(LEAST_SHARE, weightedMean(train)))];
    case 'absolute':
      return [weightedQuantile(train, 0.5)];
    case 'quantile':
      return [weightedQuantile(train, model.quantile)];
    default:
      throw loss satisfies never;
  }
}

function weightedMean({ count, targets, weights }: Rows): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < count; row++) {
    const weight = weights ? weights[row]! : 1;
    sum += weight * targets[row]!;
    total += weight;
  }
  return sum / total;
}

function classShares({ count, targets, weights }: Rows, classes: number): number[] {
  const sums = new Array<number>(classes).fill(0);
  let total = 0;
  for (let row = 0; row < count; row++) {
    const weight = weights ? weights[row]! : 1;
    sums[targets[row]!]! += weight;
    total += weight;
  }
  return sums.map((sum) => sum / total);
}

/** Interpolated between neighbours without weights; with them the first target that reaches the share. */
function weightedQuantile({ count, targets, weights }: Rows, share: number): number {
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  order.sort((a, b) => targets[a]! - targets[b]! || a - b);
  if (!weights) {
    const place = share * (count - 1);
    const below = Math.floor(place);
    const value = targets[order[below]!]!;
    if (below === place) return value;
    return value + (targets[order[below + 1]!]! - value) * (place - below);
  }
  const wanted = share * weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  for (const row of order) {
    sum += weights[row]!;
    if (sum >= wanted) return targets[row]!;
  }
  return targets[order[count - 1]!]!;
}
