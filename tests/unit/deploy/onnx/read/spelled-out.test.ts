/** What exporters spell out where ONNX has, or had, no operator for it: branches that join again, and choices. */
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../../src/core/errors';
import { readOnnxModel } from '../../../../../src/deploy/onnx/read';
import { densed, difference, drawn, type Case } from '../../../../support/foreign-difference';
import { ForeignGraph } from '../../../../support/foreign-graph';

const TOLERANCE = 1e-5;
const WIDTH = 6;

type Part = (graph: ForeignGraph, x: string) => string;

const number = (graph: ForeignGraph, value: number) =>
  graph.constant({ type: 'float', shape: [], values: [value] });
const channels = (graph: ForeignGraph, name: string) =>
  graph.floats([1, WIDTH], drawn(WIDTH, name, 2));

/** Between dense layers. */
function after(part: Part): Case {
  return {
    shape: [5],
    spread: 4,
    body: (graph, x) => ({ value: part(graph, densed(graph, x, 5, WIDTH, 'h')), width: WIDTH }),
  };
}

const AXIS = { axes: { ints: [-1] } };

interface Parts {
  mean: string;
  centred: string;
  deviation: string;
}

/** @param changed an axis or a value that makes another thing of it */
function deviation(graph: ForeignGraph, x: string, changed: Partial<Parts> = {}): Parts {
  const mean = changed.mean ?? graph.add('ReduceMean', [x], AXIS);
  const centred = changed.centred ?? graph.add('Sub', [x, mean]);
  const square = graph.add('Mul', [centred, centred]);
  const variance = graph.add('ReduceMean', [square], AXIS);
  const root = graph.add('Sqrt', [graph.add('Add', [number(graph, 0.01), variance])]);
  return { mean, centred, deviation: changed.deviation ?? root };
}

const NORMS: Record<string, Part> = {
  'a quotient, scaled and shifted': (graph, x) => {
    const { centred, deviation: by } = deviation(graph, x);
    const normed = graph.add('Div', [centred, by]);
    const scaled = graph.add('Mul', [normed, channels(graph, 'gamma')]);
    return graph.add('Add', [scaled, channels(graph, 'beta')]);
  },
  'a quotient alone, of squares by a power': (graph, x) => {
    const mean = graph.add('ReduceMean', [x], AXIS);
    const centred = graph.add('Sub', [x, mean]);
    const square = graph.add('Pow', [centred, number(graph, 2)]);
    const variance = graph.add('ReduceMean', [square], AXIS);
    const root = graph.add('Sqrt', [graph.add('Add', [variance, number(graph, 0.01)])]);
    return graph.add('Div', [centred, root]);
  },
  'times an inverse': (graph, x) => {
    const { centred, deviation: by } = deviation(graph, x);
    return graph.add('Mul', [graph.add('Reciprocal', [by]), centred]);
  },
  'a line of x, its offset a difference': (graph, x) => {
    const { mean, deviation: by } = deviation(graph, x);
    const factor = graph.add('Mul', [channels(graph, 'g'), graph.add('Reciprocal', [by])]);
    const offset = graph.add('Sub', [channels(graph, 'b'), graph.add('Mul', [mean, factor])]);
    return graph.add('Add', [offset, graph.add('Mul', [factor, x])]);
  },
  'a line of x, its offset a sum': (graph, x) => {
    const { mean, deviation: by } = deviation(graph, x);
    const factor = graph.add('Mul', [graph.add('Reciprocal', [by]), channels(graph, 'g')]);
    const turned = graph.add('Mul', [graph.add('Neg', [mean]), factor]);
    const offset = graph.add('Add', [turned, channels(graph, 'b')]);
    return graph.add('Add', [graph.add('Mul', [x, factor]), offset]);
  },
};

/** Each but for one part. */
const NO_NORMS: Record<string, Part> = {
  'the deviation of other values': (graph, x) => {
    const { centred } = deviation(graph, x);
    const other = deviation(graph, graph.add('Tanh', [x]));
    return graph.add('Div', [centred, other.deviation]);
  },
  'a mean of other values': (graph, x) => {
    const mean = graph.add('ReduceMean', [graph.add('Tanh', [x])], AXIS);
    const { centred, deviation: by } = deviation(graph, x, { mean });
    return graph.add('Div', [centred, by]);
  },
  'values that are not centred': (graph, x) => {
    const { deviation: by } = deviation(graph, x);
    return graph.add('Div', [x, by]);
  },
  'an offset by another factor': (graph, x) => {
    const { mean, deviation: by } = deviation(graph, x);
    const inverse = graph.add('Reciprocal', [by]);
    const factor = graph.add('Mul', [inverse, channels(graph, 'g')]);
    const offset = graph.add('Sub', [channels(graph, 'b'), graph.add('Mul', [mean, inverse])]);
    return graph.add('Add', [offset, graph.add('Mul', [factor, x])]);
  },
};

/** Of one tensor [3, 4, 2] before a dense layer. */
function reduced(type: string, axes: number[], width: number, keepdims: number): Case {
  return {
    shape: [3, 4, 2],
    body: (graph, x) => ({
      value: graph.add(type, [x], { axes: { ints: axes }, keepdims: { int: keepdims } }),
      width,
    }),
  };
}

const CASES: Record<string, Case> = {
  ...Object.fromEntries(Object.entries(NORMS).map(([name, part]) => [name, after(part)])),
  'softplus that is a line from 20 on': after((graph, x) => {
    const far = graph.add('Greater', [x, number(graph, 20)]);
    return graph.add('Where', [far, x, graph.add('Softplus', [x])]);
  }),
  'relu by a choice': after((graph, x) => {
    const wide = graph.add('Mul', [x, number(graph, 10)]);
    const low = graph.add('Min', [number(graph, 6), wide]);
    return graph.add('Max', [low, number(graph, -0.5)]);
  }),
  celu: after((graph, x) => graph.add('Celu', [x], { alpha: { float: 0.3 } })),
  'the mean over the channels': reduced('ReduceMean', [1], 8, 0),
  'the mean over an axis in between': reduced('ReduceMean', [-2], 6, 1),
  'the mean of an image whose channels are last': reduced('ReduceMean', [1, 2], 2, 0),
  'the mean of a row': reduced('ReduceMean', [1, 2, 3], 1, 0),
  'the largest over the last axis': reduced('ReduceMax', [3], 12, 0),
  'the largest of an image whose channels are last': reduced('ReduceMax', [2, 1], 2, 1),
};

function reasonOf(file: Uint8Array): string {
  try {
    readOnnxModel(file);
    return 'none';
  } catch (error) {
    if (isLoamError(error, 'model-unreadable')) return String(error.facts.reason);
    throw error;
  }
}

/** The reason that a part between dense layers is refused for. */
function refusal(part: Part): string {
  const graph = new ForeignGraph([{ name: 'x', type: 'float', shape: [5] }]);
  const value = part(graph, densed(graph, 'x', 5, WIDTH, 'h'));
  const answer = densed(graph, value, WIDTH, 1, 'answer');
  return reasonOf(graph.finish([{ name: answer, type: 'float', shape: [1] }]));
}

describe('what an ONNX file spells out', () => {
  it.each(Object.entries(CASES))('is answered as by ONNX Runtime: %s', async (_, one) => {
    expect(await difference(one)).toBeLessThan(TOLERANCE);
  });

  it.each(Object.entries(NO_NORMS))('is no layer normalisation by %s', (_, part) => {
    expect(refusal(part)).toMatch(/^the operator \S+/);
  });

  it('is no activation for what only is one between -12 and 12', () => {
    const reason = refusal((graph, x) => {
      const far = graph.add('Greater', [x, number(graph, 18)]);
      return graph.add('Where', [far, number(graph, 0), graph.add('Softplus', [x])]);
    });
    expect(reason).toBe('the operator Where ends a function of each value that Loam has not');
  });

  it('is refused for values that two shapes would make a table of', () => {
    const reason = refusal((graph, x) => {
      const tall = graph.add('Unsqueeze', [graph.add('Tanh', [x]), graph.ints([1])]);
      return graph.add('Mul', [graph.add('Sigmoid', [x]), tall]);
    });
    expect(reason).toBe('the operator Mul of two computed values: branches that join again');
  });
});

const TABLE = { vocabulary: 4, size: 2 };

/** Vectors of three whole numbers, looked up by a function of them. */
function lookup(index: Part): Uint8Array {
  const graph = new ForeignGraph([{ name: 'x', type: 'int64', shape: [3] }]);
  const { vocabulary, size } = TABLE;
  const table = graph.floats([vocabulary, size], drawn(vocabulary * size, 'table'));
  const flat = graph.add('Flatten', [graph.add('Gather', [table, index(graph, 'x')])]);
  const answer = densed(graph, flat, 3 * size, 1, 'answer');
  return graph.finish([{ name: answer, type: 'float', shape: [1] }]);
}

const whole = (graph: ForeignGraph, value: number) =>
  graph.constant({ type: 'int64', shape: [], values: [value] });

/** From the end where it is below 0. */
function fromTheEnd(graph: ForeignGraph, x: string, count: number): string {
  const below = graph.add('Less', [x, whole(graph, 0)]);
  return graph.add('Where', [below, graph.add('Add', [x, whole(graph, count)]), x]);
}

describe('vectors by number', () => {
  it('are an embedding, also where numbers below 0 are counted from the end', () => {
    for (const index of [
      (_: ForeignGraph, x: string) => x,
      (graph: ForeignGraph, x: string) => fromTheEnd(graph, x, TABLE.vocabulary),
    ]) {
      const { network, inputs } = readOnnxModel(lookup(index));
      expect(network).toMatchObject({
        type: 'layers',
        layers: [{ layer: 'embedding', length: 3, vocabulary: 4, size: 2 }, { layer: 'dense' }],
      });
      expect(inputs.map(({ type }) => type)).toEqual(['integer', 'integer', 'integer']);
    }
  });

  it('are refused for numbers that are others than they came', () => {
    const reason = 'the operator Gather by computed values';
    expect(reasonOf(lookup((graph, x) => graph.add('Add', [x, whole(graph, 1)])))).toBe(reason);
    expect(reasonOf(lookup((graph, x) => fromTheEnd(graph, x, 3)))).toBe(reason);
  });
});
