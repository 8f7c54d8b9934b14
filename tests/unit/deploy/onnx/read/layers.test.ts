import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../../../../src/deploy/onnx/node';
import { densed, difference, drawn, size, type Case } from '../../../../support/foreign-difference';
import type { ForeignGraph } from '../../../../support/foreign-graph';

const TOLERANCE = 1e-5;

function activated(type: string, attributes: Attributes = {}, constants: number[] = []): Case {
  return {
    shape: [6],
    spread: 4,
    body: (graph, x) => {
      const inputs = constants.map((value) =>
        graph.constant({ type: 'float', shape: [], values: [value] }),
      );
      const hidden = densed(graph, x, 6, 5, 'hidden');
      return { value: graph.add(type, [hidden, ...inputs], attributes), width: 5 };
    },
  };
}

interface ConvCase {
  shape: number[];
  filters: number;
  kernel: number[];
  attributes?: Attributes;
  groups?: number;
  out: number[];
}

function convolved({ shape, filters, kernel, attributes = {}, groups = 1, out }: ConvCase): Case {
  return {
    shape,
    body: (graph, x) => {
      const whole = [filters, shape[0]! / groups, ...kernel];
      const weights = graph.floats(whole, drawn(size(whole), 'conv'));
      const bias = graph.floats([filters], drawn(filters, 'conv bias'));
      const value = graph.add('Conv', [x, weights, bias], {
        ...attributes,
        group: { int: groups },
      });
      return { value: graph.add('Relu', [value]), width: filters * size(out) };
    },
  };
}

function pooled(type: string, attributes: Attributes, width: number, shape = [3, 7, 6]): Case {
  return { shape, body: (graph, x) => ({ value: graph.add(type, [x], attributes), width }) };
}

/** What the exporter of PyTorch makes of batch normalisation that is not folded. */
function batchNorm(graph: ForeignGraph, x: string, channels: number): string {
  const of = (name: string) => drawn(channels, name);
  return graph.add(
    'BatchNormalization',
    [
      x,
      graph.floats([channels], of('gamma')),
      graph.floats([channels], of('beta')),
      graph.floats([channels], of('mean')),
      graph.floats(
        [channels],
        of('variance').map((v) => 0.1 + Math.abs(v)),
      ),
    ],
    { epsilon: { float: 1e-5 } },
  );
}

const scalar = (graph: ForeignGraph, value: number) =>
  graph.constant({ type: 'float', shape: [], values: [value] });

const CASES: Record<string, Case> = {
  'a dense layer': activated('Identity'),
  'dropout, which does nothing': activated('Dropout'),
  relu: activated('Relu'),
  'leaky relu of 0.2': activated('LeakyRelu', { alpha: { float: 0.2 } }),
  'leaky relu of 0.01': activated('LeakyRelu'),
  'prelu of one slope': activated('PRelu', {}, [0.3]),
  sigmoid: activated('Sigmoid'),
  tanh: activated('Tanh'),
  elu: activated('Elu'),
  'elu of another alpha': activated('Elu', { alpha: { float: 0.6 } }),
  selu: activated('Selu'),
  softplus: activated('Softplus'),
  relu6: activated('Clip', {}, [0, 6]),
  'a clip at -1 and 1': activated('Clip', {}, [-1, 1]),
  'hard sigmoid': activated('HardSigmoid'),
  'absolute values': activated('Abs'),
  'silu as PyTorch writes it': {
    shape: [4],
    spread: 4,
    body: (graph, x) => {
      const hidden = densed(graph, x, 4, 5, 'hidden');
      return { value: graph.add('Mul', [hidden, graph.add('Sigmoid', [hidden])]), width: 5 };
    },
  },
  'gelu by tanh as PyTorch writes it': {
    shape: [4],
    spread: 4,
    body: (graph, x) => {
      const hidden = densed(graph, x, 4, 5, 'hidden');
      const cube = graph.add('Mul', [graph.add('Mul', [hidden, hidden]), hidden]);
      const sum = graph.add('Add', [hidden, graph.add('Mul', [scalar(graph, 0.044715), cube])]);
      const inner = graph.add('Mul', [sum, scalar(graph, Math.sqrt(2 / Math.PI))]);
      const gate = graph.add('Add', [graph.add('Tanh', [inner]), scalar(graph, 1)]);
      const half = graph.add('Mul', [hidden, scalar(graph, 0.5)]);
      return { value: graph.add('Mul', [half, gate]), width: 5 };
    },
  },
  'MatMul and Add, scaled before and after': {
    shape: [3],
    body: (graph, x) => {
      const scaled = graph.add('Div', [
        graph.add('Sub', [x, graph.floats([3], [1, 2, 3])]),
        graph.floats([3], [2, 3, 4]),
      ]);
      const product = graph.add('MatMul', [scaled, graph.floats([3, 4], drawn(12, 'w'))]);
      const sum = graph.add('Add', [product, graph.floats([4], drawn(4, 'b'))]);
      const turned = graph.add('Sub', [scalar(graph, 1), graph.add('Relu', [sum])]);
      return { value: graph.add('Mul', [turned, graph.floats([1, 4], drawn(4, 's'))]), width: 4 };
    },
  },
  'a turned kernel, alpha and beta': {
    shape: [3],
    body: (graph, x) => {
      const inputs = [x, graph.floats([2, 3], drawn(6, 'w')), graph.floats([1, 2], drawn(2, 'b'))];
      const attributes = { transB: { int: 1 }, alpha: { float: 0.5 }, beta: { float: 2 } };
      return { value: graph.add('Gemm', inputs, attributes), width: 2 };
    },
  },
  'a convolution': convolved({ shape: [3, 6, 5], filters: 4, kernel: [3, 2], out: [4, 4] }),
  'a convolution with strides and uneven pads': convolved({
    shape: [2, 7, 6],
    filters: 3,
    kernel: [3, 3],
    attributes: { strides: { ints: [2, 1] }, pads: { ints: [1, 0, 0, 2] } },
    out: [3, 6],
  }),
  'a convolution with gaps': convolved({
    shape: [2, 7, 7],
    filters: 3,
    kernel: [2, 3],
    attributes: { dilations: { ints: [2, 2] } },
    out: [5, 3],
  }),
  'a convolution padded as TensorFlow does': convolved({
    shape: [2, 7, 6],
    filters: 3,
    kernel: [3, 3],
    attributes: { strides: { ints: [2, 2] }, auto_pad: { string: 'SAME_UPPER' } },
    out: [4, 3],
  }),
  'a convolution in groups': convolved({
    shape: [4, 5, 5],
    filters: 6,
    kernel: [2, 2],
    groups: 2,
    out: [4, 4],
  }),
  'a convolution per channel': convolved({
    shape: [3, 5, 5],
    filters: 6,
    kernel: [3, 3],
    groups: 3,
    out: [3, 3],
  }),
  'a convolution along one axis': convolved({
    shape: [3, 9],
    filters: 4,
    kernel: [3],
    attributes: { pads: { ints: [1, 1] }, strides: { ints: [2] } },
    out: [5],
  }),
  'the largest': pooled(
    'MaxPool',
    { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } },
    27,
  ),
  'the largest, padded': pooled(
    'MaxPool',
    { kernel_shape: { ints: [3, 3] }, strides: { ints: [2, 2] }, pads: { ints: [1, 1, 1, 1] } },
    36,
  ),
  'the largest, rounded up': pooled(
    'MaxPool',
    { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] }, ceil_mode: { int: 1 } },
    36,
  ),
  averages: pooled(
    'AveragePool',
    { kernel_shape: { ints: [2, 3] }, strides: { ints: [2, 3] } },
    18,
  ),
  'averages, padding not counted': pooled(
    'AveragePool',
    { kernel_shape: { ints: [3, 3] }, strides: { ints: [2, 2] }, pads: { ints: [1, 1, 1, 1] } },
    36,
  ),
  'averages, padding counted': pooled(
    'AveragePool',
    {
      kernel_shape: { ints: [3, 3] },
      strides: { ints: [2, 2] },
      pads: { ints: [1, 1, 1, 1] },
      count_include_pad: { int: 1 },
    },
    36,
  ),
  'averages along one axis': pooled(
    'AveragePool',
    { kernel_shape: { ints: [3] }, strides: { ints: [3] } },
    6,
    [2, 9],
  ),
  'the average of all': pooled('GlobalAveragePool', {}, 3),
  'the largest of all': pooled('GlobalMaxPool', {}, 3),
  'the mean of all': pooled('ReduceMean', { axes: { ints: [2, 3] }, keepdims: { int: 0 } }, 3),
  'convolution, batch normalisation, relu, pool, convolution, dense': {
    shape: [2, 8, 8],
    body: (graph, x) => {
      const first = graph.add('Conv', [x, graph.floats([4, 2, 3, 3], drawn(72, 'k1'))], {
        pads: { ints: [1, 1, 1, 1] },
      });
      const rectified = graph.add('Relu', [batchNorm(graph, first, 4)]);
      const half = graph.add('MaxPool', [rectified], {
        kernel_shape: { ints: [2, 2] },
        strides: { ints: [2, 2] },
      });
      const second = graph.add('Conv', [half, graph.floats([3, 4, 3, 3], drawn(108, 'k2'))]);
      const flat = graph.add('Reshape', [graph.add('Tanh', [second]), graph.ints([-1, 12])]);
      return { value: densed(graph, flat, 12, 6, 'd'), width: 6 };
    },
  },
  'batch normalisation before an activation, of images': {
    shape: [3, 4, 4],
    body: (graph, x) => ({ value: graph.add('Relu', [batchNorm(graph, x, 3)]), width: 48 }),
  },
  'batch normalisation after an activation, of one axis': {
    shape: [5],
    body: (graph, x) => {
      const hidden = graph.add('Relu', [densed(graph, x, 5, 4, 'h')]);
      return { value: graph.add('Sigmoid', [batchNorm(graph, hidden, 4)]), width: 4 };
    },
  },
  'layer normalisation': {
    shape: [5],
    body: (graph, x) => {
      const inputs = [
        densed(graph, x, 5, 6, 'h'),
        graph.floats([6], drawn(6, 'g')),
        graph.floats([6], drawn(6, 'b')),
      ];
      return { value: graph.add('LayerNormalization', inputs), width: 6 };
    },
  },
  'channels last, as TensorFlow has them': {
    shape: [6, 6, 2],
    body: (graph, x) => {
      const first = graph.add('Transpose', [x], { perm: { ints: [0, 3, 1, 2] } });
      const conv = graph.add('Conv', [first, graph.floats([3, 2, 3, 3], drawn(54, 'k'))]);
      const last = graph.add('Transpose', [graph.add('Relu', [conv])], {
        perm: { ints: [0, 2, 3, 1] },
      });
      return { value: graph.add('Reshape', [last, graph.ints([-1, 48])]), width: 48 };
    },
  },
  'a shape that the graph computes': {
    shape: [2, 4, 4],
    body: (graph, x) => {
      const conv = graph.add('Conv', [x, graph.floats([3, 2, 2, 2], drawn(24, 'k'))]);
      const rows = graph.add('Gather', [graph.add('Shape', [conv]), graph.ints([0])], {
        axis: { int: 0 },
      });
      const shape = graph.add('Concat', [rows, graph.ints([-1])], { axis: { int: 0 } });
      return { value: graph.add('Reshape', [conv, shape]), width: 27 };
    },
  },
  'a dense layer, then an image of its outputs': {
    shape: [4],
    body: (graph, x) => {
      const hidden = graph.add('Relu', [densed(graph, x, 4, 18, 'h')]);
      const image = graph.add('Reshape', [hidden, graph.ints([0, 2, 3, 3])]);
      return {
        value: graph.add('Conv', [image, graph.floats([3, 2, 2, 2], drawn(24, 'k'))]),
        width: 12,
      };
    },
  },
  'parts of a row, joined in another order': {
    shape: [6],
    body: (graph, x) => {
      const hidden = densed(graph, x, 6, 6, 'h');
      const end = graph.add('Slice', [hidden, graph.ints([4]), graph.ints([9]), graph.ints([1])]);
      const some = graph.add('Gather', [hidden, graph.ints([2, 0])], { axis: { int: 1 } });
      return { value: graph.add('Concat', [end, some], { axis: { int: 1 } }), width: 4 };
    },
  },
  'axes that come and go': {
    shape: [5],
    body: (graph, x) => {
      const wide = graph.add('Unsqueeze', [densed(graph, x, 5, 4, 'h'), graph.ints([1])]);
      return { value: graph.add('Squeeze', [wide, graph.ints([1])]), width: 4 };
    },
  },
};

describe('networks of an ONNX file', () => {
  it.each(Object.entries(CASES))('answer as ONNX Runtime does: %s', async (_, one) => {
    expect(await difference(one)).toBeLessThan(TOLERANCE);
  });
});
