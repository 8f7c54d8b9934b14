/**
 * Histograms: for every bin of an input the sum of the pairs of the rows in it. The bins of four inputs lie
 * in one word per row, so that a row costs one load for four inputs.
 */
import { binCount, cellsOf } from './cells';
import { fillClasses, gatherClasses } from './class-histogram';
import { Problem } from './problem';

/** The pairs of rows order[start] to order[end - 1] one after another; those of all rows are so already. */
export function gather(problem: Problem, pairs: usize, start: u32, end: u32): usize {
  if (problem.classes) return gatherClasses(problem, pairs, start, end);
  if (end - start == problem.rows) return pairs;
  let at = problem.gathered;
  const last = problem.order + ((<usize>end) << 2);
  for (let index = problem.order + ((<usize>start) << 2); index < last; index += 4) {
    v128.store(at, v128.load(pairs + ((<usize>load<u32>(index)) << 4)));
    at += 16;
  }
  return problem.gathered;
}

/** Fills the histogram at `into` for the inputs listed in `active`, ascending, from gathered pairs. */
export function fill(
  problem: Problem,
  gathered: usize,
  start: u32,
  end: u32,
  into: usize,
  active: usize,
  count: u32,
): void {
  const order = problem.order + ((<usize>start) << 2);
  const rows = end - start;
  if (problem.classes) {
    fillClasses(problem, gathered, order, rows, into, active, count);
    return;
  }
  let i: u32 = 0;
  while (i < count) {
    const input = load<u32>(active + (i << 2));
    const block = problem.bins + <usize>(input >> 2) * ((<usize>problem.rows) << 2);
    const whole =
      (input & 3) == 0 && i + 3 < count && load<u32>(active + ((i + 3) << 2)) == input + 3;
    for (let j = input; j < input + (whole ? 4 : 1); j++) {
      memory.fill(cellsOf(problem, into, j), 0, (<usize>binCount(problem, j) + 1) << 4);
    }
    if (whole) {
      fillFour(
        gathered,
        order,
        rows,
        block,
        cellsOf(problem, into, input),
        cellsOf(problem, into, input + 1),
        cellsOf(problem, into, input + 2),
        cellsOf(problem, into, input + 3),
      );
      i += 4;
    } else {
      fillOne(gathered, order, rows, block + (input & 3), cellsOf(problem, into, input));
      i++;
    }
  }
}

function add(cell: usize, pair: v128): void {
  v128.store(cell, i64x2.add(v128.load(cell), pair));
}

function fillFour(
  pairs: usize,
  order: usize,
  rows: u32,
  block: usize,
  cells0: usize,
  cells1: usize,
  cells2: usize,
  cells3: usize,
): void {
  const end = pairs + ((<usize>rows) << 4);
  while (pairs < end) {
    const word = load<u32>(block + ((<usize>load<u32>(order)) << 2));
    const pair = v128.load(pairs);
    add(cells0 + ((word & 255) << 4), pair);
    add(cells1 + (((word >> 8) & 255) << 4), pair);
    add(cells2 + (((word >> 16) & 255) << 4), pair);
    add(cells3 + ((word >> 24) << 4), pair);
    pairs += 16;
    order += 4;
  }
}

function fillOne(pairs: usize, order: usize, rows: u32, block: usize, cells: usize): void {
  const end = pairs + ((<usize>rows) << 4);
  while (pairs < end) {
    const bin = <usize>load<u8>(block + ((<usize>load<u32>(order)) << 2));
    add(cells + (bin << 4), v128.load(pairs));
    pairs += 16;
    order += 4;
  }
}

/** into = whole - part, cell by cell; `into` may be `whole`. */
export function subtract(problem: Problem, whole: usize, part: usize, into: usize): void {
  const bytes = <usize>problem.cells * problem.cellBytes;
  const pairs = bytes & ~15;
  for (let at: usize = 0; at < pairs; at += 16) {
    v128.store(into + at, i64x2.sub(v128.load(whole + at), v128.load(part + at)));
  }
  if (pairs < bytes) store<i64>(into + pairs, load<i64>(whole + pairs) - load<i64>(part + pairs));
}
