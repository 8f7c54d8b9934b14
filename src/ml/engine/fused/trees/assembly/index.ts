/**
 * Trees on one thread, in exact arithmetic: the same bits wherever it runs. All memory is the host's: every
 * argument is an address or a number.
 */
import { takeGradients } from './gradients';
import { grow } from './grow';
import { addToScores, setLeaves, setShares, takeShares } from './leaves';
import { Problem } from './problem';
import { addTree as walk } from './walk';

export { assignBins, assignCodes, findBounds } from './bins';
export { predictRows } from './predict';

/** See `takeGradients`. */
export function gradients(problem: usize): f64 {
  return takeGradients(changetype<Problem>(problem));
}

/** Grows a tree for one output into `problem.nodes` and adds it to the scores; returns its nodes. */
export function growTree(address: usize, output: u32): u32 {
  const problem = changetype<Problem>(address);
  const rows = <usize>problem.rows;
  const count = grow(problem, problem.pairs + <usize>output * (rows << 4));
  if (problem.classes) {
    setShares(problem, count, problem.pairs);
    for (let c: u32 = 0; c < problem.classes; c++) {
      takeShares(problem, count, c);
      addToScores(problem, count, problem.scores + <usize>c * (rows << 3));
    }
  } else {
    setLeaves(problem, count);
    addToScores(problem, count, problem.scores + <usize>output * (rows << 3));
  }
  return count;
}

/** The tree of `growTree` answers with its shares of one class from here on. */
export function takeClass(problem: usize, nodes: u32, output: u32): void {
  takeShares(changetype<Problem>(problem), nodes, output);
}

/** Adds the tree in `problem.nodes` to the scores f64 [rows] of binned rows. */
export function addTree(problem: usize, bins: usize, rows: u32, scores: usize): void {
  walk(changetype<Problem>(problem), bins, rows, scores);
}

/** Makes all rows the sample of the next tree. */
export function takeAllRows(address: usize): void {
  const problem = changetype<Problem>(address);
  problem.sampled = problem.rows;
  for (let row: u32 = 0; row < problem.rows; row++) {
    store<u32>(problem.order + ((<usize>row) << 2), row);
  }
}
