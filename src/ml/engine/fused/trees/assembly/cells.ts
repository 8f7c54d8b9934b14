/** Where the cells of a histogram lie: input by input, one for each bin and a last one for missing values. */
import { Problem } from './problem';

/** Bins of an input without the one for missing values. */
export function binCount(problem: Problem, input: u32): u32 {
  return load<u32>(problem.binCounts + (input << 2));
}

export function cellsOf(problem: Problem, histogram: usize, input: u32): usize {
  return histogram + <usize>load<u32>(problem.offsets + (input << 2)) * problem.cellBytes;
}

/** Packed sum of second derivatives and rows in a bin; 0 when it has no row. */
export function packedAt(problem: Problem, cells: usize, bin: u32): i64 {
  const at = cells + <usize>bin * problem.cellBytes;
  if (problem.classes == 0) return load<i64>(at, 8);
  let sum: i64 = 0;
  for (let c: u32 = 0; c < problem.classes; c++) sum += load<i64>(at + (c << 3));
  return sum;
}
