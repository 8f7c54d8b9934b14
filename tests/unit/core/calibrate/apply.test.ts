import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrated, calibratedShare, logitsOfShares } from '../../../../src/core/calibrate/apply';
import { sigmoid } from '../../../../src/core/math';
import type { Calibrator } from '../../../../src/core/model/types';

const curve = { x: [0.2, 0.4, 0.8], y: [0.1, 0.5, 0.5] };

describe('calibrated', () => {
  it('is the sigmoid of a line through the logit (Platt)', () => {
    const platt: Calibrator = { type: 'platt', slope: 0.5, intercept: -1 };
    const p = sigmoid(0.5 * 3 - 1);
    expect(calibrated(platt, 2, Float64Array.of(3))).toEqual(Float64Array.of(1 - p, p));
  });

  it('divides logits by the temperature', () => {
    const cool: Calibrator = { type: 'temperature', temperature: 2 };
    expect(calibratedShare(cool, 3)).toBe(sigmoid(1.5));
    const three = calibrated(cool, 3, Float64Array.of(4, 2, 0));
    const [a, b, c] = [Math.E ** 2, Math.E, 1];
    const sum = a + b + c;
    [a / sum, b / sum, c / sum].forEach((p, i) => expect(three[i]).toBeCloseTo(p, 14));
  });

  it('is linear between the points of a curve and constant beyond them', () => {
    const isotonic: Calibrator = { type: 'isotonic', curves: [curve] };
    const at = (p: number) => {
      const logit = logitsOfShares(Float64Array.of(1 - p, p), 2)[0]!;
      return calibratedShare(isotonic, logit);
    };
    expect([0.01, 0.6, 0.99].map(at)).toEqual([0.1, 0.5, 0.5]);
    expect(at(0.3)).toBeCloseTo(0.3, 14);
  });

  it('divides the curves of several classes by their sum; where that is 0 all share alike', () => {
    const none = { x: [0.5], y: [0] };
    const curves = [none, none, { x: [0.1, 0.5], y: [0, 0.5] }];
    const answers = calibrated({ type: 'isotonic', curves }, 3, Float64Array.of(9, 9, 0, 0, 0, 9));
    expect(Array.from(answers)).toEqual([1 / 3, 1 / 3, 1 / 3, 0, 0, 1]);
  });

  it('gives every row probabilities that add up to 1, and never turns two rows around', () => {
    const calibrator = fc.oneof(
      fc.record({
        type: fc.constant('platt' as const),
        slope: fc.double({ min: 0, max: 5, noNaN: true }),
        intercept: fc.double({ min: -5, max: 5, noNaN: true }),
      }),
      fc.record({
        type: fc.constant('temperature' as const),
        temperature: fc.double({ min: 0.05, max: 20, noNaN: true }),
      }),
      fc.constant<Calibrator>({ type: 'isotonic', curves: [curve] }),
    );
    const logit = fc.double({ min: -60, max: 60, noNaN: true });
    fc.assert(
      fc.property(calibrator, logit, logit, (given, a, b) => {
        const answers = calibrated(given, 2, Float64Array.of(Math.min(a, b), Math.max(a, b)));
        expect(answers[0]! + answers[1]!).toBeCloseTo(1, 15);
        expect(answers[1]!).toBeLessThanOrEqual(answers[3]!);
      }),
    );
  });
});

describe('logitsOfShares', () => {
  it('gives back the logits that the shares came from, and stays finite at 0 and 1', () => {
    const shares = Float64Array.of(1 - sigmoid(2.5), sigmoid(2.5), 1, 0, 0, 1);
    const [usual, lowest, highest] = logitsOfShares(shares, 2);
    expect(usual).toBeCloseTo(2.5, 13);
    expect([lowest, highest].every(Number.isFinite)).toBe(true);
    expect(lowest).toBe(-highest!);
  });
});
