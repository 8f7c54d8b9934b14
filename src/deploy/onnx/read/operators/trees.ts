/** Trees, and what their operators make of the sums. */
import { combined, type Forest } from '../forest';
import { readListedForest, readTreeEnsemble } from '../read-forest';
import { after, eachValue, type Signal } from '../signal';
import type { Scores, Value } from '../value';
import { classLabels, softmaxOf } from './answers';
import type { Call, Operators } from './call';

function lanesOf(call: Call): Signal {
  const signal = call.signal();
  if (signal.chain) throw call.refused('of computed values');
  return signal;
}

function sums(signal: Signal, forest: Forest): Signal {
  return after(signal, { op: 'trees', forest }, forest.outputs, [forest.outputs]);
}

const POST_TRANSFORMS = ['NONE', 'SOFTMAX', 'LOGISTIC', 'SOFTMAX_ZERO', 'PROBIT'];

function regressed(call: Call, signal: Signal, post: string): Value {
  switch (post) {
    case 'NONE':
      return signal;
    case 'LOGISTIC':
      return eachValue(signal, { op: 'activation', activation: 'sigmoid' });
    case 'SOFTMAX':
      return softmaxOf(signal, null);
    default:
      throw call.refused(`with the post_transform ${post}`);
  }
}

function treeEnsembleRegressor(call: Call): Value {
  const signal = lanesOf(call);
  const outputs = call.int('n_targets', 1);
  if (!Number.isInteger(outputs) || outputs < 1 || outputs > 1 << 16) {
    throw call.refused('with other targets');
  }
  const inputs = signal.lanes.length;
  const forest = readListedForest(call, { prefix: 'target', outputs, inputs });
  return regressed(call, sums(signal, forest), call.text('post_transform', 'NONE'));
}

function treeEnsemble(call: Call): Value {
  const signal = lanesOf(call);
  const forest = readTreeEnsemble(call, signal.lanes.length);
  const post = POST_TRANSFORMS[call.int('post_transform', 0)] ?? 'unknown';
  return regressed(call, sums(signal, forest), post);
}

/** How far the shares of a row may be from 1, for sums of float32. */
const SHARE_TOLERANCE = 1e-4;

/** All leaves of each tree add up to the same, and the trees to 1. */
function areShares({ trees, base, mean }: Forest): boolean {
  let total = 0;
  for (const { nodes } of trees) {
    let sum: number | null = null;
    for (const node of nodes) {
      if (!('weights' in node)) continue;
      if (!node.weights.every((weight) => weight >= 0)) return false;
      const own = node.weights.reduce((a, b) => a + b, 0);
      sum ??= own;
      if (Math.abs(own - sum) > SHARE_TOLERANCE) return false;
    }
    total += sum ?? 0;
  }
  const whole = mean ? total / trees.length : total;
  return Math.abs(whole + base.reduce((a, b) => a + b, 0) - 1) <= SHARE_TOLERANCE;
}

/** All leaves hold shares of one class within 0 to 1 of what is a whole with the others. */
function isShare({ trees, base, mean }: Forest): boolean {
  let most = 0;
  for (const { nodes } of trees) {
    const weights = nodes.map((node) => ('weights' in node ? node.weights[0]! : 0));
    if (weights.some((weight) => weight < 0)) return false;
    most += weights.reduce((a, b) => Math.max(a, b), 0);
  }
  return (mean ? most / trees.length : most) + base[0]! <= 1 + SHARE_TOLERANCE && base[0]! >= 0;
}

/**
 * ONNX Runtime takes two classes of which all leaves name the first as a single score, of the second: a logit under LOGISTIC, and
 * a share where nothing is to be done and no leaf is below 0. (Measured with 1.32. Under LOGISTIC without a leaf below 0 the class
 * that it answers is another than its shares say, and leaves that all name the second class give no shares at all.)
 */
function ofOneScore(call: Call, signal: Signal, forest: Forest, post: string): Signal {
  const positive = forest.trees.every(({ nodes }) =>
    nodes.every((node) => !('weights' in node) || node.weights[0]! >= 0),
  );
  if (post === 'LOGISTIC' && !positive) return sums(signal, forest);
  if (post === 'NONE' && positive && isShare(forest)) {
    return eachValue(sums(signal, forest), { op: 'link', link: 'log-odds' });
  }
  throw call.refused('of scores that are no shares');
}

/** Every leaf gives the second class what it takes from the first. */
function areOpposites({ trees, base }: Forest): boolean {
  const opposite = (pair: Float64Array) => pair[0] === -pair[1]!;
  return (
    opposite(base) &&
    trees.every(({ nodes }) =>
      nodes.every((node) => !('weights' in node) || opposite(node.weights)),
    )
  );
}

function treeEnsembleClassifier(call: Call): Value[] {
  const signal = lanesOf(call);
  const classes = classLabels(call, {
    texts: 'classlabels_strings',
    ints: 'classlabels_int64s',
  });
  if (!classes || classes.length < 2 || classes.length > 1 << 16) {
    throw call.refused('without labels of its classes');
  }
  const post = call.text('post_transform', 'NONE');
  const named = new Set(call.ints('class_ids') ?? []);
  const answer = (logits: Signal): Value[] => {
    const scores: Scores = {
      is: 'scores',
      logits,
      form: 'shares',
      columns: classes.length,
      classes,
    };
    return [{ is: 'labels', logits, classes }, scores];
  };
  const inputs = signal.lanes.length;
  const base = call.list('base_values');
  if (classes.length === 2 && named.size === 1) {
    if (!named.has(0) || base.length > 1) throw call.refused('of scores that are no shares');
    const all = readListedForest(call, { prefix: 'class', outputs: 2, inputs, base: false });
    const start = Float64Array.of(base[0] ?? 0);
    if (!Number.isFinite(start[0])) throw call.refused('with base values that are no numbers');
    const forest = { ...combined(all, Float64Array.of(1, 0), 1), base: start };
    return answer(ofOneScore(call, signal, forest, post));
  }
  const forest = readListedForest(call, { prefix: 'class', outputs: classes.length, inputs });
  switch (post) {
    case 'SOFTMAX':
      return answer(softmaxOf(sums(signal, forest), classes).logits);
    case 'NONE': {
      if (!areShares(forest)) throw call.refused('of scores that are no shares');
      if (classes.length > 2)
        return answer(eachValue(sums(signal, forest), { op: 'link', link: 'log' }));
      const second = combined(forest, Float64Array.of(0, 1), 1);
      return answer(eachValue(sums(signal, second), { op: 'link', link: 'log-odds' }));
    }
    case 'LOGISTIC':
      // As CatBoost writes two classes: sigmoids of z and -z are shares.
      if (classes.length === 2 && areOpposites(forest)) {
        return answer(sums(signal, combined(forest, Float64Array.of(0, 1), 1)));
      }
      throw call.refused(`with the post_transform LOGISTIC of ${classes.length} classes`);
    default:
      throw call.refused(`with the post_transform ${post} of ${classes.length} classes`);
  }
}

export const TREE_OPERATORS: Operators = {
  TreeEnsembleRegressor: treeEnsembleRegressor,
  TreeEnsembleClassifier: treeEnsembleClassifier,
  TreeEnsemble: treeEnsemble,
};
