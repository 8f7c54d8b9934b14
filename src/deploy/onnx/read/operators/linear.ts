/** Sums of products: dense layers, and the linear models of scikit-learn. */
import { after, MOST_WEIGHTS, reshaped, rowWidth, type Signal } from '../signal';
import type { Labels, Scores, Value } from '../value';
import { classLabels, softmaxOf } from './answers';
import type { Call, Operators } from './call';

interface Weights {
  outputs: number;
  /** Of input `from` in output `to`. */
  at: (from: number, to: number) => number;
  bias: (to: number) => number;
}

/** @param signal [inputs] in one axis, or with axes of one value before it */
export function dense(call: Call, signal: Signal, { outputs, at, bias }: Weights): Signal {
  const inputs = rowWidth(signal);
  if (outputs < 1 || inputs * outputs > MOST_WEIGHTS) throw call.refused('with too many weights');
  const kernel = new Float64Array(inputs * outputs);
  signal.place.forEach((place, from) => {
    for (let to = 0; to < outputs; to++) kernel[place * outputs + to]! += at(from, to);
  });
  const biases = Float64Array.from({ length: outputs }, (_, to) => bias(to));
  if (!kernel.every(Number.isFinite) || !biases.every(Number.isFinite)) {
    throw call.refused('with weights that are no numbers');
  }
  return after(signal, { op: 'dense', inputs, outputs, kernel, bias: biases }, outputs, [
    ...signal.shape.slice(0, -1),
    outputs,
  ]);
}

/** Rows of `width` values, in one axis. */
function flatRows(call: Call, signal: Signal, width: number): Signal {
  if (signal.place.length !== width || (signal.shape.at(-1) ?? 1) !== width) {
    throw call.refused(`of [${signal.shape.join(', ')}] where ${width} values fit`);
  }
  return signal.shape.length === 0 ? reshaped(signal, [1]) : signal;
}

function matMul(call: Call): Value {
  const { shape } = call.constant(1);
  const weights = call.numbers(1);
  const [inputs, outputs] = shape;
  if (shape.length !== 2 || !inputs || !outputs) throw call.refused('by more than a matrix');
  return dense(call, flatRows(call, call.signal(), inputs), {
    outputs,
    at: (from, to) => weights[from * outputs + to]!,
    bias: () => 0,
  });
}

function gemm(call: Call): Value {
  if (call.int('transA', 0) !== 0) throw call.refused('that turns the rows');
  const turned = call.int('transB', 0) !== 0;
  const { shape } = call.constant(1);
  const weights = call.numbers(1);
  if (shape.length !== 2) throw call.refused('by more than a matrix');
  const [inputs, outputs] = (turned ? [shape[1], shape[0]] : shape) as [number, number];
  const [alpha, beta] = [call.float('alpha', 1), call.float('beta', 1)];
  const added = call.maybe(2) ? call.numbers(2) : Float64Array.of(0);
  if (added.length !== 1 && added.length !== outputs) throw call.refused('with another bias');
  return dense(call, flatRows(call, call.signal(), inputs), {
    outputs,
    at: (from, to) =>
      alpha * (turned ? weights[to * inputs + from]! : weights[from * outputs + to]!),
    bias: (to) => beta * added[added.length === 1 ? 0 : to]!,
  });
}

/** Coefficients and intercepts of ai.onnx.ml, one row per output. */
function linearRows(call: Call): { signal: Signal; rows: number[][] } {
  const signal = call.signal();
  const inputs = signal.place.length;
  const coefficients = call.floats('coefficients') ?? [];
  const intercepts = call.floats('intercepts') ?? [];
  const outputs = coefficients.length / inputs;
  if (!Number.isInteger(outputs) || outputs < 1) throw call.refused('with other coefficients');
  if (intercepts.length !== 0 && intercepts.length !== outputs) {
    throw call.refused('with other intercepts');
  }
  const flat = flatRows(call, signal, inputs);
  return {
    signal: dense(call, flat, {
      outputs,
      at: (from, to) => coefficients[to * inputs + from]!,
      bias: (to) => intercepts[to] ?? 0,
    }),
    rows: Array.from({ length: outputs }, (_, to) => [
      ...coefficients.slice(to * inputs, (to + 1) * inputs),
      intercepts[to] ?? 0,
    ]),
  };
}

function linearRegressor(call: Call): Value {
  if (call.text('post_transform', 'NONE') !== 'NONE') throw call.refused('with a post_transform');
  return linearRows(call).signal;
}

/** One of two outputs of a dense layer that was just added. */
function outputOf(call: Call, signal: Signal, pick: (values: number[]) => number[]): Signal {
  const chain = signal.chain!;
  if (chain.op.op !== 'dense') throw call.refused('');
  const { inputs, outputs, kernel, bias } = chain.op;
  const row = (from: number) => pick([...kernel.subarray(from * outputs, (from + 1) * outputs)]);
  const kept = pick([...bias]);
  return after(
    { ...signal, chain: chain.before },
    {
      op: 'dense',
      inputs,
      outputs: kept.length,
      kernel: Float64Array.from(Array.from({ length: inputs }, (_, from) => row(from)).flat()),
      bias: Float64Array.from(kept),
    },
    kept.length,
    [kept.length],
  );
}

/** Shares of classes from one output, or one per class. */
function linearClassifier(call: Call): Value[] {
  const { signal, rows } = linearRows(call);
  const classes = classLabels(call, { texts: 'classlabels_strings', ints: 'classlabels_ints' });
  if (!classes || classes.length < 2) throw call.refused('without labels of its classes');
  const post = call.text('post_transform', 'NONE');
  const labelled = (scores: Scores | Signal, logits: Signal): Value[] => {
    const labels: Labels = { is: 'labels', logits, classes };
    return [labels, scores];
  };
  const shares = (logits: Signal): Scores => ({
    is: 'scores',
    logits,
    form: 'shares',
    columns: classes.length,
    classes,
  });
  if (rows.length === 1 && classes.length === 2) {
    if (post === 'LOGISTIC') return labelled(shares(signal), signal);
    if (post !== 'NONE') throw call.refused(`with the post_transform ${post} of one output`);
    const both = outputOf(call, signal, ([z]) => [-z!, z!]);
    return labelled(both, softmaxOf(both, null).logits);
  }
  if (rows.length !== classes.length) throw call.refused('with more labels than outputs');
  switch (post) {
    case 'NONE':
      return labelled(signal, softmaxOf(signal, null).logits);
    case 'SOFTMAX': {
      const scores = softmaxOf(signal, classes);
      return labelled(scores, scores.logits);
    }
    case 'LOGISTIC': {
      const mirrored = rows.length === 2 && rows[0]!.every((x, i) => x === -rows[1]![i]!);
      if (mirrored) {
        const logits = outputOf(call, signal, ([, z]) => [z!]);
        return labelled(shares(logits), logits);
      }
      return labelled({ ...shares(signal), form: 'independent' }, softmaxOf(signal, null).logits);
    }
    default:
      throw call.refused(`with the post_transform ${post}`);
  }
}

export const LINEAR_OPERATORS: Operators = {
  MatMul: matMul,
  Gemm: gemm,
  LinearRegressor: linearRegressor,
  LinearClassifier: linearClassifier,
};
