/**
 * Temperature scaling: C. Guo et al., "On calibration of modern neural networks", 2017. The log loss is convex in
 * 1 / temperature; where its derivative is 0 is found by Newton steps that a shrinking interval holds.
 */
import { sigmoid } from '../math';
import { softmaxInPlace } from '../math/softmax';
import type { Calibrator } from '../model/types';
import type { LogitRows } from './rows';

/** Of 1 / temperature. Where all rows are right, or the model is worse than guessing, the best is at an end. */
const LEAST = 0.01;
const MOST = 100;
const MOST_STEPS = 200;

/** @param rows at least one */
export function fitTemperature(rows: LogitRows): Extract<Calibrator, { type: 'temperature' }> {
  let [low, high] = [LEAST, MOST];
  let at = 1;
  if (derivatives(rows, LEAST).first >= 0) high = LEAST;
  else if (derivatives(rows, MOST).first <= 0) low = MOST;
  for (let step = 0; step < MOST_STEPS && low < high; step++) {
    const { first, second } = derivatives(rows, at);
    if (first === 0) break;
    if (first > 0) high = at;
    else low = at;
    const newton = at - first / second;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (next === at || next === low || next === high) break;
    at = next;
  }
  const best = low === MOST ? MOST : high === LEAST ? LEAST : at;
  return { type: 'temperature', temperature: 1 / best };
}

/** Of the log loss, by 1 / temperature. */
function derivatives(rows: LogitRows, scale: number): { first: number; second: number } {
  return rows.classes === 2 ? ofTwo(rows, scale) : ofSeveral(rows, scale);
}

function ofTwo({ logits, truth }: LogitRows, scale: number): { first: number; second: number } {
  let [first, second] = [0, 0];
  for (let i = 0; i < logits.length; i++) {
    const z = logits[i]!;
    const p = sigmoid(scale * z);
    first += (p - truth[i]!) * z;
    second += p * (1 - p) * z * z;
  }
  return { first, second };
}

function ofSeveral(
  { classes, logits, truth }: LogitRows,
  scale: number,
): { first: number; second: number } {
  let [first, second] = [0, 0];
  const p = new Float64Array(classes);
  for (let row = 0; row < truth.length; row++) {
    const at = row * classes;
    for (let c = 0; c < classes; c++) p[c] = scale * logits[at + c]!;
    softmaxInPlace(p);
    // Logits shifted by the truth's: what is added to all of them changes nothing.
    const own = logits[at + truth[row]!]!;
    let mean = 0;
    let square = 0;
    for (let c = 0; c < classes; c++) {
      const z = logits[at + c]! - own;
      mean += p[c]! * z;
      square += p[c]! * z * z;
    }
    first += mean;
    second += square - mean * mean;
  }
  return { first, second };
}
