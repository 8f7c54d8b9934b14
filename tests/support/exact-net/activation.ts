/** Activations and their slopes in float32, rounded after every operation. */
import type { Activation } from '../../../src/core/network/types';
import { madd, sigmoid, softplus, tanh } from './elementary';

const f = Math.fround;
const LEAK = f(0.2);
const SCALE = f(0.7978845608);
const CUBE = f(0.044715);

function geluTanh(x: number): number {
  const cube = f(f(f(x * x) * x) * CUBE);
  return tanh(f(f(x + cube) * SCALE));
}

export function activate(activation: Activation, x: number): number {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return Math.max(x, 0);
    case 'leaky-relu':
      return x > 0 ? x : f(x * LEAK);
    case 'elu': {
      if (x > 0) return x;
      const t = tanh(f(x * 0.5));
      return f(f(t + t) / f(1 - t));
    }
    case 'gelu': {
      const half = f(x * 0.5);
      return madd(half, geluTanh(x), half);
    }
    case 'silu':
      return f(x * sigmoid(x));
    case 'sigmoid':
      return sigmoid(x);
    case 'tanh':
      return tanh(x);
    case 'softplus':
      return softplus(x);
    default:
      throw activation satisfies never;
  }
}

/** dy times the slope at z, where y = activate(z). */
export function throughActivation(
  activation: Activation,
  dy: number,
  z: number,
  y: number,
): number {
  switch (activation) {
    case 'linear':
      return dy;
    case 'relu':
      return y > 0 ? dy : 0;
    case 'leaky-relu':
      return y > 0 ? dy : f(dy * LEAK);
    case 'elu':
      return f(dy * f(Math.min(y, 0) + 1));
    case 'gelu': {
      const t = geluTanh(z);
      const inner = f(madd(f(z * z), f(3 * CUBE), 1) * SCALE);
      const steep = f(f(1 - f(t * t)) * inner);
      return f(dy * f(madd(z, steep, f(1 + t)) * 0.5));
    }
    case 'silu': {
      const s = sigmoid(z);
      return f(dy * f(s * madd(z, f(1 - s), 1)));
    }
    case 'sigmoid':
      return f(dy * f(y * f(1 - y)));
    case 'tanh':
      return f(dy * f(1 - f(y * y)));
    case 'softplus':
      return f(dy * sigmoid(z));
    default:
      throw activation satisfies never;
  }
}
