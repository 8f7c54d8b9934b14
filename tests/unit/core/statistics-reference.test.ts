/** Statistics against what scikit-learn, scipy and numpy give, see tests/golden/statistics-reference.py. */
import { expect, it } from 'vitest';
import { expm1 } from '../../../src/core/compare/expm1';
import { rowsNeeded, shareOfEach } from '../../../src/core/compare/rows-needed';
import { seedGroup } from '../../../src/core/compare/seed-group';
import { fitInterval, fitSet } from '../../../src/core/conformal/fit';
import { calibrationBins, calibrationError } from '../../../src/core/evaluation/calibration';
import { curves } from '../../../src/core/evaluation/curves';
import { thin } from '../../../src/core/evaluation/thin';
import type { Point } from '../../../src/core/evaluation/types';
import {
  mase,
  pinballLoss,
  seasonalNaive,
  seasonalScale,
} from '../../../src/core/metrics/forecast';
import { bca } from '../../../src/core/metrics/intervals/bca';
import { medianInterval } from '../../../src/core/metrics/intervals/median';
import reference from '../../golden/statistics-reference.json';

const doubles = (values: readonly number[]) => Float64Array.from(values);

/** To 1e-12, relative to numbers beyond 1. */
function expectAll(found: ArrayLike<number | null>, said: readonly number[]): void {
  expect(found.length).toBe(said.length);
  said.forEach((value, i) => {
    expect(Math.abs(found[i]! - value)).toBeLessThan(1e-12 * Math.max(1, Math.abs(value)));
  });
}

it('Pinball losses are mean_pinball_loss of scikit-learn', () => {
  const { truth, predicted, losses } = reference.pinball;
  const found = losses.map(([q]) => pinballLoss(doubles(truth), doubles(predicted), q!));
  expectAll(
    found,
    losses.map(([, loss]) => loss!),
  );
});

it('MASE is what its paper’s formula gives with numpy, averaged over windows', () => {
  const { values, answers, season, windows, horizon, ...said } = reference.forecasts;
  const series = doubles(values);
  const overWindows = (answerOf: (origin: number, window: number) => Float64Array) => {
    let sum = 0;
    for (let window = 0; window < windows; window++) {
      const origin = series.length - (windows - window) * horizon;
      const truth = series.subarray(origin, origin + horizon);
      const scale = seasonalScale(series, origin, season)!;
      sum += mase(truth, answerOf(origin, window), scale)! / windows;
    }
    return sum;
  };
  const own = overWindows((_, w) => doubles(answers.slice(w * horizon, (w + 1) * horizon)));
  const naive = overWindows((origin) => seasonalNaive(series, origin, horizon, season));
  expectAll([own, naive], [said.mase, said.naiveMase]);
});

it('BCa intervals are those of scipy.stats.bootstrap on the same resamples', () => {
  for (const { value, resampled, leftOut, interval } of reference.bca) {
    const { low, high } = bca(value, doubles(resampled), doubles(leftOut));
    expectAll([low, high], interval);
  }
});

it('The interval of a median lies between the values that scipy’s binomial ranks name', () => {
  for (const { rows, interval } of reference.medians) {
    const { low, high } = medianInterval(doubles(rows));
    expect([low, high]).toEqual(interval);
  }
});

it('ROC and precision-recall curves go through the points of scikit-learn, ties too', () => {
  for (const { truth, scores, roc, precisionRecall } of reference.curves) {
    const found = curves(doubles(scores), (row) => truth[row] === 1, Infinity)!;
    const compare = (points: readonly Point[], [x, y]: number[][]) => {
      const all = x!.map((each, i) => ({ x: each, y: y![i]! }));
      // Points in the middle of a straight run are left out of what is drawn.
      const drawn = thin(all, Infinity);
      expectAll(
        points.flatMap((point) => [point.x, point.y]),
        drawn.flatMap((point) => [point.x, point.y]),
      );
    };
    compare(found.roc, roc);
    compare(found.precisionRecall, precisionRecall);
  }
});

it('Reliability and its error are those of calibration_curve over bins of equal counts', () => {
  const { p, truth, predicted, observed, ece } = reference.reliability;
  const bins = calibrationBins(doubles(p), truth);
  expectAll(
    bins.map((bin) => bin.predicted),
    predicted,
  );
  expectAll(
    bins.map((bin) => bin.observed),
    observed,
  );
  expectAll([calibrationError(bins)], [ece]);
});

it('Conformal intervals and sets end at the quantiles that numpy takes', () => {
  for (const { residuals, ofTruth, coverage, absolute, signed, least } of reference.conformal) {
    const ends = (sides: 'absolute' | 'signed') => {
      const fit = fitInterval(doubles(residuals), coverage, sides);
      if (fit.type !== 'fitted' || fit.conformal.type !== 'interval') throw new Error(fit.type);
      return [fit.conformal.low, fit.conformal.high];
    };
    expectAll(ends('absolute'), [-absolute, absolute]);
    expectAll(ends('signed'), signed);
    const shares = doubles(ofTruth.flatMap((share) => [1 - share, share]));
    const set = fitSet(shares, 2, new Uint8Array(ofTruth.length).fill(1), coverage);
    if (set.type !== 'fitted' || set.conformal.type !== 'set') throw new Error(set.type);
    expectAll([set.conformal.least], [least]);
  }
});

it('Rows needed, Šidák’s share and exp(x) - 1 follow from scipy’s normal quantiles and numpy', () => {
  for (const [rows, difference, error, tried, needed, each] of reference.rowsNeeded) {
    expect(rowsNeeded(rows!, difference!, error!, tried!)).toBe(needed);
    expectAll([shareOfEach(tried!)], [each!]);
  }
  for (const [x, value] of reference.expm1) {
    expect(Math.abs(expm1(x!) / value! - 1)).toBeLessThan(1e-14);
  }
});

it('The interval over seeds is the t interval of scipy', () => {
  for (const { values, mean, sd, low, high } of reference.seeds) {
    const found = seedGroup(values);
    expectAll([found.mean, found.sd, found.low, found.high], [mean, sd, low, high]);
  }
});
