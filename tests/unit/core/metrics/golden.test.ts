import { describe, expect, it } from 'vitest';
import golden from '../../../golden/metrics.json';
import type { Answers, BinaryAnswers } from '../../../../src/core/metrics/answers';
import { decide } from '../../../../src/core/metrics/answers';
import { confusionOf, confusionRows } from '../../../../src/core/metrics/confusion';
import { metricValue, metricValues } from '../../../../src/core/metrics/measure';
import type { MetricName } from '../../../../src/core/metrics/names';
import { METRICS_SHOWN } from '../../../../src/core/metrics/shown';

const positive = Float64Array.from(golden.binary.p_positive);
const binary: BinaryAnswers = {
  kind: 'binary',
  truth: Int32Array.from(golden.binary.y_true),
  probabilities: [positive.map((p) => 1 - p), positive],
  threshold: golden.binary.threshold,
};
const multiclass = {
  kind: 'multiclass' as const,
  truth: Uint8Array.from(golden.multiclass.y_true),
  probabilities: golden.multiclass.p[0]!.map((_, c) =>
    Float64Array.from(golden.multiclass.p, (row) => row[c]!),
  ),
};
const regression = {
  kind: 'regression' as const,
  truth: Float64Array.from(golden.regression.y_true),
  predicted: Float64Array.from(golden.regression.y_pred),
};

describe.each<[Answers, Record<string, unknown>]>([
  [binary, golden.binary.expect],
  [multiclass, golden.multiclass.expect],
  [regression, golden.regression.expect],
])(`metrics of $kind, against ${golden.source}`, (answers, expected) => {
  const names = Object.keys(expected).filter((name) => name !== 'confusion') as MetricName[];

  it('are the ones shown, in that order', () => {
    expect(METRICS_SHOWN[answers.kind]).toEqual(names);
    expect([...metricValues(answers).keys()].sort()).toEqual([...names].sort());
  });

  it.each(names)('%s is equal to 1e-9', (name) => {
    const value = metricValue(name, answers)!;
    expect(Math.abs(value - (expected[name] as number))).toBeLessThan(1e-9);
    expect(metricValues(answers).get(name)).toBe(value);
  });
});

describe('the confusion matrix', () => {
  it('is [truth][answer], as the golden one', () => {
    const of = (answers: typeof binary | typeof multiclass) =>
      confusionRows(confusionOf(answers.truth, decide(answers), answers.probabilities.length));
    expect(of(binary)).toEqual(golden.binary.expect.confusion);
    expect(of(multiclass)).toEqual(golden.multiclass.expect.confusion);
  });
});
