/** Layers with a window: how it slides is handed on to TensorFlow.js. Runs inside `tf.tidy`. */
import * as tf from '@tensorflow/tfjs-core';
import type { Window } from '../../../core/network/plan';
import type { Padding } from '../../../core/network/types';

/** Rows of any rank, as [rows, height, width, channels]. */
function asImages(x: tf.Tensor, { input }: Window): tf.Tensor4D {
  return tf.reshape(x, [-1, ...input]);
}

/** `same` wherever it gives this window's places: where `valid` gives as many, neither pads. */
function paddingOf({ input, output, stride }: Window): Padding {
  const covers = [0, 1].every((axis) => output[axis] === Math.ceil(input[axis]! / stride[axis]!));
  return covers ? 'same' : 'valid';
}

export function slide(x: tf.Tensor, kernel: tf.Tensor, window: Window): tf.Tensor {
  return tf.conv2d(asImages(x, window), kernel as tf.Tensor4D, window.stride, paddingOf(window));
}

export function depthwise(x: tf.Tensor, kernel: tf.Tensor, window: Window): tf.Tensor {
  const { stride } = window;
  return tf.depthwiseConv2d(asImages(x, window), kernel as tf.Tensor4D, stride, paddingOf(window));
}

export function maximumPool(x: tf.Tensor, window: Window): tf.Tensor {
  return tf.maxPool(asImages(x, window), window.size, window.stride, paddingOf(window));
}

/**
 * Averages of what is there. TensorFlow.js's own gradient divides by the whole window where it reaches into
 * the padding, so zeros are put around first, and averages scaled up after.
 */
export function averagePool(x: tf.Tensor, window: Window): tf.Tensor {
  const { size, stride } = window;
  const [vertical, horizontal] = [zerosAround(window, 0), zerosAround(window, 1)] as const;
  const padded = tf.pad(asImages(x, window), [[0, 0], vertical, horizontal, [0, 0]]);
  const averages = tf.avgPool(padded, size, stride, 'valid');
  const [above, below] = [shares(window, 0), shares(window, 1)];
  const scale = above.flatMap((a) => below.map((b) => 1 / (a * b)));
  return tf.mul(averages, tf.tensor(scale, [1, above.length, below.length, 1]));
}

type Axis = 0 | 1;

function zerosAround({ input, output, size, stride, pad }: Window, axis: Axis): [number, number] {
  const reach = (output[axis] - 1) * stride[axis] + size[axis] - pad[axis];
  return [pad[axis], Math.max(0, reach - input[axis])];
}

/** Share of the window that lies on the input, at each place along an axis. */
function shares({ input, output, size, stride, pad }: Window, axis: Axis): number[] {
  return Array.from({ length: output[axis] }, (_, place) => {
    const start = place * stride[axis] - pad[axis];
    const end = Math.min(input[axis], start + size[axis]);
    return (end - Math.max(0, start)) / size[axis];
  });
}
