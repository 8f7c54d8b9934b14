/**
 * A network as a person writes it: layers from the inputs on, sizes of what comes in left out, since they
 * follow. The layer that gives the answers (dense, linear, one unit per class) is never written: it
 * follows from the task. See plan.ts for shapes and parameters.
 */

export type Activation =
  'linear' | 'relu' | 'leaky-relu' | 'elu' | 'gelu' | 'silu' | 'sigmoid' | 'tanh' | 'softplus';

/** valid: only whole windows. same: ceil(length / stride) outputs, zeros around, the odd one at the end. */
export type Padding = 'valid' | 'same';

/** [height, width] */
export type Pair = [number, number];

export type LayerSpec =
  | { layer: 'dense'; units: number; activation: Activation }
  | {
      layer: 'conv1d';
      filters: number;
      size: number;
      stride: number;
      padding: Padding;
      activation: Activation;
    }
  | {
      layer: 'conv2d';
      filters: number;
      size: Pair;
      stride: Pair;
      padding: Padding;
      activation: Activation;
    }
  /** One set of `multiplier` filters for each channel. */
  | {
      layer: 'depthwise2d';
      multiplier: number;
      size: Pair;
      stride: Pair;
      padding: Padding;
      activation: Activation;
    }
  /** Averages count real values only, never the padding. */
  | { layer: 'pool1d'; of: 'max' | 'average'; size: number; stride: number; padding: Padding }
  | { layer: 'pool2d'; of: 'max' | 'average'; size: Pair; stride: Pair; padding: Padding }
  | { layer: 'flatten' }
  /** Per channel, over batch and places while training; by moving averages (`momentum` of the old) after. */
  | { layer: 'batch-norm'; momentum: number; epsilon: number }
  /** Per row (and place), over channels. */
  | { layer: 'layer-norm'; epsilon: number }
  /** Inverted: what stays is scaled up by 1 / (1 - rate) while training. */
  | { layer: 'dropout'; rate: number }
  /** Each input is a code from 0 to vocabulary - 1; all others (and NaN) share one vector more. */
  | { layer: 'embedding'; vocabulary: number; size: number };

export interface NetworkSpec {
  /** Of one row, without the batch: [inputs], [length, channels] or [height, width, channels]. */
  input: number[];
  layers: LayerSpec[];
  /** Units of the last layer. */
  outputs: number;
}
