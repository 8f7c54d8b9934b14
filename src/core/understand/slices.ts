/** The task's metric on slices of the judged rows, by any column, whether the model reads it or not. */
import type { Column } from '../dataset/types';
import { METRICS } from '../metrics/names';
import { measureOne } from '../metrics/measure';
import { judge } from '../metrics/judge';
import type { Answers } from '../metrics/answers';
import type { Watch } from '../metrics/intervals/resample';
import { stream } from '../random/philox';
import { asAnswers, breathe, pickAnswers, type JudgedRows } from './judged-rows';
import { quantileOf } from './rank-values';
import type { Slice, SliceOf, Slices } from './types';

/** Fewer rows say nothing about a slice. */
export const FEWEST_ROWS = 10;
/** So many categories have a slice of their own. */
const MOST_CATEGORIES = 8;
const MOST_SHUFFLES = 500;
const FEWEST_SHUFFLES = 100;
/** Row visits that the shuffles may cost in all. */
const BUDGET = 2e8;

/** A slice per row, by its place in `of`. */
interface Cut {
  of: SliceOf[];
  sliceOf: Int32Array;
}

/** By quartile; equal values are never apart, so there may be fewer than four. */
function cutNumbers(values: Float64Array): Cut {
  const sorted = values.filter(Number.isFinite).sort();
  const edges = [...new Set([0, 0.25, 0.5, 0.75, 1].map((at) => quantileOf(sorted, at)))];
  const ranges = edges.length === 1 ? 1 : edges.length - 1;
  const of: SliceOf[] =
    sorted.length === 0
      ? []
      : Array.from({ length: ranges }, (_, i) => ({
          type: 'range',
          from: edges[i]!,
          to: edges[Math.min(i + 1, edges.length - 1)]!,
          last: i === ranges - 1,
        }));
  const missing = sorted.length < values.length ? of.push({ type: 'missing' }) - 1 : -1;
  const sliceOf = Int32Array.from(values, (value) => {
    if (!Number.isFinite(value)) return missing;
    let place = 0;
    while (place + 1 < ranges && value >= edges[place + 1]!) place++;
    return place;
  });
  return { of, sliceOf };
}

/** By frequency, the rest together. */
function cutCategories({ codes, dictionary }: Extract<Column, { kind: 'coded' }>): Cut {
  const counts = new Map<string, number>();
  for (const code of codes) {
    const text = dictionary[code];
    if (code >= 0 && text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const all = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = all.length <= MOST_CATEGORIES + 1 ? all : all.slice(0, MOST_CATEGORIES);
  const of: SliceOf[] = shown.map(([value]) => ({ type: 'value', value }));
  const places = new Map(shown.map(([value], i) => [value, i]));
  const rest =
    all.length > shown.length
      ? of.push({ type: 'rest', values: all.length - shown.length }) - 1
      : -1;
  const isMissing = (code: number) => code < 0 || dictionary[code] === undefined;
  const missing = codes.some(isMissing) ? of.push({ type: 'missing' }) - 1 : -1;
  const sliceOf = codes.map((code) =>
    isMissing(code) ? missing : (places.get(dictionary[code]!) ?? rest),
  );
  return { of, sliceOf };
}

function rowsOf({ sliceOf }: Cut, place: number): Uint32Array {
  const rows: number[] = [];
  sliceOf.forEach((slice, row) => {
    if (slice === place) rows.push(row);
  });
  return Uint32Array.from(rows);
}

/**
 * How often a random cut of the rows into slices of the same sizes has a gap at least as large: as it looks at the best
 * and the worst of each cut, it makes up for how many slices there are (a max-statistic; P. Westfall and S. Young,
 * Resampling-Based Multiple Testing, 1993).
 */
async function gapByChance(
  answers: Answers,
  metric: Slices['metric'],
  { sliceOf }: Cut,
  shown: readonly number[],
  size: number,
  watch: Watch,
): Promise<{ shuffles: number; asLarge: number }> {
  const measure = measureOne(metric, answers);
  const n = sliceOf.length;
  const affordable = Math.floor(BUDGET / Math.max(1, n * 4 * shown.length));
  const shuffles = Math.min(MOST_SHUFFLES, Math.max(FEWEST_SHUFFLES, affordable));
  const counts = new Int32Array(n);
  let asLarge = 0;
  for (let s = 0; s < shuffles; s++) {
    if (s % 20 === 0) await breathe(watch, 0.6 + (0.4 * s) / shuffles);
    const order = stream(0, `understand/slices/${s}`).permutation(n);
    let low = Infinity;
    let high = -Infinity;
    for (const place of shown) {
      for (let row = 0; row < n; row++) counts[row] = sliceOf[order[row]!] === place ? 1 : 0;
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
 * @param column of the judged rows, in their order
 * @throws LoamError `cancelled`, `columns-differ`, `loss-not-finite`
 */
export async function slicesOf(
  judged: JudgedRows,
  column: Column,
  watch: Watch = {},
): Promise<Slices> {
  const answers = asAnswers(judged, await judged.ask(judged.table));
  return sliceAnswers(answers, judged.metric, column, watch);
}

/** The same of answers that are here already. @throws LoamError `cancelled` */
export async function sliceAnswers(
  answers: Answers,
  metric: Slices['metric'],
  column: Column,
  watch: Watch = {},
): Promise<Slices> {
  const cut = column.kind === 'numeric' ? cutNumbers(column.values) : cutCategories(column);
  const calm = {
    ...(watch.signal && { signal: watch.signal }),
    ...(watch.pause && { pause: watch.pause }),
  };
  const valueOn = async (some: Answers) =>
    (await judge([some], calm))[0]!.find(({ name }) => name === metric)!;
  const all = await valueOn(answers);
  const slices: Slice[] = [];
  for (const [place, of] of cut.of.entries()) {
    await breathe(watch, (0.6 * place) / cut.of.length);
    const rows = rowsOf(cut, place);
    const n = rows.length;
    if (n < FEWEST_ROWS) {
      slices.push({ of, n, value: null, low: null, high: null, method: 'too few rows' });
      continue;
    }
    const { value, low, high, method } = await valueOn(pickAnswers(answers, rows));
    slices.push({ of, n, value, low, high, method });
  }
  const shown = slices.flatMap(({ value }, place) => (value === null ? [] : [place]));
  return {
    type: 'slices',
    column: column.schema.name,
    scale:
      column.kind === 'coded' ? 'category' : column.schema.type === 'datetime' ? 'date' : 'number',
    metric,
    overall: { value: all.value, low: all.low, high: all.high, n: answers.truth.length },
    slices,
    gap: shown.length < 2 ? null : await gapOf(answers, metric, cut, slices, shown, watch),
  };
}

async function gapOf(
  answers: Answers,
  metric: Slices['metric'],
  cut: Cut,
  slices: readonly Slice[],
  shown: readonly number[],
  watch: Watch,
): Promise<Slices['gap']> {
  const sign = METRICS[metric].better === 'higher' ? 1 : -1;
  const better = (place: number) => sign * slices[place]!.value!;
  const [first] = shown;
  const best = shown.reduce((a, b) => (better(b) > better(a) ? b : a), first!);
  const worst = shown.reduce((a, b) => (better(b) < better(a) ? b : a), first!);
  const size = better(best) - better(worst);
  return { best, worst, size, ...(await gapByChance(answers, metric, cut, shown, size, watch)) };
}
