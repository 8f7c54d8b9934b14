/**
 * Partial dependence: the mean answer where a column is set to one value in every row (J. Friedman, Greedy Function
 * Approximation, 2001), with quantiles over the rows of what each would be answered (A. Goldstein et al., Peeking
 * Inside the Black Box, 2015).
 */
import type { Column } from '../dataset/types';
import type { Watch } from '../metrics/intervals/resample';
import { breathe, columnAt, someOf, type JudgedRows } from './judged-rows';
import { quantileOf } from './rank-values';
import type { Dependence, DependencePoint } from './types';

const MOST_ROWS = 300;
const MOST_POINTS = 21;
const MOST_CATEGORIES = 20;
/** Fewer rows than this near a value, and the chart says that little is known there. */
export const THIN_ROWS = 10;
export const ICE_QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9];

type Place = Pick<DependencePoint, 'at' | 'count'>;

/** Evenly spaced quantiles, the ends included; all values where they are few. */
function numericPlaces(values: Float64Array): Place[] {
  const sorted = values.filter(Number.isFinite).sort();
  const distinct = [...new Set(sorted)];
  const grid =
    distinct.length <= MOST_POINTS
      ? distinct
      : [
          ...new Set(
            Array.from(
              { length: MOST_POINTS },
              (_, i) => sorted[Math.round(((sorted.length - 1) * i) / (MOST_POINTS - 1))]!,
            ),
          ),
        ];
  const counts = new Array<number>(grid.length).fill(0);
  let nearest = 0;
  for (const value of sorted) {
    while (
      nearest + 1 < grid.length &&
      Math.abs(grid[nearest + 1]! - value) < Math.abs(grid[nearest]! - value)
    ) {
      nearest++;
    }
    counts[nearest]!++;
  }
  const missing = values.length - sorted.length;
  const places = grid.map((at, i): Place => ({ at, count: counts[i]! }));
  return missing > 0 ? [...places, { at: null, count: missing }] : places;
}

function categoryPlaces({ codes, dictionary }: Extract<Column, { kind: 'coded' }>) {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const code of codes) {
    const text = code < 0 ? undefined : dictionary[code];
    if (text === undefined) missing++;
    else counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const all = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const places = all.slice(0, MOST_CATEGORIES).map(([at, count]): Place => ({ at, count }));
  if (missing > 0) places.push({ at: null, count: missing });
  return { places, others: Math.max(0, all.length - MOST_CATEGORIES) };
}

/** The column with one value in every row. */
function fixed(column: Column, rows: number, at: Place['at']): Column {
  if (column.kind === 'numeric') {
    return { ...column, values: new Float64Array(rows).fill(at === null ? NaN : Number(at)) };
  }
  const code = at === null ? -1 : column.dictionary.indexOf(String(at));
  return { ...column, codes: new Int32Array(rows).fill(code) };
}

/**
 * @param output the class, 0 for a number
 * @throws LoamError `cancelled`, `columns-differ`
 */
export async function dependenceOf(
  all: JudgedRows,
  { column: name, of, output }: { column: string; of: string | null; output: number },
  watch: Watch = {},
): Promise<Dependence> {
  const whole = columnAt(all.table, name);
  const { places, others } =
    whole.kind === 'numeric'
      ? { places: numericPlaces(whole.values), others: 0 }
      : categoryPlaces(whole);
  const { table, truth, ask } = someOf(all, MOST_ROWS);
  const width = truth.type === 'classes' ? truth.classes.length : 1;
  const points: DependencePoint[] = [];
  for (const place of places) {
    await breathe(watch, points.length / places.length);
    const columns = table.columns.map((column) =>
      column.schema.name === name ? fixed(column, table.rows, place.at) : column,
    );
    const { probabilities, values } = await ask({ rows: table.rows, columns });
    const given = (values ?? probabilities)!;
    const answers = Float64Array.from(
      { length: table.rows },
      (_, row) => given[row * width + output]!,
    );
    const mean = answers.reduce((sum, each) => sum + each, 0) / table.rows;
    answers.sort();
    points.push({ ...place, mean, quantiles: ICE_QUANTILES.map((at) => quantileOf(answers, at)) });
  }
  const isDate = whole.schema.type === 'datetime';
  return {
    type: 'dependence',
    column: name,
    of,
    scale: whole.kind === 'coded' ? 'category' : isDate ? 'date' : 'number',
    rows: table.rows,
    points,
    others,
  };
}
