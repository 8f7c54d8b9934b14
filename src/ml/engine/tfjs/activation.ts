/** Activations and their slopes, out of operations that every backend has. Run inside `tf.tidy`. */
import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../../core/network/types';

/** sqrt(2 / pi) and the cubic term of gelu's tanh form (Hendrycks and Gimpel 2016). */
const GELU_SCALE = 0.7978845608028654;
const GELU_CUBE = 0.044715;
const LEAK = 0.2;

export function activate<T extends tf.Tensor>(activation: Activation, z: T): T {
  switch (activation) {
    case 'linear':
      return z;
    case 'relu':
      return tf.relu(z);
    case 'leaky-relu':
      return tf.leakyRelu(z, LEAK);
    case 'elu':
      return tf.elu(z);
    case 'gelu':
      return tf.mul(tf.mul(z, 0.5), tf.add(geluTanh(z), 1));
    case 'silu':
      return tf.mul(z, tf.sigmoid(z));
    case 'sigmoid':
      return tf.sigmoid(z);
    case 'tanh':
      return tf.tanh(z);
    case 'softplus':
      return softplus(z);
    default:
      throw activation satisfies never;
  }
}

/** max(z, 0) + log(1 + e^-|z|): the library's own is off by 1e-4 far from 0 on some backends. */
function softplus<T extends tf.Tensor>(z: T): T {
  return tf.add(tf.relu(z), tf.log1p(tf.exp(tf.neg(tf.abs(z)))));
}

function geluTanh<T extends tf.Tensor>(z: T): T {
  const cube = tf.mul(tf.mul(tf.square(z), z), GELU_CUBE);
  return tf.tanh(tf.mul(tf.add(z, cube), GELU_SCALE));
}

/**
 * @param z what went in
 * @param y what came out
 */
export function activationSlope<T extends tf.Tensor>(activation: Activation, z: T, y: T): T | null {
  switch (activation) {
    case 'linear':
      return null;
    case 'relu':
      return tf.step(y);
    case 'leaky-relu':
      return tf.step(y, LEAK);
    case 'elu':
      return tf.add(tf.minimum(y, 0), 1);
    case 'gelu': {
      const t = geluTanh(z);
      const inner = tf.mul(tf.add(tf.mul(tf.square(z), 3 * GELU_CUBE), 1), GELU_SCALE / 2);
      const steep = tf.mul(tf.mul(z, tf.sub(1, tf.square(t))), inner);
      return tf.add(tf.mul(tf.add(t, 1), 0.5), steep);
    }
    case 'silu': {
      const s = tf.sigmoid(z);
      return tf.mul(s, tf.add(tf.mul(z, tf.sub(1, s)), 1));
    }
    case 'sigmoid':
      return tf.mul(y, tf.sub(1, y));
    case 'tanh':
      return tf.sub(1, tf.square(y));
    case 'softplus':
      return tf.sub(1, tf.exp(tf.neg(y)));
    default:
      throw activation satisfies never;
  }
}
