/**
 * Platt scaling of two classes: J. Platt, "Probabilistic outputs for support vector machines", 1999, with his
 * targets, by the Newton method with backtracking of H.-T. Lin, C.-J. Lin and R. C. Weng, "A note on Platt's
 * probabilistic outputs", Machine Learning 68, 2007, carried on until no step helps.
 */
import { exp, log, log1p, sigmoid } from '../math';
import type { Calibrator } from '../model/types';
import type { LogitRows } from './rows';

type Line = Omit<Extract<Calibrator, { type: 'platt' }>, 'type'>;

const MOST_STEPS = 100;
/** Added to the diagonal of the Hessian, per row: logits that are all equal have a singular one. */
const RIDGE = 1e-12;
const SUFFICIENT = 1e-4;
const SHORTEST_STEP = 1e-10;

/** @param rows of two classes, at least one row */
export function fitPlatt({ logits, truth }: LogitRows): Extract<Calibrator, { type: 'platt' }> {
  let positives = 0;
  for (const code of truth) if (code === 1) positives++;
  const negatives = truth.length - positives;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const targets = Float64Array.from(truth, (code) => (code === 1 ? high : low));
  const start: Line = { slope: 0, intercept: log((positives + 1) / (negatives + 1)) };
  return { type: 'platt', ...newton(logits, targets, start) };
}

function newton(logits: Float64Array, targets: Float64Array, start: Line): Line {
  let line = start;
  let loss = lossOf(logits, targets, line);
  for (let step = 0; step < MOST_STEPS; step++) {
    const { slope, intercept, along } = direction(logits, targets, line);
    if (!(along < 0)) break;
    let size = 1;
    let next = line;
    let nextLoss = loss;
    for (; size >= SHORTEST_STEP; size /= 2) {
      next = { slope: line.slope + size * slope, intercept: line.intercept + size * intercept };
      nextLoss = lossOf(logits, targets, next);
      if (nextLoss <= loss + SUFFICIENT * size * along) break;
    }
    if (size < SHORTEST_STEP || !Number.isFinite(nextLoss)) break;
    const same = next.slope === line.slope && next.intercept === line.intercept;
    [line, loss] = [next, nextLoss];
    if (same) break;
  }
  return line;
}

/** Of Newton; `along` is the slope of the loss in it, below 0 until the minimum. */
function direction(
  logits: Float64Array,
  targets: Float64Array,
  line: Line,
): Line & { along: number } {
  let [gradientSlope, gradientIntercept] = [0, 0];
  let [a, b, c] = [RIDGE * logits.length, 0, RIDGE * logits.length];
  for (let i = 0; i < logits.length; i++) {
    const z = logits[i]!;
    const p = sigmoid(line.slope * z + line.intercept);
    const d = p - targets[i]!;
    const w = p * (1 - p);
    gradientSlope += d * z;
    gradientIntercept += d;
    a += w * z * z;
    b += w * z;
    c += w;
  }
  const determinant = a * c - b * b;
  const slope = -(c * gradientSlope - b * gradientIntercept) / determinant;
  const intercept = -(a * gradientIntercept - b * gradientSlope) / determinant;
  return { slope, intercept, along: gradientSlope * slope + gradientIntercept * intercept };
}

function lossOf(logits: Float64Array, targets: Float64Array, { slope, intercept }: Line): number {
  let loss = 0;
  for (let i = 0; i < logits.length; i++) {
    const z = slope * logits[i]! + intercept;
    // log(1 + e^z) - t z, without overflow.
    loss += (z > 0 ? z + log1p(exp(-z)) : log1p(exp(z))) - targets[i]! * z;
  }
  return loss;
}
