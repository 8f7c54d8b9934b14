/**
 * Boosted trees and forests once more, as plainly as can be: lists of rows instead of histograms, every sum
 * taken anew from its rows. Slow, and sharing no code with the engine beyond core/math and the streams.
 * Gradients are whole multiples of the same units, so that sums are exact and ties fall alike.
 */
import { log } from '../../src/core/math';
import type { TreesJob } from '../../src/ml/engine/engine';
import { sampleInputs, sampleRows } from '../../src/ml/engine/fused/trees/samples';
import { plainBins } from './plain-trees/bins';
import { bestSplit, type Candidate, type Sums } from './plain-trees/best-split';
import { rowGradient, rowLoss, startScore } from './plain-trees/losses';

export interface PlainNode {
  rows: number[];
  depth: number;
  lower: number;
  upper: number;
  split: Candidate | null;
  children: [PlainNode, PlainNode] | null;
}

export interface PlainResult {
  /** Mean weighted loss on train after each round. */
  losses: number[];
  /** [outputs][rows] */
  scores: number[][];
}

/** Boosts `rounds` rounds; forests of numbers are one round of squared loss for each tree. */
export function plainTrees(job: TreesJob, rounds: number): PlainResult {
  const { train, outputs, model, seed } = job;
  const forest = model.kind === 'forest';
  const rate = forest ? 1 : job.trainer.learningRate;
  const bins = plainBins(job);
  const rowsOf = Array.from({ length: train.count }, (_, row) => row);
  const base = Array.from({ length: outputs }, (_, output) => startScore(job, output));
  let scores = base.map((value) => rowsOf.map(() => value));
  let sums = onGrid(job, scores);
  if (forest) scores = base.map(() => rowsOf.map(() => 0));
  const losses: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let output = 0; output < outputs; output++) {
      const tree = round * outputs + output + 1;
      const sample =
        model.rowShare < 1 ? [...sampleRows(seed, tree, train.count, model.rowShare)] : rowsOf;
      const count = Math.max(1, Math.round(model.columnShare * job.inputs));
      const inputs = [...sampleInputs(seed, tree, job.inputs, count)];
      const root = growPlain(job, sums[output]!, bins, sample, inputs);
      const values = leafValues(job, root, sums[output]!, scores[output]!);
      for (const row of rowsOf) {
        scores[output]![row]! += Math.fround(rate * values.get(leafOf(root, bins, row))!);
      }
    }
    if (!forest) sums = onGrid(job, scores);
    losses.push(meanOver(job, scores));
  }
  return { losses, scores };
}

function meanOver(job: TreesJob, scores: number[][]): number {
  const { count, weights } = job.train;
  let sum = 0;
  let total = 0;
  for (let row = 0; row < count; row++) {
    const weight = weights ? weights[row]! : 1;
    sum +=
      weight *
      rowLoss(
        job,
        scores.map((of) => of[row]!),
        row,
      );
    total += weight;
  }
  return sum / total;
}

/** 2^e with 2^e > x. */
function powerAbove(x: number): number {
  let power = 1;
  while (power > x) power /= 2;
  while (power <= x) power *= 2;
  return power;
}

const ROUNDER = 6755399441055744;

/** Gradients and second derivatives per output and row, in whole units. */
function onGrid(job: TreesJob, scores: number[][]): Sums[] {
  const { count } = job.train;
  const bits = 32 - Math.clz32(count);
  const rows = Array.from({ length: count }, (_, row) =>
    scores.map((_, output) =>
      rowGradient(
        job,
        scores.map((of) => of[row]!),
        row,
        output,
      ),
    ),
  );
  const most = (of: 0 | 1) => Math.max(...rows.flat().map((pair) => Math.abs(pair[of])));
  const unit = powerAbove(most(0)) / 2 ** Math.min(50, 62 - bits);
  const hessianUnit = powerAbove(most(1)) / 2 ** Math.min(50, 62 - 2 * bits);
  const whole = (x: number) => BigInt(x + ROUNDER - ROUNDER);
  return scores.map((_, output) => ({
    unit,
    hessianUnit,
    gradient: rows.map((row) => whole(row[output]![0] / unit)),
    hessian: rows.map((row) => {
      const units = whole(row[output]![1] / hessianUnit);
      return units < 1n ? 1n : units;
    }),
  }));
}

function growPlain(
  job: TreesJob,
  sums: Sums,
  bins: ReturnType<typeof plainBins>,
  rows: number[],
  inputs: number[],
): PlainNode {
  const { leaves, depth, leastRows } = job.model;
  const make = (rows: number[], depthHere: number, lower: number, upper: number): PlainNode => {
    const may = depthHere < (depth ?? Infinity) && rows.length >= 2 * leastRows;
    const split = may ? bestSplit(job, sums, bins, rows, inputs, [lower, upper]) : null;
    return { rows, depth: depthHere, lower, upper, split, children: null };
  };
  const root = make(rows, 0, -Infinity, Infinity);
  const nodes = [root];
  for (let count = 1; count < leaves; count++) {
    let best: PlainNode | null = null;
    for (const node of nodes) {
      if (node.split && !node.children && (!best || node.split.gain > best.split!.gain))
        best = node;
    }
    if (!best) break;
    const { split, lower, upper } = best;
    const left = best.rows.filter((row) => split!.goesLeft(bins.of[split!.input]![row]!));
    const right = best.rows.filter((row) => !split!.goesLeft(bins.of[split!.input]![row]!));
    const direction = job.monotone[split!.input]!;
    const middle =
      (held(best, valueOf(job, sums, left)) + held(best, valueOf(job, sums, right))) / 2;
    const above = direction === 0 ? upper : middle;
    const below = direction === 0 ? lower : middle;
    best.children =
      direction >= 0
        ? [make(left, best.depth + 1, lower, above), make(right, best.depth + 1, below, upper)]
        : [make(left, best.depth + 1, below, upper), make(right, best.depth + 1, lower, above)];
    nodes.push(...best.children);
  }
  return root;
}

function held({ lower, upper }: PlainNode, value: number): number {
  return Math.min(Math.max(value, lower), upper);
}

function total(of: bigint[], rows: number[]): number {
  return Number(rows.reduce((sum, row) => sum + of[row]!, 0n));
}

function valueOf(job: TreesJob, sums: Sums, rows: number[]): number {
  const l2 = job.model.kind === 'trees' ? job.model.l2 : 0;
  const gradient = -total(sums.gradient, rows) * sums.unit;
  return gradient / (total(sums.hessian, rows) * sums.hessianUnit + l2);
}

function leafOf(root: PlainNode, bins: ReturnType<typeof plainBins>, row: number): PlainNode {
  let node = root;
  while (node.children) {
    const { input, goesLeft } = node.split!;
    node = node.children[goesLeft(bins.of[input]![row]!) ? 0 : 1];
  }
  return node;
}

/** What each leaf adds, before the learning rate. */
function leafValues(
  job: TreesJob,
  root: PlainNode,
  sums: Sums,
  scores: number[],
): Map<PlainNode, number> {
  const renews = job.model.kind === 'trees' && (job.loss === 'absolute' || job.loss === 'quantile');
  const raw = (node: PlainNode) =>
    renews ? renewed(job, node.rows, sums, scores) : valueOf(job, sums, node.rows);
  const values = new Map<PlainNode, number>();
  const visit = (node: PlainNode): void => {
    if (!node.children) {
      values.set(node, held(node, raw(node)));
      return;
    }
    const [left, right] = node.children;
    if (renews) {
      const direction = job.monotone[node.split!.input]!;
      const middle = (held(node, raw(left)) + held(node, raw(right))) / 2;
      for (const child of node.children)
        Object.assign(child, { lower: node.lower, upper: node.upper });
      if (direction > 0) left.upper = right.lower = middle;
      if (direction < 0) left.lower = right.upper = middle;
    }
    visit(left);
    visit(right);
  };
  visit(root);
  return values;
}

function renewed(job: TreesJob, rows: number[], sums: Sums, scores: number[]): number {
  const { targets, weights } = job.train;
  const share = job.loss === 'absolute' ? 0.5 : job.model.kind === 'trees' ? job.model.quantile : 0;
  const residual = (row: number) => targets[row]! - scores[row]!;
  const sorted = [...rows].sort((a, b) => residual(a) - residual(b));
  if (!weights) {
    const place = share * (rows.length - 1);
    const below = residual(sorted[Math.floor(place)]!);
    const above = residual(sorted[Math.ceil(place)]!);
    return below + (above - below) * (place - Math.floor(place));
  }
  const wanted = share * total(sums.hessian, rows);
  let sum = 0n;
  for (const row of sorted) {
    sum += sums.hessian[row]!;
    if (Number(sum) >= wanted) return residual(row);
  }
  return residual(sorted.at(-1)!);
}

/** Binary forests answer shares; the loss is of their logarithms, held off 0 and 1. */
export function logOdds(share: number): number {
  const held = Math.min(1 - 1e-6, Math.max(1e-6, share));
  return log(held / (1 - held));
}
