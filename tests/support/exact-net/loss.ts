/** A row's loss and its gradient in float32, rounded after every operation. */
import type { LossKind } from '../../../src/ml/engine/engine';
import { exp, log, sigmoid, softplus } from './elementary';

const f = Math.fround;

/** Four sums, one for each remainder by four, added as (0 + 1) + (2 + 3). */
function sumByFours(values: number[]): number {
  const sums = [0, 1, 2, 3].map((lane) =>
    values.filter((_, i) => i % 4 === lane).reduce((a, b) => f(a + b), 0),
  );
  return f(f(sums[0]! + sums[1]!) + f(sums[2]! + sums[3]!));
}

/** @param scale weight / rows of the batch */
export function rowLoss(
  kind: LossKind,
  outputs: number[],
  target: number,
  scale: number,
): { loss: number; gradient: number[] } {
  if (kind === 'softmax') {
    const peak = Math.max(...outputs);
    const powers = outputs.map((z) => exp(f(z - peak)));
    const sum = sumByFours(powers);
    const gradient = powers.map((e, i) =>
      i === target ? f(f(f(e / sum) - 1) * scale) : f(f(e / sum) * scale),
    );
    return { loss: f(log(sum) + f(peak - outputs[target]!)), gradient };
  }
  const [z] = outputs as [number];
  const off = f(z - target);
  switch (kind) {
    case 'logistic': {
      const loss = softplus(target === 1 ? -z : z);
      return { loss, gradient: [f(f(sigmoid(z) - target) * scale)] };
    }
    case 'squared':
      return { loss: f(off * off), gradient: [f(off * scale)] };
    case 'absolute':
      return { loss: Math.abs(off), gradient: [f(Math.sign(off) * scale)] };
    case 'huber': {
      const near = Math.abs(off) <= 1;
      return {
        loss: near ? f(f(off * off) * 0.5) : f(Math.abs(off) - 0.5),
        gradient: [f((near ? off : Math.sign(off)) * scale)],
      };
    }
    default:
      throw kind satisfies never;
  }
}
