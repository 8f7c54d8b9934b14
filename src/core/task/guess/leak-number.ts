/** Whether one column alone gives the number of nearly every row: a copy, another unit, a function of it. */
import { isDatetime, type ColumnFacts } from './column-facts';
import { isFitRow, type Leak } from './leak-evidence';

const EXPLAINED = 0.995;
const LEAST_ROWS = 50;

interface Pairs {
  x: number[];
  y: number[];
}

function halves(values: Float64Array, target: Float64Array): { fit: Pairs; held: Pairs } {
  const fit: Pairs = { x: [], y: [] };
  const held: Pairs = { x: [], y: [] };
  for (let row = 0; row < values.length; row++) {
    const x = values[row]!;
    const y = target[row]!;
    if (!Number.isFinite(x) || Number.isNaN(y)) continue;
    const half = isFitRow(row) ? fit : held;
    half.x.push(x);
    half.y.push(y);
  }
  return { fit, held };
}

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** R squared of answers on the held half. */
function explained(held: Pairs, answer: (x: number) => number): number {
  const centre = mean(held.y);
  let left = 0;
  let all = 0;
  held.x.forEach((x, i) => {
    left += (held.y[i]! - answer(x)) * (held.y[i]! - answer(x));
    all += (held.y[i]! - centre) * (held.y[i]! - centre);
  });
  return all > 0 ? 1 - left / all : 0;
}

function line({ x, y }: Pairs): (x: number) => number {
  const mx = mean(x);
  const my = mean(y);
  let xy = 0;
  let xx = 0;
  x.forEach((value, i) => {
    xy += (value - mx) * (y[i]! - my);
    xx += (value - mx) * (value - mx);
  });
  const slope = xx > 0 ? xy / xx : 0;
  return (value) => my + slope * (value - mx);
}

/** Straight lines from one fitted value to the next; the mean where a value occurs more than once. */
function interpolation({ x, y }: Pairs): (x: number) => number {
  const order = x.map((_, i) => i).sort((a, b) => x[a]! - x[b]!);
  const xs: number[] = [];
  const sums: number[] = [];
  const counts: number[] = [];
  for (const i of order) {
    if (xs.at(-1) === x[i]) {
      sums[sums.length - 1]! += y[i]!;
      counts[counts.length - 1]!++;
    } else {
      xs.push(x[i]!);
      sums.push(y[i]!);
      counts.push(1);
    }
  }
  const at = (i: number) => sums[i]! / counts[i]!;
  return (value) => {
    let low = 0;
    let high = xs.length - 1;
    if (value <= xs[low]!) return at(low);
    if (value >= xs[high]!) return at(high);
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (xs[middle]! <= value) low = middle;
      else high = middle;
    }
    return at(low) + ((at(high) - at(low)) * (value - xs[low]!)) / (xs[high]! - xs[low]!);
  };
}

/** Dates and columns that only count up are left alone: a slow target follows time honestly. */
export function coversNumber(facts: ColumnFacts, target: Float64Array): Leak | null {
  if (facts.column.kind !== 'numeric' || isDatetime(facts) || facts.ordered) return null;
  const { fit, held } = halves(facts.column.values, target);
  if (fit.x.length < LEAST_ROWS / 2 || held.x.length < LEAST_ROWS / 2) return null;
  if (held.x.length + fit.x.length < 0.5 * facts.rows) return null;
  const r2 = Math.max(explained(held, line(fit)), explained(held, interpolation(fit)));
  if (r2 < EXPLAINED) return null;
  return { why: `alone explains ${Math.floor(r2 * 1000) / 10} % of the variation` };
}
