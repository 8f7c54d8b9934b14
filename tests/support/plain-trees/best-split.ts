/** The best split of a list of rows, every candidate's sums taken anew. */
import type { TreesJob } from '../../../src/ml/engine/engine';
import type { PlainBins } from './bins';

export interface Sums {
  unit: number;
  hessianUnit: number;
  /** Per row, in units. */
  gradient: bigint[];
  hessian: bigint[];
}

export interface Candidate {
  input: number;
  gain: number;
  /** Of a bin; null is missing. */
  goesLeft(bin: number | null): boolean;
}

interface Side {
  rows: number;
  gradient: number;
  hessian: number;
}

/** @param bounds of the node's answer */
export function bestSplit(
  job: TreesJob,
  sums: Sums,
  bins: PlainBins,
  rows: number[],
  inputs: number[],
  bounds: [number, number],
): Candidate | null {
  let best: Candidate | null = null;
  const whole = sideOf(sums, rows);
  for (const input of inputs) {
    const of = bins.of[input]!;
    const candidates =
      job.categories[input]! > 0 ? subsets(sums, of, rows) : cuts(of, rows, bins.counts[input]!);
    for (const goesLeft of candidates) {
      const left = sideOf(
        sums,
        rows.filter((row) => goesLeft(of[row]!)),
      );
      const gain = gainOf(job, whole, left, job.monotone[input]!, bounds);
      if (gain > (best?.gain ?? 0)) best = { input, gain, goesLeft };
    }
  }
  return best && withUnseen(best, bins.of[best.input]!, rows, job.categories[best.input]! > 0);
}

function sideOf(sums: Sums, rows: number[]): Side {
  const total = (of: bigint[]) => Number(rows.reduce((sum, row) => sum + of[row]!, 0n));
  return {
    rows: rows.length,
    gradient: total(sums.gradient) * sums.unit,
    hessian: total(sums.hessian) * sums.hessianUnit,
  };
}

function gainOf(
  job: TreesJob,
  whole: Side,
  left: Side,
  direction: number,
  [lower, upper]: [number, number],
): number {
  const { leastRows } = job.model;
  const l2 = job.model.kind === 'trees' ? job.model.l2 : 0;
  const gradient = whole.gradient - left.gradient;
  const hessian = whole.hessian - left.hessian;
  if (left.rows < leastRows || whole.rows - left.rows < leastRows) return 0;
  if (left.hessian < 1e-3 || hessian < 1e-3) return 0;
  let both: number;
  let own: number;
  if (job.monotone.some((d) => d !== 0)) {
    const held = (value: number) => Math.min(Math.max(value, lower), upper);
    const lowering = (g: number, h: number) => {
      const value = held(-g / (h + l2));
      return -(2 * g + (h + l2) * value) * value;
    };
    const a = held(-left.gradient / (left.hessian + l2));
    const b = held(-gradient / (hessian + l2));
    if ((a - b) * direction > 0) return 0;
    both = lowering(left.gradient, left.hessian) + lowering(gradient, hessian);
    own = lowering(whole.gradient, whole.hessian);
  } else {
    const a = left.hessian + l2;
    const b = hessian + l2;
    both = (left.gradient * left.gradient * b + gradient * gradient * a) / (a * b);
    own = (whole.gradient * whole.gradient) / (whole.hessian + l2);
  }
  const gain = both - own;
  return gain > both * 9.094947017729282e-13 ? gain : 0;
}

/** Every bound above a bin that has rows, missing values first on the right, then on the left. */
function cuts(of: (number | null)[], rows: number[], bins: number): Candidate['goesLeft'][] {
  const used = [...new Set(rows.map((row) => of[row]!))]
    .filter((bin) => bin !== null)
    .sort((a, b) => a - b);
  const anyMissing = rows.some((row) => of[row] === null);
  const within = used.filter((bin) => bin < bins - 1);
  const right = (anyMissing ? used : within).map(
    (bound) => (bin: number | null) => bin !== null && bin <= bound,
  );
  const left = within.map((bound) => (bin: number | null) => bin === null || bin <= bound);
  return anyMissing ? [...right, ...left] : right;
}

/** The first few of the sorted categories from either end; those of fewer than 10 rows stay right. */
function subsets(sums: Sums, of: (number | null)[], rows: number[]): Candidate['goesLeft'][] {
  const groups = new Map<number | null, number[]>();
  for (const row of rows) groups.set(of[row]!, [...(groups.get(of[row]!) ?? []), row]);
  const last = (bin: number | null) => bin ?? Infinity;
  const sorted = [...groups]
    .filter(([, { length }]) => length >= 10)
    .map(([bin, members]) => {
      const { gradient, hessian } = sideOf(sums, members);
      return { bin, key: gradient / (hessian + 10) };
    })
    .sort((a, b) => a.key - b.key || last(a.bin) - last(b.bin))
    .map(({ bin }) => bin);
  const middle = (sorted.length + 1) >> 1;
  return [sorted, sorted.toReversed()].flatMap((order) =>
    order.slice(0, middle).map((_, i) => {
      const left = new Set(order.slice(0, i + 1));
      return (bin: number | null) => left.has(bin);
    }),
  );
}

/** What the node has not seen: missing values go to its larger side, unseen categories with them. */
function withUnseen(
  { input, gain, goesLeft }: Candidate,
  of: (number | null)[],
  rows: number[],
  categorical: boolean,
): Candidate {
  const seen = new Set<number | null>(rows.map((row) => of[row]!));
  const left = rows.filter((row) => goesLeft(of[row]!)).length;
  const missingLeft = seen.has(null) ? goesLeft(null) : left > rows.length - left;
  return {
    input,
    gain,
    goesLeft(bin) {
      if (bin === null) return missingLeft;
      return categorical && !seen.has(bin) ? missingLeft : goesLeft(bin);
    },
  };
}
