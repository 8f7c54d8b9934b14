import { describe, expect, it } from 'vitest';
import { calibrated, onCurve } from '../../../../src/core/calibrate/apply';
import { crossCalibrated, fitCalibrator } from '../../../../src/core/calibrate/fit';
import { isotonicCurve } from '../../../../src/core/calibrate/isotonic';
import { fitPlatt } from '../../../../src/core/calibrate/platt';
import type { LogitRows } from '../../../../src/core/calibrate/rows';
import { fitTemperature } from '../../../../src/core/calibrate/temperature';
import { calibrationBins, calibrationError } from '../../../../src/core/evaluation/calibration';
import { metricValue } from '../../../../src/core/metrics/measure';
import { sigmoid } from '../../../../src/core/math';
import { decide, type ClassAnswers } from '../../../../src/core/metrics/answers';
import { normal } from '../../../../src/core/random/normal';
import { stream } from '../../../../src/core/random/philox';
import reference from '../../../golden/calibration-reference.json';

const rowsOf = (classes: number, z: number[], y: number[]): LogitRows => ({
  classes,
  logits: Float64Array.from(z),
  truth: Uint32Array.from(y),
});

describe('fitPlatt', () => {
  it('is at the minimum of the loss that scikit-learn minimises, to 1e-9', () => {
    for (const { z, y, exact, sklearn } of reference.platt) {
      const { slope, intercept } = fitPlatt(rowsOf(2, z, y));
      expect(slope).toBeCloseTo(exact[0]!, 9);
      expect(intercept).toBeCloseTo(exact[1]!, 9);
      // Its own search stops a little earlier.
      expect(Math.abs(slope - sklearn[0]!)).toBeLessThan(1e-3);
      expect(Math.abs(intercept - sklearn[1]!)).toBeLessThan(1e-3);
    }
  });

  it('stays finite where classes are parted without a fault, and where all logits are equal', () => {
    const parted = fitPlatt(rowsOf(2, [-2, -1, 1, 2], [0, 0, 1, 1]));
    expect(calibrated(parted, 2, Float64Array.of(2))[1]).toBeLessThan(0.9);
    const same = fitPlatt(rowsOf(2, [1, 1, 1, 1], [0, 0, 0, 1]));
    const p = calibrated(same, 2, Float64Array.of(1))[1]!;
    expect(p).toBeCloseTo((2 / 3 + 3 / 5) / 4, 6);
  });
});

describe('fitTemperature', () => {
  it('is the temperature of least log loss, to 1e-9', () => {
    for (const { classes, z, y, temperature } of reference.temperature) {
      expect(fitTemperature(rowsOf(classes, z, y)).temperature).toBeCloseTo(temperature, 9);
    }
  });

  it('ends at its bounds where every row is right, and where guessing is better', () => {
    expect(fitTemperature(rowsOf(2, [-2, 3], [0, 1])).temperature).toBe(0.01);
    expect(fitTemperature(rowsOf(2, [-2, 3], [1, 0])).temperature).toBe(100);
  });
});

describe('isotonicCurve', () => {
  it("has the points and the answers of scikit-learn's IsotonicRegression, to 1e-9", () => {
    for (const { x, y, weights, thresholds, at, answers } of reference.isotonic) {
      const curve = isotonicCurve(
        Float64Array.from(x),
        Float64Array.from(y),
        weights && Float64Array.from(weights),
      );
      expect(curve.x).toEqual(thresholds.x);
      curve.y.forEach((value, i) => expect(value).toBeCloseTo(thresholds.y[i]!, 9));
      at.forEach((p, i) => expect(onCurve(curve, p)).toBeCloseTo(answers[i]!, 9));
    }
  });
});

/** A model that is three times as sure as it may be. */
function overconfident(classes: 2 | 3, count: number, seed: number): LogitRows {
  const random = stream(seed, 'calibration/test');
  const width = classes === 2 ? 1 : classes;
  const honest = Float64Array.from({ length: count * width }, (_, i) => normal(random, i));
  const truth = Uint32Array.from({ length: count }, (_, row) => {
    const shares = calibrated(
      { type: 'temperature', temperature: 1 },
      classes,
      honest.subarray(row * width, (row + 1) * width),
    );
    let left = sigmoid(normal(random, count * width + row) * 1.702);
    for (let c = 0; c < classes; c++) if ((left -= shares[c]!) < 0) return c;
    return classes - 1;
  });
  return { classes, logits: honest.map((z) => 3 * z), truth };
}

function judged(rows: LogitRows, flat: Float64Array): { logLoss: number; ece: number } {
  const { classes, truth } = rows;
  const probabilities = Array.from({ length: classes }, (_, c) =>
    Float64Array.from(truth, (_, row) => flat[row * classes + c]!),
  );
  const answers: ClassAnswers =
    classes === 2
      ? { kind: 'binary', truth, probabilities, threshold: 0.5 }
      : { kind: 'multiclass', truth, probabilities };
  const decided = decide(answers);
  const sure =
    classes === 2
      ? probabilities[1]!
      : Float64Array.from(decided, (c, row) => probabilities[c]![row]!);
  const right = classes === 2 ? truth : decided.map((c, row) => (c === truth[row] ? 1 : 0));
  const ece = calibrationError(calibrationBins(sure, right));
  return { logLoss: metricValue('log_loss', answers)!, ece };
}

describe('calibration', () => {
  const plain = { type: 'temperature', temperature: 1 } as const;
  const cases = [
    [2, 'platt'],
    [2, 'isotonic'],
    [2, 'temperature'],
    [3, 'isotonic'],
    [3, 'temperature'],
  ] as const;

  it.each(cases)(
    'lowers log loss and ECE of an overconfident model: %i classes, %s',
    (classes, how) => {
      const fitted = fitCalibrator(how, overconfident(classes, 800, 1));
      const fresh = overconfident(classes, 2000, 2);
      const before = judged(fresh, calibrated(plain, classes, fresh.logits));
      const after = judged(fresh, calibrated(fitted, classes, fresh.logits));
      expect(after.logLoss).toBeLessThan(before.logLoss);
      expect(after.ece).toBeLessThan(before.ece / 2);
    },
  );

  it.each(cases)(
    'by cross-fitting never shows a row its own truth: %i classes, %s',
    (classes, how) => {
      const rows = overconfident(classes, 90, 3);
      const folds = Uint8Array.from(rows.truth, (_, row) => row % 3);
      const answers = crossCalibrated(how, rows, folds);
      const turned = {
        ...rows,
        truth: rows.truth.map((code, row) => (row % 3 ? code : (code + 1) % classes)),
      };
      const again = crossCalibrated(how, { ...rows, truth: turned.truth as Uint32Array }, folds);
      rows.truth.forEach((_, row) => {
        const own = [row * classes, (row + 1) * classes] as const;
        if (row % 3 === 0) expect(again.subarray(...own)).toEqual(answers.subarray(...own));
      });
      expect(again).not.toEqual(answers);
    },
  );
});
