import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationBins } from '../../../../src/core/evaluation/calibration';
import { curves } from '../../../../src/core/evaluation/curves';
import { residualsOf } from '../../../../src/core/evaluation/residuals';
import { thin } from '../../../../src/core/evaluation/thin';
import { worstRows } from '../../../../src/core/evaluation/worst-rows';

const share = fc.integer({ min: 0, max: 50 }).map((k) => k / 50);

function area(points: { x: number; y: number }[]): number {
  return points
    .slice(1)
    .reduce((sum, b, i) => sum + ((b.x - points[i]!.x) * (b.y + points[i]!.y)) / 2, 0);
}

describe('thin', () => {
  it('keeps both ends, the order and at most as many points as asked', () => {
    const curve = fc.array(fc.record({ x: share, y: share }), { minLength: 2, maxLength: 300 });
    fc.assert(
      fc.property(curve, fc.integer({ min: 2, max: 50 }), (points, most) => {
        const kept = thin(points, most);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
        const places = kept.map((point) => points.indexOf(point));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }),
    );
  });

  it('leaves the area under a long ROC curve as it was, to a thousandth', () => {
    const n = 20_000;
    const scores = Float64Array.from({ length: n }, (_, i) => ((i * 7919) % n) / n);
    const truth = (row: number) => ((row * 104729) % 1000) / 1000 < scores[row]!;
    const whole = curves(scores, truth, Infinity)!;
    const few = curves(scores, truth, 400)!;
    expect(few.roc.length).toBeLessThanOrEqual(400);
    expect(few.roc.length).toBeGreaterThan(300);
    expect(Math.abs(area(few.roc) - area(whole.roc))).toBeLessThan(1e-3);
    expect(few.precisionRecall.length).toBeLessThanOrEqual(400);
  });
});

describe('curves', () => {
  it('go through every threshold, ties as one step', () => {
    const positives = [true, false, true, false];
    const { roc, precisionRecall } = curves(
      Float64Array.of(0.9, 0.5, 0.5, 0.1),
      (row) => positives[row]!,
      400,
    )!;
    expect(roc).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 0.5 },
      { x: 0.5, y: 1 },
      { x: 1, y: 1 },
    ]);
    expect(precisionRecall).toEqual([
      { x: 0, y: 1 },
      { x: 0.5, y: 1 },
      { x: 1, y: 2 / 3 },
      { x: 1, y: 0.5 },
    ]);
  });

  it('are none where only one class has rows', () => {
    expect(curves(Float64Array.of(0.1, 0.2), () => true, 400)).toBeNull();
    expect(curves(Float64Array.of(0.1, 0.2), () => false, 400)).toBeNull();
  });
});

describe('calibrationBins', () => {
  it('are ten of equal counts in rising order where predictions differ', () => {
    const predicted = Float64Array.from({ length: 200 }, (_, i) => ((i * 37) % 200) / 200);
    const bins = calibrationBins(
      predicted,
      predicted.map((p) => (p > 0.5 ? 1 : 0)),
    );
    expect(bins.map(({ count }) => count)).toEqual(new Array(10).fill(20));
    expect(bins[0]).toEqual({ predicted: expect.closeTo(0.0475, 9), observed: 0, count: 20 });
    expect(bins[9]).toEqual({ predicted: expect.closeTo(0.9475, 9), observed: 1, count: 20 });
  });

  it('keep equal predictions together and lose no row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(share, fc.constantFrom(0, 1)), { minLength: 1, maxLength: 150 }),
        (rows) => {
          const bins = calibrationBins(
            Float64Array.from(rows, ([p]) => p),
            rows.map(([, t]) => t),
          );
          expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
          for (let i = 1; i < bins.length; i++) {
            expect(bins[i]!.predicted).toBeGreaterThan(bins[i - 1]!.predicted);
          }
        },
      ),
    );
    expect(calibrationBins(new Float64Array(100).fill(0.3), new Float64Array(100))).toHaveLength(1);
  });
});

describe('residualsOf', () => {
  it('shows at most 2,000 rows, evenly spaced, and counts every one', () => {
    const n = 5000;
    const truth = new Float64Array(n);
    const predicted = Float64Array.from({ length: n }, (_, i) => i);
    const { points, histogram } = residualsOf({ kind: 'regression', truth, predicted });
    expect(points).toHaveLength(2000);
    expect(points.slice(0, 3).map(({ x }) => x)).toEqual([0, 2, 5]);
    expect(histogram.counts.reduce((a, b) => a + b)).toBe(n);
    expect(histogram.start + histogram.width * histogram.counts.length).toBeCloseTo(n - 1, 6);
  });

  it('puts equal residuals into one bin', () => {
    const values = Float64Array.of(1, 2, 3);
    expect(residualsOf({ kind: 'regression', truth: values, predicted: values }).histogram).toEqual(
      {
        start: -0.5,
        width: 1,
        counts: [3],
      },
    );
  });
});

describe('worstRows', () => {
  it('are the largest errors, signed, ties by row', () => {
    const answers = {
      kind: 'regression' as const,
      truth: Float64Array.of(0, 0, 0, 0),
      predicted: Float64Array.of(1, -3, 3, 2),
    };
    expect(worstRows(answers, [10, 11, 12, 13], [], 3)).toEqual([
      { row: 11, truth: 0, answer: -3, score: -3 },
      { row: 12, truth: 0, answer: 3, score: 3 },
      { row: 13, truth: 0, answer: 2, score: 2 },
    ]);
  });

  it('equal a full sort, whatever the losses', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1 }),
        fc.nat(8),
        (errors, most) => {
          const predicted = Float64Array.from(errors);
          const answers = {
            kind: 'regression' as const,
            truth: new Float64Array(errors.length),
            predicted,
          };
          const expected = errors
            .map((_, i) => i)
            .sort((a, b) => Math.abs(errors[b]!) - Math.abs(errors[a]!) || a - b);
          const rows = Uint32Array.from(errors, (_, i) => i);
          expect(worstRows(answers, rows, [], most).map(({ row }) => row)).toEqual(
            expected.slice(0, most),
          );
        },
      ),
    );
  });
});
