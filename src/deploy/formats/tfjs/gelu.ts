/**
 * gelu as a small model of layers. TensorFlow.js has this gelu as `gelu_new`, but turns that name to camel case when it reads a
 * file, and then does not know it; its `gelu` is another one. Here: x * sigmoid(2 * sqrt(2 / pi) * (x + 0.044715 * x^3)), which
 * is 0.5 * x * (1 + tanh(...)) (Hendrycks and Gimpel 2016) without the tanh.
 */
import type { KerasLayer } from './keras-layer';

/** sqrt(8 / pi) */
const STEEPNESS = 1.5957691216057308;
const CUBIC = 0.044715;

/** @param shape of a row, without the batch */
export function geluModel(name: string, shape: readonly number[]): KerasLayer {
  const named = (part: string) => `${name}_${part}`;
  const layer = (type: string, part: string, from: string[], config: object = {}) => ({
    class_name: type,
    name: named(part),
    config: { name: named(part), trainable: true, ...config },
    inbound_nodes: from.length === 0 ? [] : [from.map((source) => [named(source), 0, 0, {}])],
  });
  return {
    class_name: 'Functional',
    config: {
      name,
      layers: [
        layer('InputLayer', 'x', [], {
          batch_input_shape: [null, ...shape],
          dtype: 'float32',
          sparse: false,
        }),
        layer('Multiply', 'cube', ['x', 'x', 'x']),
        layer('Rescaling', 'cubic', ['cube'], { scale: CUBIC, offset: 0 }),
        layer('Add', 'sum', ['x', 'cubic']),
        layer('Rescaling', 'steep', ['sum'], { scale: STEEPNESS, offset: 0 }),
        layer('Activation', 'gate', ['steep'], { activation: 'sigmoid' }),
        layer('Multiply', 'gelu', ['x', 'gate']),
      ],
      input_layers: [[named('x'), 0, 0]],
      output_layers: [[named('gelu'), 0, 0]],
    },
  };
}
