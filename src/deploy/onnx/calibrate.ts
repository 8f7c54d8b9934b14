/** Probabilities of a calibrated model, in doubles; the formulas are those of `ml/predict`. */
import type { Calibrator, ModelManifest } from '../../core/model/types';
import type { Arithmetic } from './arithmetic';
import type { ValueName } from './graph';

type Curve = Extract<Calibrator, { type: 'isotonic' }>['curves'][number];

/** Of the positive class of two. @param logit [rows, 1] */
function calibratedLogit(
  math: Arithmetic,
  calibrator: Calibrator | null,
  logit: ValueName,
): ValueName {
  switch (calibrator?.type) {
    case undefined:
    case 'isotonic':
      return logit;
    case 'platt':
      return math.plus(math.times(logit, calibrator.slope), calibrator.intercept);
    case 'temperature':
      return math.over(logit, calibrator.temperature);
    default:
      throw calibrator satisfies never;
  }
}

/**
 * Linear between the points of a curve, constant beyond them. The segment is looked up, so that a flat stretch is
 * its very height: thresholds lie on such.
 *
 * @param p [rows, 1]
 */
function onCurve(math: Arithmetic, { x, y }: Curve, p: ValueName): ValueName {
  const { graph } = math;
  const last = x.length - 1;
  const table = (values: number[]) =>
    graph.constant({ type: 'double', shape: [values.length], values });
  const held = math.within(p, x[0]!, x[last]!);
  const knots = graph.constant({ type: 'double', shape: [1, x.length], values: x });
  const passed = graph.cast(graph.add('GreaterOrEqual', [held, knots]), 'int64');
  const axis = graph.constant({ type: 'int64', shape: [1], values: [1] });
  const reached = graph.add('ReduceSum', [passed, axis], { keepdims: { int: 1 } });
  const segment = graph.add('Sub', [reached, graph.scalar('int64', 1)]);
  const at = (values: number[]) => graph.add('Gather', [table(values), segment]);
  // Beyond the last point there is a flat segment more.
  const width = x.map((start, i) => (i < last ? x[i + 1]! - start : 1));
  const rise = y.map((start, i) => (i < last ? y[i + 1]! - start : 0));
  const share = math.over(math.minus(held, at(x)), at(width));
  return math.plus(at(y), math.times(share, at(rise)));
}

/** Divided by their sum, equal where that is 0. @param shares one [rows, 1] per class */
function summingToOne(math: Arithmetic, shares: ValueName[]): ValueName {
  const { graph } = math;
  const all = graph.add('Concat', shares, { axis: { int: 1 } });
  const sum = shares.slice(1).reduce((total, share) => math.plus(total, share), shares[0]!);
  const isNone = math.equal(sum, 0);
  return math.choose(isNone, 1 / shares.length, math.over(all, math.choose(isNone, 1, sum)));
}

export interface Probabilities {
  /** [rows, classes] double */
  all: ValueName;
  /** Of two classes the second's, [rows, 1]; else null. */
  positive: ValueName | null;
}

/** @param outputs [rows, outputs] double: one logit for two classes, else one per class */
export function calibrated(
  math: Arithmetic,
  { kind, classes, calibrator }: Pick<ModelManifest, 'kind' | 'classes' | 'calibrator'>,
  outputs: ValueName,
): Probabilities {
  const { graph } = math;
  if (kind === 'binary') {
    let positive = graph.add('Sigmoid', [calibratedLogit(math, calibrator, outputs)]);
    if (calibrator?.type === 'isotonic') positive = onCurve(math, calibrator.curves[0]!, positive);
    const both = [math.minus(1, positive), positive];
    return { all: graph.add('Concat', both, { axis: { int: 1 } }), positive };
  }
  const logits = calibratedLogit(math, calibrator, outputs);
  const shares = graph.add('Softmax', [logits], { axis: { int: 1 } });
  if (calibrator?.type !== 'isotonic') return { all: shares, positive: null };
  const each = classes!.map((_, c) => {
    const column = graph.constant({ type: 'int64', shape: [1], values: [c] });
    const share = graph.add('Gather', [shares, column], { axis: { int: 1 } });
    return onCurve(math, calibrator.curves[c]!, share);
  });
  return { all: summingToOne(math, each), positive: null };
}
