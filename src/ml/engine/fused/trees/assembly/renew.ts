/**
 * Leaves of the absolute and the quantile loss answer with the median or quantile of their residuals, as in
 * scikit-learn: interpolated between neighbours where all rows count alike, else the smallest residual at
 * which the weights up to it reach the share.
 */
import { Node } from './node';
import { ABSOLUTE, Problem } from './problem';

/** Sorts records [f64 key, i64 payload] from `low` to `high`, both inclusive addresses, by key. */
function sort(low: usize, high: usize): void {
  while (high > low && high - low > 16 * 16) {
    const middle = low + (((high - low) >> 5) << 4);
    const pivot = medianOf(load<f64>(low), load<f64>(middle), load<f64>(high));
    let i = low;
    let j = high;
    while (i <= j) {
      while (load<f64>(i) < pivot) i += 16;
      while (load<f64>(j) > pivot) j -= 16;
      if (i <= j) {
        const record = v128.load(i);
        v128.store(i, v128.load(j));
        v128.store(j, record);
        i += 16;
        j -= 16;
      }
    }
    // The shorter side by recursion, so that the stack stays small.
    if (j - low < high - i) {
      if (j > low) sort(low, j);
      low = i;
    } else {
      if (high > i) sort(i, high);
      high = j;
    }
  }
  for (let at = low + 16; at <= high; at += 16) {
    const record = v128.load(at);
    const key = load<f64>(at);
    let to = at;
    for (; to > low && load<f64>(to - 16) > key; to -= 16) v128.store(to, v128.load(to - 16));
    v128.store(to, record);
  }
}

function medianOf(a: f64, b: f64, c: f64): f64 {
  return max(min(a, b), min(max(a, b), c));
}

/** The node's rows as sorted records of residual and weight in `problem.gathered`. */
export function renewedValue(problem: Problem, node: Node): f64 {
  const records = problem.gathered;
  const rows = node.end - node.start;
  let total: i64 = 0;
  for (let i: u32 = 0; i < rows; i++) {
    const row = <usize>load<u32>(problem.order + ((<usize>(node.start + i)) << 2));
    const residual =
      <f64>load<f32>(problem.targets + (row << 2)) - load<f64>(problem.scores + (row << 3));
    const weight = load<i64>(problem.pairs + (row << 4), 8) >> problem.countBits;
    total += weight;
    store<f64>(records + ((<usize>i) << 4), residual);
    store<i64>(records + ((<usize>i) << 4), weight, 8);
  }
  sort(records, records + ((<usize>rows - 1) << 4));
  const share = problem.loss == ABSOLUTE ? 0.5 : problem.quantile;
  return problem.weights ? weighted(records, total, share) : interpolated(records, rows, share);
}

function interpolated(records: usize, rows: u32, share: f64): f64 {
  const place = share * <f64>(rows - 1);
  const below = floor(place);
  const at = records + ((<usize>below) << 4);
  const value = load<f64>(at);
  return below == place ? value : value + (load<f64>(at, 16) - value) * (place - below);
}

function weighted(records: usize, total: i64, share: f64): f64 {
  const wanted = share * <f64>total;
  let at = records;
  let sum = load<i64>(at, 8);
  while (sum < total && <f64>sum < wanted) {
    at += 16;
    sum += load<i64>(at, 8);
  }
  return load<f64>(at);
}
