/**
 * Calibrated probabilities of a model's own outputs, as `Calibrator` describes them. Built from core/math in a
 * fixed order, so that page, worker, Node and exported files give the same bits.
 */
import { log, sigmoid } from '../math';
import { softmaxInPlace } from '../math/softmax';
import type { Calibrator } from '../model/types';

type Curve = Extract<Calibrator, { type: 'isotonic' }>['curves'][number];

/** A share is held off 0 by this before its logarithm is taken. */
const LEAST_SHARE = 1e-15;

/**
 * @param classes 2 for one logit per row (of the positive class), else as many as there are logits per row
 * @param logits [rows], or [rows, classes]
 * @returns [rows, classes], each row's sum 1
 */
export function calibrated(
  calibrator: Calibrator,
  classes: number,
  logits: Float64Array | Float32Array,
): Float64Array {
  return classes === 2 ? ofTwo(calibrator, logits) : ofSeveral(calibrator, classes, logits);
}

function ofTwo(calibrator: Calibrator, logits: Float64Array | Float32Array): Float64Array {
  const result = new Float64Array(logits.length * 2);
  for (let row = 0; row < logits.length; row++) {
    const p = calibratedShare(calibrator, logits[row]!);
    result[row * 2] = 1 - p;
    result[row * 2 + 1] = p;
  }
  return result;
}

/** Probability of the positive one of two classes. */
export function calibratedShare(calibrator: Calibrator, logit: number): number {
  switch (calibrator.type) {
    case 'platt':
      return sigmoid(calibrator.slope * logit + calibrator.intercept);
    case 'temperature':
      return sigmoid(logit / calibrator.temperature);
    case 'isotonic':
      return onCurve(calibrator.curves[0]!, sigmoid(logit));
    default:
      throw calibrator satisfies never;
  }
}

function ofSeveral(
  calibrator: Calibrator,
  classes: number,
  logits: Float64Array | Float32Array,
): Float64Array {
  const result = Float64Array.from(logits);
  if (calibrator.type === 'temperature') {
    for (let i = 0; i < result.length; i++) result[i] = result[i]! / calibrator.temperature;
  }
  for (let at = 0; at < result.length; at += classes) {
    const row = result.subarray(at, at + classes);
    softmaxInPlace(row);
    if (calibrator.type === 'isotonic') onCurves(calibrator.curves, row);
  }
  return result;
}

function onCurves(curves: readonly Curve[], row: Float64Array): void {
  let sum = 0;
  for (let c = 0; c < row.length; c++) {
    row[c] = onCurve(curves[c]!, row[c]!);
    sum += row[c]!;
  }
  for (let c = 0; c < row.length; c++) row[c] = sum === 0 ? 1 / row.length : row[c]! / sum;
}

/** Linear between the points, constant beyond them. */
export function onCurve({ x, y }: Curve, p: number): number {
  const last = x.length - 1;
  if (!(p > x[0]!)) return y[0]!;
  if (p >= x[last]!) return y[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (x[middle]! <= p) low = middle;
    else high = middle;
  }
  const slope = (y[high]! - y[low]!) / (x[high]! - x[low]!);
  return Math.min(y[high]!, slope * (p - x[low]!) + y[low]!);
}

/**
 * Logits of shares, for models that give these alone, and for answers that were kept.
 *
 * @param shares [rows, classes]
 * @returns [rows] for two classes, else [rows, classes] logarithms
 */
export function logitsOfShares(shares: Float64Array, classes: number): Float64Array {
  const logOf = (i: number) => log(Math.max(LEAST_SHARE, shares[i]!));
  if (classes !== 2) return Float64Array.from(shares, (_, i) => logOf(i));
  return Float64Array.from(
    { length: shares.length / 2 },
    (_, row) => logOf(2 * row + 1) - logOf(2 * row),
  );
}
