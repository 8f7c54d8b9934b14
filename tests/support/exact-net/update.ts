/** From a gradient to new weights in float32: penalties, clipping and optimisers, value by value. */
import type { Parameter } from '../../../src/core/network/plan';
import type { NetworkJob } from '../../../src/ml/engine/engine';
import { madd } from './elementary';

const f = Math.fround;
const BLOCK = 1024;

export function penalise(
  { l1, l2, trainer }: NetworkJob,
  parameters: Parameter[],
  weights: Float32Array,
  gradient: Float32Array,
): void {
  const square = trainer.optimiser === 'adamw' ? 0 : l2;
  if (l1 === 0 && square === 0) return;
  for (const i of decayedIndices(parameters)) {
    const w = weights[i]!;
    gradient[i] = f(madd(w, f(square), gradient[i]!) + Math.sign(w) * f(l1));
  }
}

export function clip({ clip: most }: NetworkJob, gradient: Float32Array): void {
  if (most === null) return;
  const largest = f(most);
  let sum = 0;
  for (let at = 0; at < gradient.length; at += BLOCK) {
    sum += sumOfSquares(gradient.subarray(at, at + BLOCK));
  }
  const factor = f(largest / Math.max(Math.sqrt(sum), largest));
  gradient.forEach((g, i) => (gradient[i] = f(g * factor)));
}

function sumOfSquares(block: Float32Array): number {
  const sums = [0, 0, 0, 0];
  const whole = block.length - (block.length % 4);
  for (let i = 0; i < whole; i++) sums[i % 4]! += block[i]! * block[i]!;
  let sum = sums[0]! + sums[1]! + (sums[2]! + sums[3]!);
  for (let i = whole; i < block.length; i++) sum += block[i]! * block[i]!;
  return sum;
}

function decayedIndices(parameters: Parameter[]): number[] {
  return parameters
    .filter(({ decayed }) => decayed)
    .flatMap(({ at, size }) => Array.from({ length: size }, (_, i) => at + i));
}

export interface Memory {
  first: Float32Array;
  second: Float32Array;
  power1: number;
  power2: number;
}

export function update(
  { trainer, l2 }: NetworkJob,
  parameters: Parameter[],
  weights: Float32Array,
  gradient: Float32Array,
  memory: Memory,
): void {
  const { optimiser, learningRate } = trainer;
  const { first, second } = memory;
  memory.power1 *= 0.9;
  memory.power2 *= 0.999;
  if (optimiser === 'adamw' && l2 > 0) {
    const share = f(learningRate * l2);
    for (const i of decayedIndices(parameters)) {
      weights[i] = madd(weights[i]!, -share, weights[i]!);
    }
  }
  const adam = (learningRate * Math.sqrt(1 - memory.power2)) / (1 - memory.power1);
  const rate = f(optimiser === 'adam' || optimiser === 'adamw' ? adam : learningRate);
  const epsilon = f(1e-7);
  weights.forEach((w, i) => {
    const g = gradient[i]!;
    const average = (into: Float32Array, x: number, share: number) =>
      (into[i] = madd(f(x - into[i]!), f(share), into[i]!));
    let direction = g;
    if (optimiser === 'momentum') direction = first[i] = madd(first[i]!, f(0.9), g);
    else if (optimiser === 'rmsprop') {
      direction = f(g / f(f(Math.sqrt(average(first, f(g * g), 0.1))) + epsilon));
    } else if (optimiser !== 'sgd') {
      const mean = average(first, g, 0.1);
      direction = f(mean / f(f(Math.sqrt(average(second, f(g * g), 0.001))) + epsilon));
    }
    weights[i] = madd(direction, -rate, w);
  });
}
