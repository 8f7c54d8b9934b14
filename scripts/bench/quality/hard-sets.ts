/**
 * Small tables that are hard to learn from, drawn from a seed: much is missing and not by chance, one class is rare,
 * columns are more than rows. write-hard-sets.ts writes them out.
 */
import { drawUniform } from '../train/drawn-rows';

export interface HardSet {
  name: string;
  target: 'y';
  /** Null where the target is a number. */
  positive: 'yes' | null;
  csv: string;
}

interface Cells {
  rows: number;
  columns: number;
  /** [rows, columns], near normal, mean 0 and variance 1. */
  x: Float64Array;
}

/** Sums of four: no logarithm whose last bits differ between machines. */
function near(name: string, count: number): Float64Array {
  const draws = drawUniform(`bench/hard/${name}`, 4 * count);
  return Float64Array.from({ length: count }, (_, i) => {
    const at = 4 * i;
    return (draws[at]! + draws[at + 1]! + draws[at + 2]! + draws[at + 3]!) * Math.sqrt(3 / 4);
  });
}

function drawn(name: string, rows: number, columns: number): Cells {
  return { rows, columns, x: near(name, rows * columns) };
}

/** @param missing whether a cell is left empty */
function csvOf(
  { rows, columns, x }: Cells,
  y: readonly string[],
  missing: (value: number, cell: number) => boolean = () => false,
): string {
  const head = Array.from({ length: columns }, (_, i) => `x${i}`).join(',');
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: columns }, (_, i) => {
      const cell = row * columns + i;
      return missing(x[cell]!, cell) ? '' : x[cell]!.toFixed(3);
    });
    return `${cells.join(',')},${y[row]!}`;
  });
  return `${head},y\n${lines.join('\n')}\n`;
}

/** The largest `share` of the scores say yes. */
function yesNo(scores: readonly number[], share: number): string[] {
  const sorted = [...scores].sort((a, b) => b - a);
  const bound = sorted[Math.round(share * scores.length) - 1]!;
  return scores.map((score) => (score >= bound ? 'yes' : 'no'));
}

function scored(cells: Cells, noise: string, score: (row: Float64Array, noise: number) => number) {
  const noises = near(noise, cells.rows);
  return Array.from({ length: cells.rows }, (_, row) =>
    score(cells.x.subarray(row * cells.columns, (row + 1) * cells.columns), noises[row]!),
  );
}

/** Of values above 0, 60 % are missing, of the others 30 %: draws are uniform from -1 to 1. */
function halfMissing(): HardSet {
  const cells = drawn('half-missing', 1200, 12);
  const scores = scored(
    cells,
    'half-missing/noise',
    (x, e) => x[0]! + x[1]! * x[2]! - x[3]! + 0.5 * e,
  );
  const chance = drawUniform('bench/hard/half-missing/cells', cells.x.length);
  const missing = (value: number, cell: number) => chance[cell]! < (value > 0 ? 0.2 : -0.4);
  const csv = csvOf(cells, yesNo(scores, 0.5), missing);
  return { name: 'half_missing', target: 'y', positive: 'yes', csv };
}

function rare(): HardSet {
  const cells = drawn('rare', 3000, 12);
  const score = (x: Float64Array, e: number) => x[0]! + 0.8 * x[1]! + x[2]! * x[3]! + 0.5 * e;
  const csv = csvOf(cells, yesNo(scored(cells, 'rare/noise', score), 0.03));
  return { name: 'rare', target: 'y', positive: 'yes', csv };
}

/** Eight columns of 400 say all there is. */
function wideNumber(): HardSet {
  const cells = drawn('wide-number', 160, 400);
  const y = scored(cells, 'wide-number/noise', (x, e) =>
    x.subarray(0, 8).reduce((sum, value, i) => sum + (8 - i) * value, 3 * e),
  );
  const csv = csvOf(
    cells,
    y.map((value) => value.toFixed(3)),
  );
  return { name: 'wide_number', target: 'y', positive: null, csv };
}

/** Five hidden numbers are behind 400 columns, a fifth of whose cells are missing. */
function wideClasses(): HardSet {
  const hidden = drawn('wide-classes/hidden', 160, 5);
  const mix = near('wide-classes/mix', 5 * 400);
  const cells = drawn('wide-classes', 160, 400);
  cells.x.forEach((own, cell) => {
    const [row, column] = [Math.floor(cell / 400), cell % 400];
    let sum = 1.5 * own;
    for (let k = 0; k < 5; k++) sum += hidden.x[row * 5 + k]! * mix[k * 400 + column]!;
    cells.x[cell] = sum;
  });
  const scores = scored(hidden, 'wide-classes/noise', (x, e) => x[0]! + 0.5 * x[1]! + 0.5 * e);
  const chance = drawUniform('bench/hard/wide-classes/cells', cells.x.length);
  const csv = csvOf(cells, yesNo(scores, 0.5), (_, cell) => chance[cell]! < -0.6);
  return { name: 'wide_classes', target: 'y', positive: 'yes', csv };
}

export function hardSets(): HardSet[] {
  return [halfMissing(), rare(), wideNumber(), wideClasses()];
}
