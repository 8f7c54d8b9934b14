/** The task's metric on slices of the judged rows, by any column, whether the model reads it or not. */
import type { Column } from '../dataset/types';
import { judge } from '../metrics/judge';
import type { Answers } from '../metrics/answers';
import type { Watch } from '../metrics/intervals/resample';
import { unitsAmong, type Units } from '../metrics/intervals/units';
import type { MetricName } from '../metrics/names';
import { asAnswers, breathe, pickAnswers, type JudgedRows } from './judged-rows';
import { quantileOf } from './rank-values';
import { gapOf } from './slice-gap';
import type { Slice, SliceOf, Slices } from './types';

/** Fewer rows say nothing about a slice. */
export const FEWEST_ROWS = 10;
/** So many categories have a slice of their own. */
const MOST_CATEGORIES = 8;
/** With fewer groups the spread of resamples says too little. */
const FEWEST_GROUPS = 10;

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

/** The metric of some rows with its interval; over groups only where there are enough of them. */
async function valueOn(
  some: Answers,
  metric: MetricName,
  units: Units | null,
  calm: Watch,
): Promise<Pick<Slice, 'value' | 'low' | 'high' | 'method'>> {
  const judged = (await judge([some], calm, undefined, units))[0]!;
  const { value, low, high, method } = judged.find(({ name }) => name === metric)!;
  return units && units.count < FEWEST_GROUPS && value !== null
    ? { value, low: null, high: null, method: `none: fewer than ${FEWEST_GROUPS} groups` }
    : { value, low, high, method };
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
  return sliceAnswers(answers, judged.metric, column, watch, judged.units);
}

/**
 * The same of answers that are here already.
 * @param units groups that the rows come in: all intervals vary over whole groups, and the gap's chance deals them whole;
 * default: each row stands for itself
 * @throws LoamError `cancelled`
 */
export async function sliceAnswers(
  answers: Answers,
  metric: MetricName,
  column: Column,
  watch: Watch = {},
  units: Units | null = null,
): Promise<Slices> {
  const cut = column.kind === 'numeric' ? cutNumbers(column.values) : cutCategories(column);
  const calm = {
    ...(watch.signal && { signal: watch.signal }),
    ...(watch.pause && { pause: watch.pause }),
  };
  const { method: _method, ...all } = await valueOn(answers, metric, units, calm);
  const slices: Slice[] = [];
  for (const [place, of] of cut.of.entries()) {
    await breathe(watch, (0.6 * place) / cut.of.length);
    const rows = rowsOf(cut, place);
    // Null where each row here is of another group: drawing rows is drawing groups then.
    const own = units && unitsAmong(units, rows);
    const n = rows.length;
    const counts = { n, ...(units && { groups: own?.count ?? n }) };
    if (n < FEWEST_ROWS) {
      slices.push({ of, ...counts, value: null, low: null, high: null, method: 'too few rows' });
      continue;
    }
    slices.push({
      of,
      ...counts,
      ...(await valueOn(pickAnswers(answers, rows), metric, own, calm)),
    });
  }
  const later = { ...watch, progress: (done: number) => watch.progress?.(0.6 + 0.4 * done) };
  return {
    type: 'slices',
    column: column.schema.name,
    scale:
      column.kind === 'coded' ? 'category' : column.schema.type === 'datetime' ? 'date' : 'number',
    metric,
    ...(units && { varies: 'groups' as const }),
    overall: { ...all, n: answers.truth.length },
    slices,
    gap: await gapOf(answers, metric, cut.sliceOf, slices, units, later),
  };
}
