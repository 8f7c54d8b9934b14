/** What operations on each value by itself do to a number, and which activation a function of numbers is. */
import { activate } from '../../../../ml/predict/layers/activation';
import type { Activation } from '../../../../core/network/types';
import type { Op } from '../chain';

function applied(activation: Activation): (x: number) => number {
  return (x) => {
    const values = Float64Array.of(x);
    activate(activation, values);
    return values[0]!;
  };
}

/** Null for what is not the same function of each value. */
export function valueFunction(op: Op): ((x: number) => number) | null {
  switch (op.op) {
    case 'formula':
      return op.f;
    case 'activation':
      return applied(op.activation);
    case 'hinges': {
      const elu = applied('elu');
      return (x) =>
        op.hinges.reduce((sum, { factor, addend, weight }) => {
          const line = Math.max(0, factor * x + addend);
          return sum + weight * (op.curved ? elu(factor * line) : line);
        }, op.base);
    }
    case 'affine': {
      const [factor, addend] = [op.factor[0]!, op.addend[0]!];
      const same = op.factor.every((f) => f === factor) && op.addend.every((a) => a === addend);
      return same ? (x) => x * factor + addend : null;
    }
    default:
      return null;
  }
}

const COMPOSED: readonly Activation[] = ['silu', 'gelu', 'softplus', 'sigmoid', 'tanh', 'elu'];
/** Constants of a file are float32. */
const CLOSE = 2e-7;
/** From -12 to 12, away from round numbers, and some far from there, where exporters write other formulas. */
const POINTS = [
  ...Array.from({ length: 97 }, (_, i) => -12 + (i * 24) / 96.13),
  ...[-85.3, -41.7, -20.9, -15.1, 15.1, 20.9, 41.7, 85.3],
];

/** The activation that gives the same numbers at every point tried; null for none. */
export function recognised(f: (x: number) => number): Activation | null {
  const values = POINTS.map(f);
  const found = COMPOSED.find((activation) => {
    const known = applied(activation);
    return POINTS.every((x, i) => {
      const expected = known(x);
      return Math.abs(values[i]! - expected) <= CLOSE * Math.max(1, Math.abs(expected));
    });
  });
  return found ?? null;
}
