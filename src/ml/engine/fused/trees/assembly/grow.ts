/**
 * One tree, leaf by leaf: the leaf whose best split gains most is split, until there are enough. The
 * smaller child's histogram is summed from its rows, the other's is what is left of their parent's.
 */
import { chooseInputs } from './choose-inputs';
import { findClassSplit } from './class-split';
import { findSplit } from './find-split';
import { valueOf } from './gain';
import { fill, gather, subtract } from './histogram';
import { clearQueue, pop, push } from './leaf-queue';
import { Node, nodeAt } from './node';
import { partition } from './partition';
import { Problem } from './problem';

let free: u32 = 0;
let made: u32 = 0;

function takeSlot(problem: Problem): i32 {
  return free == 0 ? -1 : load<i32>(problem.freeSlots + (--free << 2));
}

function giveSlot(problem: Problem, slot: i32): void {
  if (slot >= 0) store<i32>(problem.freeSlots + (free++ << 2), slot);
}

function histogramAt(problem: Problem, slot: u32): usize {
  return problem.histograms + <usize>slot * (<usize>problem.cells * problem.cellBytes);
}

function make(problem: Problem, start: u32, end: u32, depth: u32): Node {
  const node = nodeAt(problem.nodes, made++);
  memory.fill(changetype<usize>(node), 0, offsetof<Node>());
  node.input = -1;
  node.start = start;
  node.end = end;
  node.depth = depth;
  node.slot = -1;
  node.lower = -Infinity;
  node.upper = Infinity;
  return node;
}

function maySplit(problem: Problem, node: Node): bool {
  return node.depth < problem.depth && node.end - node.start >= 2 * problem.leastRows;
}

/** Grows a tree on order[0 .. sampled) from the pairs of one output; returns how many nodes it has. */
export function grow(problem: Problem, pairs: usize): u32 {
  made = 0;
  free = 0;
  clearQueue();
  for (let slot: i32 = problem.slots - 1; slot >= 0; slot--) giveSlot(problem, slot);
  const root = make(problem, 0, problem.sampled, 0);
  const gathered = gather(problem, pairs, 0, problem.sampled);
  sumRoot(problem, root, gathered);
  if (maySplit(problem, root)) build(problem, gathered, 0, takeSlot(problem), problem.slots);
  for (let leaves: u32 = 1; leaves < problem.leaves; leaves++) {
    const next = pop(problem.queue, problem.nodes);
    if (next < 0) break;
    split(problem, pairs, nodeAt(problem.nodes, next), leaves + 1 < problem.leaves);
  }
  return made;
}

function sumRoot(problem: Problem, root: Node, gathered: usize): void {
  let sum = i64x2.splat(0);
  const end = gathered + ((<usize>problem.sampled) << 4);
  for (let at = gathered; at < end; at += 16) sum = i64x2.add(sum, v128.load(at));
  root.gradient = i64x2.extract_lane(sum, 0);
  root.hessian = i64x2.extract_lane(sum, 1);
}

/** Sums the gathered pairs of a node into its slot, or `spare` without one, and finds its split. */
function build(problem: Problem, gathered: usize, index: u32, slot: i32, spare: u32): void {
  const node = nodeAt(problem.nodes, index);
  const histogram = histogramAt(problem, slot < 0 ? spare : slot);
  const count = chooseInputs(problem, index);
  fill(problem, gathered, node.start, node.end, histogram, problem.active, count);
  search(problem, index, slot, histogram, count);
}

function search(problem: Problem, index: u32, slot: i32, histogram: usize, count: u32): void {
  const node = nodeAt(problem.nodes, index);
  if (problem.classes) findClassSplit(problem, node, histogram, count);
  else findSplit(problem, node, histogram, count);
  if (node.input < 0) {
    giveSlot(problem, slot);
    return;
  }
  node.slot = slot;
  push(problem.queue, problem.nodes, index);
}

function split(problem: Problem, pairs: usize, node: Node, goOn: bool): void {
  const middle = partition(problem, node);
  const index = made;
  const left = make(problem, node.start, middle, node.depth + 1);
  const right = make(problem, middle, node.end, node.depth + 1);
  node.left = index;
  left.gradient = node.leftGradient;
  left.hessian = node.leftHessian;
  right.gradient = node.gradient - node.leftGradient;
  right.hessian = node.hessian - node.leftHessian;
  if (problem.bounded) bound(problem, node, left, right);
  if (!goOn) return;
  const leftSmaller = middle - node.start <= node.end - middle;
  const small = leftSmaller ? index : index + 1;
  const large = leftSmaller ? index + 1 : index;
  if (problem.perSplit || node.slot < 0) {
    buildAlone(problem, pairs, small, problem.slots);
    buildAlone(problem, pairs, large, problem.slots + 1);
  } else {
    buildBoth(problem, pairs, node.slot, small, large);
  }
}

function buildAlone(problem: Problem, pairs: usize, index: u32, spare: u32): void {
  const node = nodeAt(problem.nodes, index);
  if (!maySplit(problem, node)) return;
  const gathered = gather(problem, pairs, node.start, node.end);
  build(problem, gathered, index, problem.perSplit ? -1 : takeSlot(problem), spare);
}

/** @param slot the parent's, which the larger child takes over */
function buildBoth(problem: Problem, pairs: usize, slot: i32, small: u32, large: u32): void {
  if (!maySplit(problem, nodeAt(problem.nodes, large))) {
    giveSlot(problem, slot);
    return;
  }
  const smaller = nodeAt(problem.nodes, small);
  const whole = histogramAt(problem, slot);
  const own = takeSlot(problem);
  const part = histogramAt(problem, own < 0 ? problem.slots : own);
  const count = chooseInputs(problem, small);
  const gathered = gather(problem, pairs, smaller.start, smaller.end);
  fill(problem, gathered, smaller.start, smaller.end, part, problem.active, count);
  subtract(problem, whole, part, whole);
  if (maySplit(problem, smaller)) search(problem, small, own, part, count);
  else giveSlot(problem, own);
  search(problem, large, slot, whole, count);
}

/** Below a split on a monotone input no answer may pass the middle of its two sides. */
function bound(problem: Problem, node: Node, left: Node, right: Node): void {
  left.lower = right.lower = node.lower;
  left.upper = right.upper = node.upper;
  const direction = <i32>load<i8>(problem.monotone + node.input);
  if (direction == 0) return;
  const leftValue = valueOf(problem, left.gradient, left.hessian);
  const rightValue = valueOf(problem, right.gradient, right.hessian);
  const middle =
    (min(max(leftValue, node.lower), node.upper) + min(max(rightValue, node.lower), node.upper)) /
    2;
  if (direction > 0) {
    left.upper = right.lower = middle;
  } else {
    left.lower = right.upper = middle;
  }
}
