/** The end of a graph: shares of classes, and the class. */
import { after, picked, rowWidth, type Signal } from '../signal';
import { combined } from '../forest';
import type { Constant } from '../read-tensor';
import { unreadable } from '../unreadable';
import type { Scores, Value } from '../value';
import type { Call, Operators } from './call';

/**
 * One logit of two: the second's less the first's.
 *
 * @param logits [2]
 */
export function difference(logits: Signal): Signal {
  const inputs = rowWidth(logits);
  const kernel = new Float64Array(inputs);
  kernel[logits.place[0]!]! -= 1;
  kernel[logits.place[1]!]! += 1;
  const { chain } = logits;
  if (chain?.op.op === 'trees') {
    const forest = combined(chain.op.forest, kernel, 1);
    return { ...after({ ...logits, chain: null }, { op: 'trees', forest }, 1, [1]) };
  }
  return after(
    logits,
    { op: 'dense', inputs, outputs: 1, kernel, bias: new Float64Array(1) },
    1,
    [1],
  );
}

/** @param logits one per class, in one axis of their own */
export function softmaxOf(logits: Signal, classes: readonly string[] | null): Scores {
  const columns = logits.place.length;
  if (columns < 2) throw unreadable('softmax over one value');
  return {
    is: 'scores',
    logits: columns === 2 ? difference(logits) : logits,
    form: 'shares',
    columns,
    classes,
  };
}

/** The logit of values that are sigmoids of it, one per row; null for any others. */
export function logitOf(value: Value): Signal | null {
  if (value.is !== 'signal' || value.place.length !== 1) return null;
  const { chain } = value;
  if (chain?.op.op !== 'activation' || chain.op.activation !== 'sigmoid') return null;
  return { ...value, chain: chain.before };
}

/** [1 - p, p] of a sigmoid p. */
export function complements([a, b, ...others]: readonly Value[]): Scores | null {
  if (a?.is !== 'signal' || b?.is !== 'signal' || others.length > 0) return null;
  const logits = logitOf(b);
  const turned = a.chain?.op;
  if (!logits || turned?.op !== 'affine' || a.chain?.before !== b.chain) return null;
  if (a.place.length !== 1 || a.place[0] !== b.place[0]) return null;
  const at = a.place[0]!;
  if (turned.factor[at] !== -1 || turned.addend[at] !== 1) return null;
  return { is: 'scores', logits: single(logits), form: 'shares', columns: 2, classes: null };
}

/** One value per row, without any beside it. */
export function single(signal: Signal): Signal {
  if (rowWidth(signal) === 1) return signal;
  const inputs = rowWidth(signal);
  const kernel = new Float64Array(inputs);
  kernel[signal.place[0]!] = 1;
  const op = { op: 'dense', inputs, outputs: 1, kernel, bias: new Float64Array(1) } as const;
  return after(signal, op, 1, [1]);
}

function softmax(call: Call): Value {
  const signal = call.signal();
  const values = signal.place.length;
  // Over the answers of a row, which have one axis but for those of one value.
  const axis = call.int('axis', call.opset < 13 ? 1 : -1);
  const rank = signal.shape.length + 1;
  const at = axis < 0 ? axis + rank : axis;
  if (signal.shape[at - 1] !== values) throw call.refused('over a part of a row');
  return softmaxOf(signal, null);
}

function argMax(call: Call): Value {
  const value = call.value(0);
  if (call.int('select_last_index', 0) !== 0) throw call.refused('that takes the last of equals');
  if (value.is === 'scores' && value.columns > 1) {
    return { is: 'labels', logits: value.logits, classes: null };
  }
  const { logits } = softmaxOf(call.signal(), null);
  return { is: 'labels', logits, classes: null };
}

export function textsOf(constant: Constant): string[] {
  return Array.from(constant.values as ArrayLike<number | string>, String);
}

/** Looks labels up in a list of classes, or picks columns. */
function arrayFeatureExtractor(call: Call): Value {
  const labels = call.maybe(1);
  const list = call.value(0);
  if (labels?.is === 'labels') {
    if (list.is !== 'constant' || labels.classes) throw call.refused('by labels');
    return { is: 'labels', logits: labels.logits, classes: textsOf(list) };
  }
  const signal = call.signal(0);
  const which = call.numbers(1);
  const width = signal.shape.at(-1) ?? 1;
  if (signal.place.length !== width) throw call.refused('of more than one axis');
  if (![...which].every((i) => Number.isInteger(i) && i >= 0 && i < width)) {
    throw call.refused('of columns that are not');
  }
  return picked(signal, Int32Array.from(which), [which.length]);
}

export function classLabels(call: Call, names: { texts: string; ints: string }): string[] | null {
  return call.texts(names.texts) ?? call.ints(names.ints)?.map(String) ?? null;
}

function zipMap(call: Call): Value {
  const value = call.value(0);
  const classes = classLabels(call, { texts: 'classlabels_strings', ints: 'classlabels_int64s' });
  if (value.is === 'scores') return { ...value, classes };
  const logit = logitOf(value);
  if (logit) return { is: 'scores', logits: single(logit), form: 'shares', columns: 1, classes };
  throw call.refused('of what are no shares');
}

/** Shares stay what they are; independent ones become shares. */
function normalizer(call: Call): Value {
  const value = call.value(0);
  if (value.is !== 'scores') throw call.refused('of inputs');
  if (call.text('norm', 'MAX') !== 'L1') throw call.refused('that makes no shares');
  return shared(value);
}

/**
 * sigmoid(z) of each class by their sum: softmax of log sigmoid(z), which is -softplus(-z).
 */
export function shared(scores: Scores): Scores {
  if (scores.form === 'shares') return scores;
  const { logits } = scores;
  const width = rowWidth(logits);
  const minus = {
    op: 'affine',
    factor: new Float64Array(width).fill(-1),
    addend: new Float64Array(width),
  } as const;
  const turned = after(logits, minus, width, logits.shape, logits.place);
  const soft = after(
    turned,
    { op: 'activation', activation: 'softplus' },
    width,
    logits.shape,
    logits.place,
  );
  return softmaxOf(after(soft, minus, width, logits.shape, logits.place), scores.classes);
}

export const ANSWER_OPERATORS: Operators = {
  Softmax: softmax,
  LogSoftmax: softmax,
  ArgMax: argMax,
  ArrayFeatureExtractor: arrayFeatureExtractor,
  ZipMap: zipMap,
  Normalizer: normalizer,
};
