/** Whether the gap between the best and the worst slice is more than chance makes it. */
import type { Answers } from '../metrics/answers';
import type { Watch } from '../metrics/intervals/resample';
import type { Units } from '../metrics/intervals/units';
import { measureOne } from '../metrics/measure';
import { METRICS, type MetricName } from '../metrics/names';
import { breathe } from './judged-rows';
import { dealSlices } from './deal-slices';
import type { Slice, Slices } from './types';

const MOST_SHUFFLES = 500;
const FEWEST_SHUFFLES = 100;
/** Row visits that the shuffles may cost in all. */
const BUDGET = 2e8;

/**
 * How often slices dealt at random (deal-slices.ts) have a gap at least as large: as it looks at the best
 * and the worst of each deal, it makes up for how many slices there are (a max-statistic; P. Westfall and S. Young,
 * Resampling-Based Multiple Testing, 1993).
 */
async function gapByChance(
  answers: Answers,
  metric: MetricName,
  sliceOf: Int32Array,
  shown: readonly number[],
  size: number,
  units: Units | null,
  watch: Watch,
): Promise<{ shuffles: number; asLarge: number }> {
  const measure = measureOne(metric, answers);
  const n = sliceOf.length;
  const affordable = Math.floor(BUDGET / Math.max(1, n * 4 * shown.length));
  const shuffles = Math.min(MOST_SHUFFLES, Math.max(FEWEST_SHUFFLES, affordable));
  const deal = dealSlices(sliceOf, units);
  const counts = new Int32Array(n);
  let asLarge = 0;
  for (let s = 0; s < shuffles; s++) {
    if (s % 20 === 0) await breathe(watch, s / shuffles);
    const dealt = deal(s);
    let low = Infinity;
    let high = -Infinity;
    for (const place of shown) {
      for (let row = 0; row < n; row++) counts[row] = dealt[row] === place ? 1 : 0;
      const value = measure(counts);
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    // A rounding is no smaller gap.
    if (high - low >= size - 1e-12) asLarge++;
  }
  return { shuffles, asLarge };
}

/**
 * Null where fewer than two slices have a value.
 * @param sliceOf place in `slices` per row
 * @throws LoamError `cancelled`
 */
export async function gapOf(
  answers: Answers,
  metric: MetricName,
  sliceOf: Int32Array,
  slices: readonly Slice[],
  units: Units | null,
  watch: Watch,
): Promise<Slices['gap']> {
  const shown = slices.flatMap(({ value }, place) => (value === null ? [] : [place]));
  if (shown.length < 2) return null;
  const sign = METRICS[metric].better === 'higher' ? 1 : -1;
  const better = (place: number) => sign * slices[place]!.value!;
  const [first] = shown;
  const best = shown.reduce((a, b) => (better(b) > better(a) ? b : a), first!);
  const worst = shown.reduce((a, b) => (better(b) < better(a) ? b : a), first!);
  const size = better(best) - better(worst);
  const chance = await gapByChance(answers, metric, sliceOf, shown, size, units, watch);
  return { best, worst, size, ...chance };
}
