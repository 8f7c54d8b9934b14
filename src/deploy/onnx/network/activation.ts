/** Activation functions, in float or, where every operator that is used is there for it, in double. */
import type { Activation } from '../../../core/network/types';
import type { Arithmetic } from '../arithmetic';
import type { ValueName } from '../graph';

const LEAK = 0.2;
const ROOT_2_OVER_PI = 0.7978845608028654;
const GELU_CUBIC = 0.044715;

export function activation(math: Arithmetic, name: Activation, x: ValueName): ValueName {
  const { graph } = math;
  const isDouble = math.type === 'double';
  switch (name) {
    case 'linear':
      return x;
    case 'relu':
      return graph.add('Relu', [x]);
    case 'leaky-relu':
      if (isDouble) return math.choose(math.below(x, 0), math.times(x, LEAK), x);
      return graph.add('LeakyRelu', [x], { alpha: { float: LEAK } });
    case 'elu':
      if (isDouble) return math.choose(math.below(x, 0), math.minus(graph.add('Exp', [x]), 1), x);
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
      return isDouble ? softplus(math, x) : graph.add('Softplus', [x]);
    default:
      throw name satisfies never;
  }
}

/** max(x, 0) + log(1 + exp(-|x|)) */
function softplus(math: Arithmetic, x: ValueName): ValueName {
  const tail = math.graph.add('Exp', [math.minus(0, math.magnitude(x))]);
  return math.plus(math.graph.add('Relu', [x]), math.log(math.plus(tail, 1)));
}
