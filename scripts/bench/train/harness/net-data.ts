/** The arrays of a net's task as every runner of the page gets them, and the loss that all are compared by. */
import { exp, log } from '../../../../src/core/math';
import { sizeOf } from '../../../../src/core/network/plan';
import type { NetTask } from '../tasks';
import { CHECK_ROWS } from './protocol';

export interface NetData {
  /** [rows, inputs] in the order in which they are trained on. */
  inputs: Float32Array;
  /** [rows]: class indices. */
  targets: Float32Array;
  /** All parameters to begin with, in the flat order of the plan. */
  weights: Float32Array;
  /** Values per row. */
  width: number;
  /** The rows that the final loss is measured on. */
  check: { inputs: Float32Array; targets: Float32Array; rows: number };
}

export async function fetchFloats(path: string): Promise<Float32Array> {
  // Beside the page; the worker itself lies in a folder of the build.
  const response = await fetch(`${location.origin}/data/${path}`);
  if (!response.ok) throw new Error(`${path} is not there`);
  return new Float32Array(await response.arrayBuffer());
}

export async function fetchNetData({ name, network, rows }: NetTask): Promise<NetData> {
  const [inputs, targets, weights] = await Promise.all([
    fetchFloats(`${name}-inputs.f32`),
    fetchFloats(`${name}-targets.f32`),
    fetchFloats(`${name}-weights.f32`),
  ]);
  const width = sizeOf(network.input);
  const count = Math.min(CHECK_ROWS, rows);
  const check = {
    inputs: inputs.slice(0, count * width),
    targets: targets.slice(0, count),
    rows: count,
  };
  return { inputs, targets, weights, width, check };
}

/**
 * Mean log loss in doubles.
 * @param logits [rows, classes]; logarithms of probabilities do as well
 */
export function logLoss(logits: ArrayLike<number>, targets: Float32Array): number {
  const classes = logits.length / targets.length;
  let total = 0;
  for (let row = 0; row < targets.length; row++) {
    const at = row * classes;
    let most = -Infinity;
    for (let c = 0; c < classes; c++) most = Math.max(most, logits[at + c]!);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += exp(logits[at + c]! - most);
    total += log(sum) + most - logits[at + targets[row]!]!;
  }
  return total / targets.length;
}
