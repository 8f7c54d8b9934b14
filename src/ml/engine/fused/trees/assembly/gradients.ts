/**
 * Gradients and second derivatives of the loss by the scores, per row and packed for histograms: a pair is
 * two 64-bit integers, [gradient, second derivative << countBits | 1]. Integers add to the same sum in any
 * order, a difference of two sums is exact, and the low bits count rows for free.
 *
 * The units are powers of two, so that the largest of a round fits its bits and sums over all rows fit 63.
 */
import { exp, log } from './exp';
import { ABSOLUTE, LOGISTIC, POISSON, Problem, QUANTILE, SQUARED } from './problem';

/** Adding it rounds a double below 2^51 to a whole number, which its low bits then are. */
const ROUNDER: f64 = 6755399441055744;

/** Products of terms are taken up to here before their logarithm is. */
const PRODUCT_LIMIT: f64 = 1e200;

/** 2^e with 2^e > x, for x > 0. */
function powerAbove(x: f64): f64 {
  const exponent = min<i64>(max<i64>((reinterpret<i64>(x) >> 52) & 0x7ff, 100), 1900);
  return reinterpret<f64>((exponent + 1) << 52);
}

/** The largest whole number of bits that a packed gradient, and a second derivative, may have. */
function bitsFor(room: i32): f64 {
  return reinterpret<f64>((<i64>(1023 + min(50, room))) << 52);
}

let largestGradient: f64 = 0;
let largestHessian: f64 = 0;

function put(at: usize, gradient: f64, hessian: f64): void {
  store<f64>(at, gradient);
  store<f64>(at, hessian, 8);
  largestGradient = max(largestGradient, abs(gradient));
  largestHessian = max(largestHessian, hessian);
}

/**
 * Writes the pairs of all rows at their present scores and sets the units.
 *
 * @returns the mean weighted loss at those scores; NaN when a score is not finite
 */
export function takeGradients(problem: Problem): f64 {
  largestGradient = 0;
  largestHessian = 0;
  const loss = problem.loss == 1 ? softmaxPairs(problem) : singlePairs(problem);
  if (!(largestGradient < Infinity) || !(largestHessian < Infinity)) return NaN;
  const bits = <i32>problem.countBits;
  const gradientUnit = powerAbove(largestGradient) / bitsFor(62 - bits);
  const hessianUnit = powerAbove(largestHessian) / bitsFor(62 - 2 * bits);
  problem.gradientUnit = gradientUnit;
  problem.hessianUnit = hessianUnit;
  pack(
    problem.pairs,
    <usize>problem.rows * problem.outputs,
    1 / gradientUnit,
    1 / hessianUnit,
    bits,
  );
  return loss;
}

function pack(pairs: usize, count: usize, perGradient: f64, perHessian: f64, bits: i32): void {
  const zero = reinterpret<i64>(ROUNDER);
  const end = pairs + (count << 4);
  for (let at = pairs; at < end; at += 16) {
    const gradient = reinterpret<i64>(load<f64>(at) * perGradient + ROUNDER) - zero;
    const hessian = reinterpret<i64>(load<f64>(at, 8) * perHessian + ROUNDER) - zero;
    store<i64>(at, gradient);
    // A row that counts in no way at all would let a leaf divide by nothing.
    store<i64>(at, (max<i64>(hessian, 1) << bits) | 1, 8);
  }
}

function singlePairs(problem: Problem): f64 {
  const rows = problem.rows;
  const kind = problem.loss;
  const table = problem.expTable;
  const quantile = problem.quantile;
  const weights = problem.weights;
  let at = problem.pairs;
  let sum: f64 = 0;
  let total: f64 = 0;
  let product: f64 = 1;
  for (let row: u32 = 0; row < rows; row++) {
    const target = <f64>load<f32>(problem.targets + (row << 2));
    const weight = weights ? <f64>load<f32>(weights + (row << 2)) : 1;
    const score = load<f64>(problem.scores + (row << 3));
    total += weight;
    if (kind == LOGISTIC) {
      // With s = e^-|score|, p and 1 - p are 1 / (1 + s) and s / (1 + s).
      const s = exp(-abs(score), table);
      const whole = 1 + s;
      const share = 1 / whole;
      const rest = s * share;
      put(at, weight * ((score < 0 ? rest : share) - target), weight * (share * rest));
      const margin = target == 1 ? -score : score;
      if (weights) {
        sum += weight * (max<f64>(margin, 0) + log(whole));
      } else {
        sum += max<f64>(margin, 0);
        product *= whole;
        if (product > PRODUCT_LIMIT) {
          sum += log(product);
          product = 1;
        }
      }
    } else if (kind == POISSON) {
      const mean = exp(score, table);
      put(at, weight * (mean - target), weight * mean);
      sum += weight * (mean - target * score);
    } else {
      const d = score - target;
      if (kind == SQUARED) {
        put(at, weight * d, weight);
        sum += weight * d * d;
      } else if (kind == ABSOLUTE) {
        put(at, d >= 0 ? weight : -weight, weight);
        sum += weight * abs(d);
      } else {
        const slope = d >= 0 ? 1 - quantile : -quantile;
        put(at, weight * slope, weight);
        sum += weight * (slope * d);
      }
    }
    at += 16;
  }
  return (sum + log(product)) / total;
}

function softmaxPairs(problem: Problem): f64 {
  const rows = problem.rows;
  const classes = problem.outputs;
  const table = problem.expTable;
  const weights = problem.weights;
  let sum: f64 = 0;
  let total: f64 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    const target = <u32>load<f32>(problem.targets + (row << 2));
    const weight = weights ? <f64>load<f32>(weights + (row << 2)) : 1;
    const scores = problem.scores + (row << 3);
    const stride = (<usize>rows) << 3;
    let top = -Infinity;
    for (let c: u32 = 0; c < classes; c++) top = max(top, load<f64>(scores + c * stride));
    let whole: f64 = 0;
    const pairs = problem.pairs + ((<usize>row) << 4);
    for (let c: u32 = 0; c < classes; c++) {
      const e = exp(load<f64>(scores + c * stride) - top, table);
      store<f64>(pairs + c * (stride << 1), e);
      whole += e;
    }
    for (let c: u32 = 0; c < classes; c++) {
      const at = pairs + c * (stride << 1);
      const p = load<f64>(at) / whole;
      put(at, weight * (p - (c == target ? 1 : 0)), weight * (p * (1 - p)));
    }
    sum += weight * (log(whole) + top - load<f64>(scores + target * stride));
    total += weight;
  }
  return sum / total;
}
