/** Rows that a model got most wrong, and rows whose truth is unlike that of the rows most like them. */
import type { Column, Table } from '../dataset/types';
import { worstRows } from '../evaluation/worst-rows';
import { decide, type Answers } from '../metrics/answers';
import type { Watch } from '../metrics/intervals/resample';
import { asAnswers, breathe, someOf, type JudgedRows } from './judged-rows';
import { quantileOf } from './rank-values';
import type { LonelyRow, Surprising, SurprisingRow } from './types';

const SHOWN = 10;
const NEIGHBOURS = 10;
/** Of each pair of so many rows the distance is taken. */
const MOST_COMPARED = 1000;

function rootMeanSquare(errors: Float64Array): number {
  return Math.sqrt(errors.reduce((sum, each) => sum + each * each, 0) / errors.length);
}

/**
 * One column's part of Gower's distance (J. Gower, A General Coefficient of Similarity, 1971), from 0 to 1: of numbers
 * the difference over the middle 80 % of their range, of categories whether they differ; of a missing value and
 * another 1, of two missing ones 0.
 */
function apart(column: Column): (a: number, b: number) => number {
  if (column.kind === 'coded') {
    const { codes } = column;
    return (a, b) => (codes[a] === codes[b] ? 0 : 1);
  }
  const { values } = column;
  const sorted = values.filter(Number.isFinite).sort();
  const range = quantileOf(sorted, 0.9) - quantileOf(sorted, 0.1) || 1;
  return (a, b) => {
    const x = values[a]!;
    const y = values[b]!;
    if (x === y || (x !== x && y !== y)) return 0;
    const difference = Math.abs(x - y) / range;
    return difference < 1 ? difference : 1;
  };
}

/** The nearest rows of each, itself left out. */
async function nearestRows(table: Table, watch: Watch): Promise<Uint32Array[]> {
  const parts = table.columns.map(apart);
  const all: Uint32Array[] = [];
  const distances = new Float64Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    if (row % 50 === 0) await breathe(watch, row / table.rows);
    for (let other = 0; other < table.rows; other++) {
      let sum = 0;
      for (const part of parts) sum += part(row, other);
      distances[other] = sum;
    }
    distances[row] = Infinity;
    const order = Array.from(distances.keys()).sort(
      (a, b) => distances[a]! - distances[b]! || a - b,
    );
    all.push(Uint32Array.from(order.slice(0, Math.min(NEIGHBOURS, table.rows - 1))));
  }
  return all;
}

/** With how unlike each is, the larger the more. */
function lonelyRows(
  answers: Answers,
  classes: readonly string[],
  rows: Uint32Array,
  nearest: readonly Uint32Array[],
): { how: number; row: LonelyRow }[] {
  if (answers.kind === 'regression') {
    const { truth, predicted } = answers;
    return nearest.map((near, i) => {
      const around = near.reduce((sum, each) => sum + truth[each]!, 0) / near.length;
      const row = { row: rows[i]!, truth: truth[i]!, answer: predicted[i]!, around };
      return { how: Math.abs(truth[i]! - around), row };
    });
  }
  const { truth } = answers;
  const decided = decide(answers);
  return nearest.map((near, i) => {
    const around = near.filter((each) => truth[each] === truth[i]).length;
    const row = {
      row: rows[i]!,
      truth: classes[truth[i]!]!,
      answer: classes[decided[i]!]!,
      around,
    };
    return { how: near.length - around, row };
  });
}

/** @throws LoamError `cancelled`, `columns-differ`, `loss-not-finite` */
export async function surprisingOf(judged: JudgedRows, watch: Watch = {}): Promise<Surprising> {
  const answers = asAnswers(judged, await judged.ask(judged.table));
  const classes = judged.truth.type === 'classes' ? judged.truth.classes : [];
  const error =
    answers.kind === 'regression'
      ? rootMeanSquare(answers.predicted.map((each, i) => each - answers.truth[i]!))
      : null;
  const worst = worstRows(answers, judged.rows, classes, SHOWN).map(
    ({ score, ...row }): SurprisingRow => ({ ...row, score: error ? score / error : score }),
  );
  const some = someOf(judged, MOST_COMPARED);
  const theirs = some === judged ? answers : asAnswers(some, await some.ask(some.table));
  const nearest = some.rows.length > NEIGHBOURS ? await nearestRows(some.table, watch) : [];
  const lonely = lonelyRows(theirs, classes, some.rows, nearest)
    // Of classes only those of which most neighbours are another's.
    .filter(({ how }) => answers.kind === 'regression' || how > NEIGHBOURS / 2)
    .sort((a, b) => b.how - a.how || a.row.row - b.row.row)
    .slice(0, SHOWN)
    .map(({ row }) => row);
  return {
    type: 'surprising',
    rows: judged.rows.length,
    error,
    worst,
    lonely: { neighbours: NEIGHBOURS, among: some.rows.length, rows: lonely },
  };
}
