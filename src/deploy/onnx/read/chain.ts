/**
 * What has been computed from the model inputs so far, one operation after another. Values of a row lie as Loam has them: one
 * axis, or [height, width, channels].
 */
import type { Window } from '../../../core/network/plan';
import type { Activation } from '../../../core/network/types';
import type { Forest } from './forest';

/** Weights are doubles until all that can be folded into them is. */
export type Op =
  /** kernel [inputs, outputs] */
  | { op: 'dense'; inputs: number; outputs: number; kernel: Float64Array; bias: Float64Array }
  /** kernel [height, width, channels, filters] */
  | { op: 'conv2d'; window: Window; kernel: Float64Array; bias: Float64Array }
  /** kernel [height, width, channels, multiplier] */
  | { op: 'depthwise2d'; window: Window; kernel: Float64Array; bias: Float64Array }
  | { op: 'pool2d'; of: 'max' | 'average'; window: Window }
  /** x * factor + addend, for each value of a row. */
  | { op: 'affine'; factor: Float64Array; addend: Float64Array }
  | {
      op: 'layer-norm';
      values: number;
      channels: number;
      gamma: Float64Array;
      beta: Float64Array;
      epsilon: number;
    }
  | { op: 'activation'; activation: Activation }
  /**
   * An activation that Loam has not, as a sum of rectified lines: base + sum of weight * r, where r is
   * relu(factor * x + addend), or with `curved` elu(factor * relu(factor * x + addend)).
   */
  | { op: 'hinges'; name: string; base: number; hinges: readonly Hinge[]; curved: boolean }
  /**
   * A function of each value that only is known once all of it has been read; by the operator that it ended with. `whole`: it
   * only gives whole numbers.
   */
  | { op: 'formula'; name: string; whole: boolean; f: (x: number) => number }
  | { op: 'embedding'; length: number; vocabulary: number; size: number; rows: Float64Array }
  | { op: 'trees'; forest: Forest }
  | { op: 'link'; link: 'exp' | 'log-odds' | 'log' };

export interface Hinge {
  factor: number;
  addend: number;
  weight: number;
}

export interface Chain {
  op: Op;
  before: Chain | null;
  /** Values of a row after it. */
  width: number;
}

export function opsOf(chain: Chain | null): Op[] {
  const ops: Op[] = [];
  for (let at = chain; at; at = at.before) ops.push(at.op);
  return ops.reverse();
}
