/**
 * Histograms of a forest of several classes: a cell has one packed sum (weight << countBits | 1) for each class,
 * and a row adds to that of its own.
 */
import { binCount, cellsOf } from './cells';
import { Problem } from './problem';

/** Records [8 * class, packed weight] of rows order[start] to order[end - 1], one after another. */
export function gatherClasses(problem: Problem, pairs: usize, start: u32, end: u32): usize {
  let at = problem.gathered;
  for (let i = start; i < end; i++) {
    const row = <usize>load<u32>(problem.order + ((<usize>i) << 2));
    const target = <i64>load<f32>(problem.targets + (row << 2));
    store<i64>(at, target << 3);
    store<i64>(at, load<i64>(pairs + (row << 4), 8), 8);
    at += 16;
  }
  return problem.gathered;
}

/** As `fill` in histogram.ts. */
export function fillClasses(
  problem: Problem,
  gathered: usize,
  order: usize,
  rows: u32,
  into: usize,
  active: usize,
  count: u32,
): void {
  const size = <usize>problem.cellBytes;
  for (let i: u32 = 0; i < count; i++) {
    const input = load<u32>(active + (i << 2));
    const cells = cellsOf(problem, into, input);
    const block = problem.bins + <usize>(input >> 2) * ((<usize>problem.rows) << 2) + (input & 3);
    memory.fill(cells, 0, (<usize>binCount(problem, input) + 1) * size);
    for (let j: u32 = 0; j < rows; j++) {
      const row = <usize>load<u32>(order + ((<usize>j) << 2));
      const record = gathered + ((<usize>j) << 4);
      const at = cells + <usize>load<u8>(block + (row << 2)) * size + <usize>load<i64>(record);
      store<i64>(at, load<i64>(at) + load<i64>(record, 8));
    }
  }
}
