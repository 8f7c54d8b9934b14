import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../../src/core/errors';
import { stream } from '../../../../../src/core/random/philox';
import type { Attributes } from '../../../../../src/deploy/onnx/node';
import { readOnnxModel } from '../../../../../src/deploy/onnx/read';
import { foreignAnswers } from '../../../../support/foreign-answers';
import { askOnnxRuntime, ForeignGraph } from '../../../../support/foreign-graph';

const INPUT = { name: 'x', type: 'float', shape: [2] } as const;
const ROWS = 60;
const TOLERANCE = 1e-5;

/** Quarters, so that many rows lie on a threshold; some are missing. */
function rows(): Float32Array {
  const random = stream(11, 'rows');
  return Float32Array.from({ length: 2 * ROWS }, (_, i) =>
    random.uniform(i) < 0.1 ? NaN : Math.floor(random.uniform(1000 + i) * 9) / 4,
  );
}

function cellsOf(values: Float32Array): (number | null)[][] {
  return Array.from({ length: ROWS }, (_, row) =>
    [...values.subarray(2 * row, 2 * row + 2)].map((x) => (Number.isNaN(x) ? null : x)),
  );
}

/** Two trees of two splits; `leaf` says what is added where. */
function ensemble(mode: string, tracks: number[]): Attributes {
  return {
    nodes_treeids: { ints: [0, 0, 0, 0, 0, 1, 1, 1] },
    nodes_nodeids: { ints: [0, 1, 2, 3, 4, 0, 1, 2] },
    nodes_featureids: { ints: [0, 1, 0, 0, 0, 1, 0, 0] },
    nodes_modes: { strings: [mode, mode, 'LEAF', 'LEAF', 'LEAF', mode, 'LEAF', 'LEAF'] },
    nodes_values: { floats: [1, 1.25, 0, 0, 0, 0.5, 0, 0] },
    nodes_truenodeids: { ints: [1, 2, 0, 0, 0, 1, 0, 0] },
    nodes_falsenodeids: { ints: [4, 3, 0, 0, 0, 2, 0, 0] },
    nodes_missing_value_tracks_true: { ints: tracks },
  };
}

const TRACKS = [1, 0, 0, 0, 0, 1, 0, 0];

const TARGETS: Attributes = {
  target_treeids: { ints: [0, 0, 0, 1, 1] },
  target_nodeids: { ints: [2, 3, 4, 1, 2] },
  target_ids: { ints: [0, 0, 0, 0, 0] },
  target_weights: { floats: [0.5, -1, 2, 0.25, -0.75] },
  n_targets: { int: 1 },
};

async function regression(attributes: Attributes): Promise<[number[], number[]]> {
  const graph = new ForeignGraph([INPUT]);
  const [output] = graph.addMl('TreeEnsembleRegressor', ['x'], attributes);
  const file = graph.finish([{ name: output!, type: 'float', shape: [1] }]);
  const values = rows();
  const expected = await askOnnxRuntime(file, { input: INPUT, output: output!, rows: values });
  return [[...foreignAnswers(readOnnxModel(file), cellsOf(values)).values!], expected];
}

function expectClose(given: readonly number[], expected: readonly number[]): void {
  expect(given.length).toBe(expected.length);
  given.forEach((x, i) => expect(Math.abs(x - expected[i]!)).toBeLessThan(TOLERANCE));
}

interface Classes {
  labels: string[];
  ids: number[];
  weights: number[];
  nodes?: [trees: number[], nodes: number[]];
  post: string;
  base?: number[];
}

const ONE_EACH: [number[], number[]] = [
  [0, 0, 0, 1, 1],
  [2, 3, 4, 1, 2],
];

/** One weight for each of `count` classes at every leaf. */
function every(count: number): [number[], number[]] {
  const repeated = (list: number[]) => list.flatMap((x) => new Array<number>(count).fill(x));
  return [repeated(ONE_EACH[0]), repeated(ONE_EACH[1])];
}

async function classification({ labels, ids, weights, nodes = ONE_EACH, post, base }: Classes) {
  const graph = new ForeignGraph([INPUT]);
  const [label, shares] = graph.addMl(
    'TreeEnsembleClassifier',
    ['x'],
    {
      ...ensemble('BRANCH_LT', TRACKS),
      class_treeids: { ints: nodes[0] },
      class_nodeids: { ints: nodes[1] },
      class_ids: { ints: ids },
      class_weights: { floats: weights },
      classlabels_strings: { strings: labels },
      post_transform: { string: post },
      ...(base ? { base_values: { floats: base } } : {}),
    },
    2,
  );
  const file = graph.finish([
    { name: label!, type: 'string', shape: [] },
    { name: shares!, type: 'float', shape: [labels.length] },
  ]);
  const values = rows();
  const expected = await askOnnxRuntime(file, { input: INPUT, output: shares!, rows: values });
  const model = readOnnxModel(file);
  expect(model.classes).toEqual(labels);
  expectClose([...foreignAnswers(model, cellsOf(values)).probabilities!], expected);
}

describe('trees of an ONNX file', () => {
  it.each(['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GTE', 'BRANCH_GT'])(
    'go the way of ONNX Runtime at, below and above a threshold, and for what is missing: %s',
    async (mode) => {
      for (const tracks of [TRACKS, new Array<number>(8).fill(0), new Array<number>(8).fill(1)]) {
        expectClose(...(await regression({ ...ensemble(mode, tracks), ...TARGETS })));
      }
    },
  );

  it('add a base value, to a sum and to a mean', async () => {
    for (const aggregate of ['SUM', 'AVERAGE']) {
      const attributes = {
        aggregate_function: { string: aggregate },
        base_values: { floats: [3] },
      };
      expectClose(
        ...(await regression({ ...ensemble('BRANCH_LEQ', TRACKS), ...TARGETS, ...attributes })),
      );
    }
  });

  it('give shares of two classes from one score, as XGBoost and LightGBM write it', async () => {
    const weights = [0.5, -1, 2, 0.25, -0.75];
    const ids = [0, 0, 0, 0, 0];
    const labels = ['no', 'yes'];
    await classification({ labels, ids, weights, post: 'LOGISTIC' });
    await classification({ labels, ids, weights, post: 'LOGISTIC', base: [0.3] });
  });

  it('take scores that are never below 0 as shares where nothing is to be done to them', async () => {
    const weights = [0.5, 0.1, 0.2, 0.25, 0.45];
    await classification({ labels: ['a', 'b'], ids: [0, 0, 0, 0, 0], weights, post: 'NONE' });
  });

  it('are refused where ONNX Runtime makes no shares of one score', async () => {
    const reason = /scores that are no shares/;
    const labels = ['a', 'b'];
    const ids = [0, 0, 0, 0, 0];
    const mixed = [0.5, -1, 2, 0.25, -0.75];
    const positive = [0.5, 0.1, 0.2, 0.25, 0.45];
    const cases: Classes[] = [
      { labels, ids: [1, 1, 1, 1, 1], weights: mixed, post: 'LOGISTIC' },
      { labels, ids, weights: positive, post: 'LOGISTIC' },
      { labels, ids, weights: mixed, post: 'NONE' },
      { labels, ids, weights: mixed, post: 'LOGISTIC', base: [0.1, 0.2] },
    ];
    for (const one of cases) await expect(classification(one)).rejects.toThrow(reason);
  });

  it('give shares of more classes by softmax, with trees that take turns or hold all', async () => {
    await classification({
      labels: ['a', 'b', 'c'],
      ids: [0, 1, 2, 1, 0],
      weights: [0.5, -1, 2, 0.25, -0.75],
      post: 'SOFTMAX',
      base: [0.1, 0.2, 0.3],
    });
    await classification({
      labels: ['a', 'b'],
      ids: [0, 0, 0, 1, 1],
      weights: [0.5, -1, 2, 0.25, -0.75],
      post: 'SOFTMAX',
    });
  });

  it('hold the shares of a forest', async () => {
    const leaves = [0.1, 0.2, 0.2, 0.3, 0.1, 0.1, 0.05, 0.05, 0.4, 0.1, 0.3, 0.1, 0.2, 0.1, 0.2];
    await classification({
      labels: ['a', 'b', 'c'],
      nodes: every(3),
      ids: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2],
      weights: leaves,
      post: 'NONE',
    });
    await classification({
      labels: ['a', 'b'],
      nodes: every(2),
      ids: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1],
      weights: [0.1, 0.4, 0.25, 0.25, 0.5, 0, 0.3, 0.2, 0.15, 0.35],
      post: 'NONE',
    });
  });

  it('are read in the way of version 5 too', async () => {
    for (const mode of [0, 1, 2, 3]) {
      const graph = new ForeignGraph([INPUT], 5);
      const floats = (values: number[]) =>
        ({ tensor: { type: 'float', shape: [values.length], values } }) as const;
      const attributes: Attributes = {
        tree_roots: { ints: [0, 2] },
        n_targets: { int: 1 },
        nodes_featureids: { ints: [0, 1, 1] },
        nodes_splits: floats([1, 1.25, 0.5]),
        nodes_truenodeids: { ints: [1, 0, 3] },
        nodes_trueleafs: { ints: [0, 1, 1] },
        nodes_falsenodeids: { ints: [2, 1, 0] },
        nodes_falseleafs: { ints: [1, 1, 1] },
        nodes_missing_value_tracks_true: { ints: [1, 0, 1] },
        leaf_targetids: { ints: [0, 0, 0, 0] },
        leaf_weights: floats([0.5, -1, 2, 0.25]),
        post_transform: { int: 0 },
        aggregate_function: { int: 1 },
      };
      const modes = { nodes_modes: [mode, mode, mode] };
      const ml = 'ai.onnx.ml';
      const [output] = graph.addMany('TreeEnsemble', ['x'], 1, attributes, ml, modes);
      const file = graph.finish([{ name: output!, type: 'float', shape: [1] }]);
      const values = rows();
      const expected = await askOnnxRuntime(file, { input: INPUT, output: output!, rows: values });
      expectClose([...foreignAnswers(readOnnxModel(file), cellsOf(values)).values!], expected);
    }
  });
});

function reasonOf(attributes: Attributes): unknown {
  const graph = new ForeignGraph([INPUT]);
  const [output] = graph.addMl('TreeEnsembleRegressor', ['x'], attributes);
  try {
    readOnnxModel(graph.finish([{ name: output!, type: 'float', shape: [1] }]));
  } catch (error) {
    return isLoamError(error, 'model-unreadable') ? error.facts.reason : error;
  }
  return 'none';
}

describe('trees that lead astray', () => {
  const good = { ...ensemble('BRANCH_LEQ', TRACKS), ...TARGETS };
  const changed: Record<string, [Attributes, string]> = {
    'a child that is its parent': [
      { nodes_truenodeids: { ints: [0, 2, 0, 0, 0, 1, 0, 0] } },
      'with nodes that are not reached',
    ],
    'a child that is not': [
      { nodes_truenodeids: { ints: [1, 2, 0, 0, 0, 9, 0, 0] } },
      'with 2 roots in one tree',
    ],
    'a node with two parents': [
      { nodes_falsenodeids: { ints: [1, 3, 0, 0, 0, 2, 0, 0] } },
      'with 2 roots in one tree',
    ],
    'a child that is both children': [
      { nodes_falsenodeids: { ints: [4, 3, 0, 0, 0, 1, 0, 0] } },
      'with 2 roots in one tree',
    ],
    'an input that is not': [
      { nodes_featureids: { ints: [0, 7, 0, 0, 0, 1, 0, 0] } },
      'with an input that is not',
    ],
    'a threshold that is no number': [
      { nodes_values: { floats: [NaN, 1.25, 0, 0, 0, 0.5, 0, 0] } },
      'with a threshold that is no number',
    ],
    'lists of different lengths': [
      { nodes_values: { floats: [1] } },
      'with lists of different lengths',
    ],
    'a weight that is no number': [
      { target_weights: { floats: [0.5, -1, Infinity, 0.25, -0.75] } },
      'with weights that are no numbers',
    ],
    'a weight of what is no leaf': [
      { target_nodeids: { ints: [0, 3, 4, 1, 2] } },
      'with a weight of what is no leaf',
    ],
    'splits by equality': [
      {
        nodes_modes: {
          strings: ['BRANCH_EQ', 'BRANCH_EQ', 'LEAF', 'LEAF', 'LEAF', 'BRANCH_EQ', 'LEAF', 'LEAF'],
        },
      },
      'with the mode BRANCH_EQ',
    ],
    'the largest of its trees': [
      { aggregate_function: { string: 'MAX' } },
      'that takes the MAX of its trees',
    ],
  };

  it('are read where nothing is wrong with them', () => {
    expect(reasonOf(good)).toBe('none');
  });

  it.each(Object.entries(changed))('are refused: %s', (_, [attributes, reason]) => {
    expect(reasonOf({ ...good, ...attributes })).toBe(
      `the operator TreeEnsembleRegressor ${reason}`,
    );
  });
});
