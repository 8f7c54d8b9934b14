/**
 * Small tables that are hard to learn from, drawn from a seed: much is missing and not by chance, one class is rare,
 * columns are more than rows, categories are many, numbers have long tails. write-hard-sets.ts writes them out.
 */
import { exp } from '../../../src/core/math';
import { drawUniform } from '../train/drawn-rows';

export interface HardSet {
  name: string;
  target: 'y';
  /** Null where the target is a number, or one of several classes. */
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

/**
 * @param missing whether a cell is left empty
 * @param shop a column of categories after the numbers; null for none
 */
function csvOf(
  { rows, columns, x }: Cells,
  y: readonly string[],
  missing: (value: number, cell: number) => boolean = () => false,
  shop: readonly string[] | null = null,
): string {
  const head = Array.from({ length: columns }, (_, i) => `x${i}`).join(',');
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: columns }, (_, i) => {
      const cell = row * columns + i;
      return missing(x[cell]!, cell) ? '' : x[cell]!.toFixed(3);
    });
    if (shop) cells.push(shop[row]!);
    return `${cells.join(',')},${y[row]!}`;
  });
  return `${head}${shop ? ',shop' : ''},y\n${lines.join('\n')}\n`;
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

interface Shops {
  /** Of each row. */
  names: string[];
  /** What the shop of each row adds, near normal over shops. */
  effects: Float64Array;
}

/** @param most how many times the rows of the last shop the first one has, about */
function shopsOf(name: string, rows: number, count: number, most: number): Shops {
  const draws = drawUniform(`bench/hard/${name}/shops`, rows);
  const effects = near(`${name}/shop-effects`, count);
  const root = Math.sqrt(most);
  // Maps 0 to 1 onto itself, with slope 1 / root at 0 and root at 1.
  const codes = Array.from(draws, (draw) => {
    const place = (draw + 1) / 2;
    return Math.floor((count * place) / (place + root * (1 - place)));
  });
  return {
    names: codes.map((code) => `shop ${code}`),
    effects: Float64Array.from(codes, (code) => effects[code]!),
  };
}

/** Eighty shops with six rows each to learn from, on average. */
function manyCategories(): HardSet {
  const cells = drawn('many-categories', 600, 3);
  const shops = shopsOf('many-categories', 600, 80, 9);
  const scores = scored(
    cells,
    'many-categories/noise',
    (x, e) => 0.8 * x[0]! + 0.5 * x[1]! + 0.7 * e,
  );
  const csv = csvOf(
    cells,
    yesNo(
      scores.map((score, row) => score + 1.5 * shops.effects[row]!),
      0.5,
    ),
    undefined,
    shops.names,
  );
  return { name: 'many_categories', target: 'y', positive: 'yes', csv };
}

/** Ninety shops beside steps and products of steps, which no line follows. */
function categoriesAndSteps(): HardSet {
  const cells = drawn('categories-and-steps', 1200, 5);
  const shops = shopsOf('categories-and-steps', 1200, 90, 9);
  const y = scored(
    cells,
    'categories-and-steps/noise',
    (x, e) => (x[0]! > 0.2 ? 2 : -1) * (x[1]! > -0.3 ? 2 : -1) + (x[2]! > 0.4 ? 2 : 0) + 0.6 * e,
  ).map((value, row) => value + 2 * shops.effects[row]!);
  const csv = csvOf(
    cells,
    y.map((value) => value.toFixed(3)),
    undefined,
    shops.names,
  );
  return { name: 'categories_and_steps', target: 'y', positive: null, csv };
}

/** Numbers spread over orders of magnitude, which the target follows as they are. */
function longTails(): HardSet {
  const cells = drawn('long-tails', 1500, 8);
  cells.x.forEach((value, cell) => {
    cells.x[cell] = exp(1.1 * value);
  });
  const y = scored(
    cells,
    'long-tails/noise',
    (x, e) => 3 * x[0]! - 2 * x[1]! + x[2]! + 0.5 * x[3]! + 0.5 * x[4]! + 2 * e,
  );
  const csv = csvOf(
    cells,
    y.map((value) => value.toFixed(3)),
  );
  return { name: 'long_tails', target: 'y', positive: null, csv };
}

/** Three classes, each a sum of its own, and three cells in ten missing by chance. */
function threeMissing(): HardSet {
  const cells = drawn('three-missing', 1200, 10);
  const noises = near('three-missing/noises', 3 * 1200);
  const y = Array.from({ length: 1200 }, (_, row) => {
    const x = cells.x.subarray(10 * row, 10 * row + 10);
    const scores = [x[0]! + x[1]!, x[2]! - x[0]!, 0.8 * x[3]! * x[4]! + x[5]!].map(
      (score, k) => score + 0.5 * noises[3 * row + k]!,
    );
    return ['low', 'mid', 'top'][scores.indexOf(Math.max(...scores))]!;
  });
  const chance = drawUniform('bench/hard/three-missing/cells', cells.x.length);
  const csv = csvOf(cells, y, (_, cell) => chance[cell]! < -0.4);
  return { name: 'three_missing', target: 'y', positive: null, csv };
}

export function hardSets(): HardSet[] {
  return [
    halfMissing(),
    rare(),
    wideNumber(),
    wideClasses(),
    manyCategories(),
    categoriesAndSteps(),
    longTails(),
    threeMissing(),
  ];
}
