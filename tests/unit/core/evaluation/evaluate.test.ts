import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../../golden/metrics.json';
import {
  evaluate,
  type ClassEvaluation,
  type RegressionEvaluation,
} from '../../../../src/core/evaluation/evaluate';
import { canonicalJson } from '../../../../src/core/json/canonical';
import { linkTo } from '../../../../src/core/hash/digest';
import { METRICS_SHOWN } from '../../../../src/core/metrics/shown';

const what = {
  model: linkTo('a'.repeat(64)),
  task: linkTo('b'.repeat(64)),
  part: 'validation' as const,
};
const positive = Float64Array.from(golden.binary.p_positive);

function binaryInput(): ClassEvaluation {
  return {
    ...what,
    kind: 'binary',
    classes: ['no', 'yes'],
    threshold: 0.5,
    rows: Uint32Array.from({ length: 200 }, (_, i) => 1000 + i),
    truth: Int32Array.from(golden.binary.y_true),
    probabilities: [positive.map((p) => 1 - p), positive],
    baseline: { probabilities: [0.45, 0.55] },
  };
}

function multiclassInput(): ClassEvaluation {
  return {
    ...what,
    kind: 'multiclass',
    classes: ['a', 'b', 'c', 'd'],
    threshold: null,
    rows: Uint32Array.from({ length: 200 }, (_, i) => i),
    truth: Uint8Array.from(golden.multiclass.y_true),
    probabilities: [0, 1, 2, 3].map((c) =>
      Float64Array.from(golden.multiclass.p, (row) => row[c]!),
    ),
    baseline: { probabilities: [0.2, 0.3, 0.25, 0.25] },
  };
}

function regressionInput(): RegressionEvaluation {
  return {
    ...what,
    kind: 'regression',
    rows: Uint32Array.from({ length: 200 }, (_, i) => i),
    truth: Float64Array.from(golden.regression.y_true),
    predicted: Float64Array.from(golden.regression.y_pred),
    baseline: { mean: 50 },
  };
}

describe('evaluate', () => {
  it.each([
    ['binary', binaryInput, golden.binary.expect],
    ['multiclass', multiclassInput, golden.multiclass.expect],
    ['regression', regressionInput, golden.regression.expect],
  ] as const)(
    'judges %s: metrics shown in order, each with its interval, beside the baseline',
    async (kind, make, expected) => {
      const evaluation = await evaluate(make());
      for (const list of [evaluation.metrics, evaluation.baseline]) {
        expect(list.map(({ name }) => name)).toEqual(METRICS_SHOWN[kind]);
      }
      for (const { name, value, low, high, method, n } of evaluation.metrics) {
        expect(value).toBeCloseTo((expected as unknown as Record<string, number>)[name]!, 9);
        expect(low!, name).toBeLessThan(value!);
        expect(high!, name).toBeGreaterThan(value!);
        expect(method).toMatch(
          /^(Wilson|Clopper-Pearson|DeLong|order statistics|exact, \d+ pairs|Jeffreys posterior, 1,000 draws|bootstrap( on the logit)?, 1,000 resamples(, and t without skewness \(Hall\))?)$/,
        );
        expect(n).toBeGreaterThan(50);
      }
    },
  );

  it('is the same for the same input, to the last bit, and can be stored as canonical JSON', async () => {
    for (const make of [binaryInput, multiclassInput, regressionInput]) {
      expect(canonicalJson(await evaluate(make()))).toBe(canonicalJson(await evaluate(make())));
    }
  });

  it('says a binary model in one sentence beside guessing the majority of train', async () => {
    // 145 of 200 are right; 106 are positive, which is what the baseline answers.
    const { sentence, confusion, rows, threshold } = await evaluate(binaryInput());
    expect(sentence).toBe(
      'right 73 of 100; guessing gets 53; finds 80 of 106 yes, calls 29 others',
    );
    expect([confusion, rows, threshold]).toEqual([golden.binary.expect.confusion, 200, 0.5]);
  });

  it('says a regression in one sentence beside guessing the mean of train', async () => {
    const { sentence, confusion, classes, residuals } = await evaluate(regressionInput());
    expect(sentence).toBe('off by 3.3 on average; guessing the mean is off by 8.1');
    expect([confusion, classes]).toEqual([null, null]);
    expect(residuals!.points).toHaveLength(200);
    expect(residuals!.histogram.counts.reduce((a, b) => a + b)).toBe(200);
  });

  it('draws the curves of the positive class, or of every class, from corner to corner', async () => {
    const binary = await evaluate(binaryInput());
    expect(binary.roc.map((curve) => curve.positive)).toEqual(['yes']);
    const { roc, precisionRecall } = await evaluate(multiclassInput());
    expect(roc.map((curve) => curve.positive)).toEqual(['a', 'b', 'c', 'd']);
    for (const { points } of roc) {
      expect([points[0], points.at(-1)]).toEqual([
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ]);
    }
    for (const { points } of precisionRecall) {
      expect([points[0], points.at(-1)!.x]).toEqual([{ x: 0, y: 1 }, 1]);
    }
  });

  it('names the worst rows by their number in the dataset, least probability of the truth first', async () => {
    const input = binaryInput();
    const { worst } = await evaluate(input);
    expect(worst).toHaveLength(20);
    const given = (row: number) => input.probabilities[input.truth[row - 1000]!]![row - 1000]!;
    expect(worst.map(({ score }) => score)).toEqual(
      [...input.rows]
        .map(given)
        .sort((a, b) => a - b)
        .slice(0, 20),
    );
    for (const { row, truth, answer, score } of worst) {
      expect(score).toBe(given(row));
      expect([truth, answer]).toEqual(
        score < 0.5 ? [truth, truth === 'yes' ? 'no' : 'yes'] : [truth, truth],
      );
    }
  });

  it('leaves out the curves of a class that no row has, and still judges', async () => {
    const input = multiclassInput();
    const evaluation = await evaluate({
      ...input,
      truth: Uint8Array.from(input.truth, (t) => t % 3),
    });
    expect(evaluation.roc.map((curve) => curve.positive)).toEqual(['a', 'b', 'c']);
    expect(evaluation.metrics.find(({ name }) => name === 'roc_auc_ovr_macro')).toMatchObject({
      value: null,
      low: null,
      high: null,
      method: 'undefined on these rows',
    });
  });

  it('judges a single row', async () => {
    const one = {
      ...regressionInput(),
      rows: Uint32Array.of(3),
      truth: Float64Array.of(1),
      predicted: Float64Array.of(2),
    };
    const evaluation = await evaluate(one);
    expect(evaluation.metrics.map(({ value }) => value)).toEqual([1, 1, 1, null, 1, 1]);
    expect(evaluation.metrics.map(({ low }) => low)).toEqual([null, null, null, null, null, null]);
    expect(evaluation.worst).toEqual([{ row: 3, truth: 1, answer: 2, score: 1 }]);
  });

  it('gives any values, however tied, constant or extreme, a result that can be stored', async () => {
    const column = (n: number) =>
      fc.array(
        fc.oneof(
          fc.integer({ min: -2, max: 2 }),
          fc.double({ noNaN: true, min: -1e100, max: 1e100 }),
        ),
        { minLength: n, maxLength: n },
      );
    const pairs = fc.integer({ min: 1, max: 30 }).chain((n) => fc.tuple(column(n), column(n)));
    await fc.assert(
      fc.asyncProperty(pairs, async ([truth, predicted]) => {
        const evaluation = await evaluate({
          ...regressionInput(),
          rows: new Uint32Array(truth.length),
          truth: Float64Array.from(truth),
          predicted: Float64Array.from(predicted),
        });
        expect(() => canonicalJson(evaluation)).not.toThrow();
        expect(evaluation.sentence).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 40 },
    );
  });
});

describe('evaluate refuses', () => {
  it('a part without rows', async () => {
    const empty = {
      ...regressionInput(),
      rows: new Uint32Array(),
      truth: new Float64Array(),
      predicted: new Float64Array(),
    };
    await expect(evaluate(empty)).rejects.toMatchObject({
      code: 'part-empty',
      facts: { part: 'validation' },
    });
  });

  it('answers that are no numbers', async () => {
    const broken = regressionInput();
    broken.predicted[7] = NaN;
    await expect(evaluate(broken)).rejects.toMatchObject({ code: 'loss-not-finite' });
  });

  it('columns of another length than the rows', async () => {
    await expect(evaluate({ ...regressionInput(), rows: new Uint32Array(3) })).rejects.toThrow(
      RangeError,
    );
  });
});

describe('a watched evaluation', () => {
  it('tells its progress from 0 towards 1 and stops as cancelled when the signal says so', async () => {
    const n = 60_000;
    const big: RegressionEvaluation = {
      ...regressionInput(),
      rows: new Uint32Array(n),
      truth: Float64Array.from({ length: n }, (_, i) => i % 97),
      predicted: Float64Array.from({ length: n }, (_, i) => i % 89),
    };
    const seen: number[] = [];
    const signal = { aborted: false };
    const pauses: number[] = [];
    const pause = () => {
      pauses.push(1);
      if (pauses.length === 5) signal.aborted = true;
      return Promise.resolve();
    };
    const work = evaluate({ ...big, signal, progress: (done) => seen.push(done), pause });
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen[0]).toBe(0);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen).toHaveLength(5);
    expect(seen.at(-1)).toBeLessThan(0.5);
  });
});
