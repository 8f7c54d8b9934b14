/** Activation functions, in float. */
import type { Activation } from '../../../core/network/types';
import { Arithmetic } from '../arithmetic';
import type { OnnxGraph, ValueName } from '../graph';

const LEAK = 0.2;
const ROOT_2_OVER_PI = 0.7978845608028654;
const GELU_CUBIC = 0.044715;

export function activation(graph: OnnxGraph, name: Activation, x: ValueName): ValueName {
  const math = new Arithmetic(graph, 'float');
  switch (name) {
    case 'linear':
      return x;
    case 'relu':
      return graph.add('Relu', [x]);
    case 'leaky-relu':
      return graph.add('LeakyRelu', [x], { alpha: { float: LEAK } });
    case 'elu':
      return graph.add('Elu', [x], { alpha: { float: 1 } });
    case 'gelu': {
      const cube = math.times(math.times(x, x), x);
      const inner = math.plus(x, math.times(cube, GELU_CUBIC));
      const share = graph.add('Tanh', [math.times(inner, ROOT_2_OVER_PI)]);
      return math.times(math.times(x, 0.5), math.plus(share, 1));
    }
    case 'silu':
      return math.times(x, graph.add('Sigmoid', [x]));
    case 'sigmoid':
      return graph.add('Sigmoid', [x]);
    case 'tanh':
      return graph.add('Tanh', [x]);
    case 'softplus':
      return graph.add('Softplus', [x]);
    default:
      throw name satisfies never;
  }
}
