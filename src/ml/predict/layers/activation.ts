/** Activation functions in doubles; NaN stays NaN in each of them. */
import { exp, log1p, sigmoid, tanh } from '../../../core/math';
import type { Activation } from '../../../core/network/types';

/** Slope below 0 of leaky-relu. */
const LEAK = 0.2;
const ROOT_2_OVER_PI = 0.7978845608028654;
const GELU_CUBIC = 0.044715;

const FUNCTIONS: Record<Exclude<Activation, 'linear'>, (x: number) => number> = {
  relu: (x) => (x < 0 ? 0 : x),
  'leaky-relu': (x) => (x >= 0 ? x : LEAK * x),
  elu: (x) => (x >= 0 ? x : exp(x) - 1),
  // By tanh, as in Hendrycks and Gimpel (2016).
  gelu: (x) => 0.5 * x * (1 + tanh(ROOT_2_OVER_PI * (x + GELU_CUBIC * (x * x * x)))),
  silu: (x) => x * sigmoid(x),
  sigmoid,
  tanh,
  softplus: (x) => (x < 0 ? 0 : x) + log1p(exp(x < 0 ? x : -x)),
};

/** In place. */
export function activate(activation: Activation, values: Float64Array): void {
  if (activation === 'linear') return;
  const f = FUNCTIONS[activation];
  for (let i = 0; i < values.length; i++) values[i] = f(values[i]!);
}
