import { describe, expect, it } from 'vitest';
import {
  calendarSeason,
  likelySeason,
  mase,
  pinballLoss,
  seasonalNaive,
  seasonalScale,
} from '../../../../src/core/metrics/forecast';
import { seeded } from '../../../support/seeded';

const series = Float64Array.of(1, 5, 2, 6, 3, 7, 4, 8);

describe('the seasonal naive forecast', () => {
  it('repeats the last season that was seen, however far ahead it is asked', () => {
    expect([...seasonalNaive(series, 6, 5, 2)]).toEqual([3, 7, 3, 7, 3]);
    expect([...seasonalNaive(series, 4, 2, 1)]).toEqual([6, 6]);
  });

  it('goes further back where a value was not observed, and says NaN where none was', () => {
    const holes = Float64Array.of(1, 5, NaN, 6, NaN, NaN);
    expect([...seasonalNaive(holes, 6, 2, 2)]).toEqual([1, 6]);
    expect([...seasonalNaive(Float64Array.of(NaN, NaN), 2, 2, 2)]).toEqual([NaN, NaN]);
  });

  it('never reads what comes at or after the origin', () => {
    const changed = series.slice();
    changed.fill(1e9, 4);
    expect(seasonalNaive(changed, 4, 6, 3)).toEqual(seasonalNaive(series, 4, 6, 3));
    expect(seasonalScale(changed, 4, 2)).toBe(seasonalScale(series, 4, 2));
  });
});

describe('the mean absolute scaled error', () => {
  it('is the mean absolute error in units of the mean absolute change over a season', () => {
    // Changes over two places are all 1; over one place 4, 3, 4, 3, 4, 3, 4.
    expect(seasonalScale(series, 8, 2)).toBe(1);
    expect(seasonalScale(series, 8, 1)).toBe(25 / 7);
    const truth = Float64Array.of(5, 9, NaN);
    expect(mase(truth, Float64Array.of(4, 11, 3), 2)).toBe(0.75);
  });

  it('is not counted where the series never changes, or has no turn of the season', () => {
    expect(seasonalScale(Float64Array.of(2, 2, 2), 3, 1)).toBeNull();
    expect(seasonalScale(series, 2, 4)).toBeNull();
    expect(mase(Float64Array.of(NaN), Float64Array.of(1), 1)).toBeNull();
  });
});

describe('pinball loss', () => {
  it('equals mean_pinball_loss of scikit-learn', () => {
    // mean_pinball_loss([1, 2, 3], [0, 2, 5], alpha=0.1) and alpha=0.9, scikit-learn 1.2.1
    const [truth, predicted] = [Float64Array.of(1, 2, 3), Float64Array.of(0, 2, 5)];
    expect(pinballLoss(truth, predicted, 0.1)).toBeCloseTo(0.6333333333333333, 12);
    expect(pinballLoss(truth, predicted, 0.9)).toBeCloseTo(0.36666666666666664, 12);
  });
});

describe('the likely season', () => {
  it.each([4, 7, 12, 52])('is found under noise: %i', (season) => {
    const { normal } = seeded(season);
    const wave = Float64Array.from(
      { length: season * 12 },
      (_, t) => 3 * Math.sin((2 * Math.PI * t) / season) + 0.5 * normal(),
    );
    expect(likelySeason(wave)).toBe(season);
  });

  it('is 1 for a straight line, for a constant, and for a series too short to turn twice', () => {
    expect(likelySeason(Float64Array.from({ length: 200 }, (_, t) => t))).toBe(1);
    expect(likelySeason(new Float64Array(50).fill(3))).toBe(1);
    expect(likelySeason(Float64Array.of(1, 2, 1))).toBe(1);
  });
});

describe('the season of the calendar', () => {
  const day = 86_400_000;

  it('is meant where the season that was found is within two in a hundred of it', () => {
    expect(calendarSeason(367, day)).toBe(365);
    expect(calendarSeason(7, day)).toBe(7);
    expect(calendarSeason(12, 30 * day)).toBe(12);
    expect(calendarSeason(24, day / 24)).toBe(24);
  });

  it('leaves every other season as it was found', () => {
    expect(calendarSeason(30, day)).toBe(30);
    expect(calendarSeason(367, 5 * day)).toBe(367);
  });
});
