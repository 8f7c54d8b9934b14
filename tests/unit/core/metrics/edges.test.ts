import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BinaryAnswers, MulticlassAnswers } from '../../../../src/core/metrics/answers';
import { decide } from '../../../../src/core/metrics/answers';
import { metricValue, metricValues } from '../../../../src/core/metrics/measure';

function binary(truth: number[], positive: number[], threshold = 0.5): BinaryAnswers {
  const p = Float64Array.from(positive);
  return {
    kind: 'binary',
    truth: Int32Array.from(truth),
    probabilities: [p.map((x) => 1 - x), p],
    threshold,
  };
}

function multiclass(truth: number[], rows: number[][]): MulticlassAnswers {
  const probabilities = rows[0]!.map((_, c) => Float64Array.from(rows, (row) => row[c]!));
  return { kind: 'multiclass', truth: Uint8Array.from(truth), probabilities };
}

function regression(truth: number[], predicted: number[]) {
  return {
    kind: 'regression' as const,
    truth: Float64Array.from(truth),
    predicted: Float64Array.from(predicted),
  };
}

describe('binary metrics at the edges', () => {
  it('are null where one class alone leaves them undefined', () => {
    const values = metricValues(binary([1, 1, 1], [0.9, 0.8, 0.7]));
    expect([values.get('roc_auc'), values.get('mcc')]).toEqual([null, null]);
    expect([values.get('accuracy'), values.get('recall'), values.get('average_precision')]).toEqual(
      [1, 1, 1],
    );
    const negatives = metricValues(binary([0, 0], [0.1, 0.2]));
    for (const name of [
      'roc_auc',
      'average_precision',
      'precision',
      'recall',
      'f1',
      'mcc',
    ] as const) {
      expect(negatives.get(name)).toBeNull();
    }
  });

  it('are all null without rows', () => {
    for (const value of metricValues(binary([], [])).values()) expect(value).toBeNull();
  });

  it('give a constant answer an AUC of one half, the base rate as average precision, and MCC 0', () => {
    const values = metricValues(binary([1, 0, 0, 0], [0.2, 0.2, 0.2, 0.2]));
    expect(values.get('roc_auc')).toBe(0.5);
    expect(values.get('average_precision')).toBe(0.25);
    expect(values.get('mcc')).toBe(0);
    expect(values.get('precision')).toBeNull();
    expect(values.get('f1')).toBe(0);
  });

  it('answer the positive class at the threshold itself', () => {
    expect([...decide(binary([0, 0, 0], [0.3, 0.29, 1], 0.3))]).toEqual([1, 0, 1]);
  });

  it('keep the log loss finite where a certain answer is wrong, as scikit-learn clips it', () => {
    expect(metricValue('log_loss', binary([1], [0]))).toBeCloseTo(36.04365338911715, 9);
  });

  it('have an AUC equal to the share of pairs in order, ties counting half, in any order of rows', () => {
    const row = fc.tuple(
      fc.constantFrom(0, 1),
      fc.integer({ min: 0, max: 6 }).map((k) => k / 6),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
        const pairs = rows.flatMap(([t, p]) =>
          t === 1 ? rows.filter(([u]) => u === 0).map(([, q]) => [p, q]) : [],
        );
        const inOrder = pairs.reduce((sum, [p, q]) => sum + (p! > q! ? 1 : p === q ? 0.5 : 0), 0);
        const auc = metricValue(
          'roc_auc',
          binary(
            rows.map(([t]) => t),
            rows.map(([, p]) => p),
          ),
        );
        if (pairs.length === 0) expect(auc).toBeNull();
        else expect(auc).toBeCloseTo(inOrder / pairs.length, 12);
      }),
    );
  });

  it('have an average precision that follows its definition threshold by threshold', () => {
    const row = fc.tuple(
      fc.constantFrom(0, 1),
      fc.integer({ min: 0, max: 6 }).map((k) => k / 6),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const positives = rows.filter(([t]) => t === 1).length;
        const thresholds = [...new Set(rows.map(([, p]) => p))].sort((a, b) => b - a);
        let sum = 0;
        let recallBefore = 0;
        for (const threshold of thresholds) {
          const answered = rows.filter(([, p]) => p >= threshold);
          const hits = answered.filter(([t]) => t === 1).length;
          sum += (hits / positives - recallBefore) * (hits / answered.length);
          recallBefore = hits / positives;
        }
        const value = metricValue(
          'average_precision',
          binary(
            rows.map(([t]) => t),
            rows.map(([, p]) => p),
          ),
        );
        if (positives === 0) expect(value).toBeNull();
        else expect(value).toBeCloseTo(sum, 12);
      }),
    );
  });
});

describe('multi-class metrics at the edges', () => {
  const rows = [
    [0.6, 0.3, 0.1],
    [0.2, 0.5, 0.3],
    [0.4, 0.4, 0.2],
  ];

  it('leave the one-against-rest AUC undefined where a class has no rows, and the rest defined', () => {
    const values = metricValues(multiclass([0, 1, 1], rows));
    expect(values.get('roc_auc_ovr_macro')).toBeNull();
    for (const [name, value] of values)
      if (name !== 'roc_auc_ovr_macro') expect(value).not.toBeNull();
  });

  it('take the lower index in a tie, for the answer and for the top two alike', () => {
    const tied = multiclass(
      [2, 0],
      [
        [1 / 3, 1 / 3, 1 / 3],
        [1 / 3, 1 / 3, 1 / 3],
      ],
    );
    expect([...decide(tied)]).toEqual([0, 0]);
    expect(metricValue('top2_accuracy', tied)).toBe(0.5);
  });

  it('average precision and recall over the classes that occur, an undefined rate counting 0', () => {
    // Truth 0 1 1, answers 0 1 0: class 2 never occurs.
    const values = metricValues(multiclass([0, 1, 1], rows));
    expect(values.get('precision_macro')).toBeCloseTo((1 / 2 + 1) / 2, 12);
    expect(values.get('recall_macro')).toBeCloseTo((1 + 1 / 2) / 2, 12);
    expect(values.get('f1_macro')).toBeCloseTo((2 / 3 + 2 / 3) / 2, 12);
  });

  it('bring probabilities that do not sum to 1 to that sum before the log loss', () => {
    expect(metricValue('log_loss', multiclass([0], [[2, 1, 1]]))).toBeCloseTo(Math.log(4), 9);
  });
});

describe('regression metrics at the edges', () => {
  it('leave R² undefined where the truth is constant, even where sums round', () => {
    expect(metricValue('r2', regression([0.1, 0.1, 0.1], [0.1, 0.2, 0.3]))).toBeNull();
    expect(metricValue('r2', regression([3], [3]))).toBeNull();
  });

  it('leave the percentage error undefined where a truth is 0', () => {
    expect(metricValue('mape', regression([0, 1], [1, 1]))).toBeNull();
    expect(metricValue('mae', regression([0, 1], [1, 1]))).toBe(0.5);
  });

  it('keep the digits of R² where values are far from 0', () => {
    const truth = [1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4];
    const predicted = [1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 3];
    expect(metricValue('r2', regression(truth, predicted))).toBeCloseTo(0.8, 12);
  });

  it('take the mean of the two middle errors as the median of an even count', () => {
    expect(metricValue('median_ae', regression([0, 0, 0, 0], [1, 9, -3, 2]))).toBe(2.5);
    expect(metricValue('median_ae', regression([0, 0, 0], [1, 9, -3]))).toBe(3);
  });
});

describe('metricValue', () => {
  it('refuses a metric of another kind of task', () => {
    expect(() => metricValue('rmse', binary([1], [1]))).toThrow(RangeError);
  });
});
