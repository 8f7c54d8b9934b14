/**
 * How good forecasts are: against the seasonal naive one, which says what was there one season before, and, for
 * quantiles, by pinball loss. A series is in order of time, evenly spaced; NaN where nothing was observed.
 */

/** A season needs this many whole turns in the series to be seen. */
const LEAST_TURNS = 2;
/** Lags that are looked at: up to a year of days. */
const LONGEST_SEASON = 400;
/** Share of the squares that is left of a straight line by rounding alone. */
const ROUNDING = 1e-20;

/**
 * What the seasonal naive forecast made at `origin` (the first value not seen) says of `steps` values from there:
 * each the last seen value of its own place in the season. NaN where none was seen.
 */
export function seasonalNaive(
  series: Float64Array,
  origin: number,
  steps: number,
  season: number,
): Float64Array {
  return Float64Array.from({ length: steps }, (_, step) => {
    const back = season * (Math.floor(step / season) + 1);
    for (let at = origin + step - back; at >= 0; at -= season) {
      const value = series[at]!;
      if (!Number.isNaN(value)) return value;
    }
    return NaN;
  });
}

/**
 * The mean absolute change over one season within the first `origin` values, which MASE is counted in
 * (Hyndman and Koehler 2006, "Another look at measures of forecast accuracy"). Null where it is 0 or there is none.
 */
export function seasonalScale(series: Float64Array, origin: number, season: number): number | null {
  let sum = 0;
  let count = 0;
  for (let at = season; at < origin; at++) {
    const change = series[at]! - series[at - season]!;
    if (Number.isNaN(change)) continue;
    sum += Math.abs(change);
    count++;
  }
  return count === 0 || sum === 0 ? null : sum / count;
}

/** Mean absolute scaled error: under 1 it is better than the naive forecast was within the series. */
export function mase(truth: Float64Array, predicted: Float64Array, scale: number): number | null {
  const error = meanOver(truth, predicted, Math.abs);
  return error === null ? null : error / scale;
}

/** Mean pinball loss of a forecast of the `quantile`; of 0.5 it is half the mean absolute error. */
export function pinballLoss(
  truth: Float64Array,
  predicted: Float64Array,
  quantile: number,
): number | null {
  return meanOver(truth, predicted, (under) =>
    under >= 0 ? quantile * under : (quantile - 1) * under,
  );
}

function meanOver(
  truth: Float64Array,
  predicted: Float64Array,
  loss: (difference: number) => number,
): number | null {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < truth.length; i++) {
    const difference = truth[i]! - predicted[i]!;
    if (Number.isNaN(difference)) continue;
    sum += loss(difference);
    count++;
  }
  return count === 0 ? null : sum / count;
}

/**
 * The lag at which the series, a straight trend taken away, is most like itself: the local maximum of its autocorrelation that is highest, where
 * it is outside the 95 % band of noise (1.96 / sqrt(n)) and the series falls below that height in between; else 1.
 */
export function likelySeason(series: Float64Array): number {
  const most = Math.min(LONGEST_SEASON, Math.floor(series.length / LEAST_TURNS));
  const correlation = autocorrelation(series, most);
  const band = 1.96 / Math.sqrt(series.length);
  let best = 1;
  let highest = band;
  let lowest = Infinity;
  for (let lag = 1; lag < most; lag++) {
    const here = correlation[lag]!;
    lowest = Math.min(lowest, here);
    const isPeak = here > correlation[lag - 1]! && here >= correlation[lag + 1]!;
    if (lag > 1 && isPeak && here > highest && here - lowest > band) {
      highest = here;
      best = lag;
    }
  }
  return best;
}

/** Of what is left of a straight line, at lags 0 to `most`; missing values count as on the line. */
function autocorrelation(series: Float64Array, most: number): Float64Array {
  const left = withoutTrend(series);
  const products = (lag: number) => {
    let total = 0;
    for (let at = lag; at < left.length; at++) total += left[at]! * left[at - lag]!;
    return total;
  };
  const variance = products(0);
  return Float64Array.from({ length: most + 1 }, (_, lag) =>
    variance === 0 ? 0 : products(lag) / variance,
  );
}

/** What the line of least squares leaves; 0 where it leaves nothing but rounding. */
function withoutTrend(series: Float64Array): Float64Array {
  let count = 0;
  let [sumT, sumY, sumTT, sumTY, sumYY] = [0, 0, 0, 0, 0];
  const middle = (series.length - 1) / 2;
  series.forEach((y, at) => {
    if (Number.isNaN(y)) return;
    const t = at - middle;
    count++;
    sumT += t;
    sumY += y;
    sumTT += t * t;
    sumTY += t * y;
    sumYY += y * y;
  });
  if (count === 0) return new Float64Array(series.length);
  const spread = sumTT - (sumT * sumT) / count;
  const slope = spread > 0 ? (sumTY - (sumT * sumY) / count) / spread : 0;
  const start = (sumY - slope * sumT) / count;
  const left = series.map((y, at) => (Number.isNaN(y) ? 0 : y - start - slope * (at - middle)));
  const squares = left.reduce((sum, value) => sum + value * value, 0);
  return squares <= ROUNDING * sumYY ? new Float64Array(series.length) : left;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Steps in a turn of the calendar, by the milliseconds between values (months and quarters: about that). */
const CALENDAR: readonly { spacing: number; seasons: readonly number[] }[] = [
  { spacing: HOUR, seasons: [24, 168] },
  { spacing: DAY, seasons: [7, 365] },
  { spacing: 7 * DAY, seasons: [52] },
  { spacing: 30.4 * DAY, seasons: [12] },
  { spacing: 91.3 * DAY, seasons: [4] },
];
/** A season of the calendar is meant where one this near was found. */
const NEAR = 0.02;

/** Steps in the turns of the calendar for values so many milliseconds apart, the shortest first. */
export function calendarSeasons(spacing: number): readonly number[] {
  return CALENDAR.find((each) => Math.abs(each.spacing / spacing - 1) < NEAR)?.seasons ?? [];
}

/** The season as the calendar has it: noise moves the peak of a long one by a few steps. */
export function calendarSeason(found: number, spacing: number): number {
  const near = calendarSeasons(spacing).find((season) => Math.abs(found / season - 1) < NEAR);
  return near ?? found;
}
