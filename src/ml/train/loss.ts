/** Mean weighted loss from network outputs, in doubles on the host: one formula for train and validation. */
import { exp, log, log1p } from '../../core/math';
import type { LossKind, Rows, TreeLossKind } from '../engine/engine';

/** log(1 + e^x) without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

function rowLoss(
  kind: LossKind | TreeLossKind,
  outputs: Float32Array,
  at: number,
  width: number,
  y: number,
  quantile: number,
): number {
  switch (kind) {
    case 'logistic':
      return y === 1 ? softplus(-outputs[at]!) : softplus(outputs[at]!);
    case 'squared': {
      const d = outputs[at]! - y;
      return d * d;
    }
    case 'absolute':
      return Math.abs(outputs[at]! - y);
    case 'huber': {
      const d = Math.abs(outputs[at]! - y);
      return d <= 1 ? (d * d) / 2 : d - 0.5;
    }
    case 'quantile': {
      const d = y - outputs[at]!;
      return d > 0 ? quantile * d : (quantile - 1) * d;
    }
    case 'poisson':
      return exp(outputs[at]!) - y * outputs[at]!;
    case 'softmax': {
      let max = -Infinity;
      for (let c = 0; c < width; c++) max = Math.max(max, outputs[at + c]!);
      let sum = 0;
      for (let c = 0; c < width; c++) sum += exp(outputs[at + c]! - max);
      return log(sum) + max - outputs[at + y]!;
    }
    default:
      throw kind satisfies never;
  }
}

export interface LossSums {
  /** Weighted sum of losses. */
  sum: number;
  /** Sum of weights. */
  total: number;
}

/**
 * Sums of losses with those of more rows: of the rows in `order`, of all without.
 *
 * @param outputs [count, width], row i belonging to row `order[i]` (i without order)
 * @param quantile of the pinball loss
 */
export function addLosses(
  { sum, total }: LossSums,
  kind: LossKind | TreeLossKind,
  outputs: Float32Array,
  rows: Rows,
  order: Uint32Array | null = null,
  quantile = 0.5,
): LossSums {
  const count = order ? order.length : rows.count;
  const width = count === 0 ? 1 : outputs.length / count;
  for (let i = 0; i < count; i++) {
    const row = order ? order[i]! : i;
    const weight = rows.weights ? rows.weights[row]! : 1;
    sum += weight * rowLoss(kind, outputs, i * width, width, rows.targets[row]!, quantile);
    total += weight;
  }
  return { sum, total };
}

/** NaN where it is no number. */
export function meanOf({ sum, total }: LossSums): number {
  const mean = sum / total;
  return Number.isFinite(mean) ? mean : NaN;
}

/**
 * Log loss in nats for classes; for numbers in the units of the targets given: mean squared, absolute or
 * Huber (at 1) error, pinball loss, or the Poisson deviance's half without what does not depend on answers.
 *
 * @param outputs [rows, width], row i belonging to row `order[i]` (i without order)
 * @param quantile of the pinball loss
 * @returns NaN when any output is not finite
 */
export function meanLoss(
  kind: LossKind | TreeLossKind,
  outputs: Float32Array,
  rows: Rows,
  order: Uint32Array | null = null,
  quantile = 0.5,
): number {
  return meanOf(addLosses({ sum: 0, total: 0 }, kind, outputs, rows, order, quantile));
}
