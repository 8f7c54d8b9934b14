/** Rows whose truth is known and a model that can be asked about them, as the questions of this folder need it. */
import type { Column, Table } from '../dataset/types';
import { LoamError } from '../errors';
import type { Answers } from '../metrics/answers';
import type { Watch } from '../metrics/intervals/resample';
import { unitsAmong, type Units } from '../metrics/intervals/units';
import type { MetricName } from '../metrics/names';
import type { Target } from '../task/target';
import type { TaskKind } from '../task/types';

/** What was answered: [rows, classes] shares row-major, or [rows] numbers. */
export interface TableAnswers {
  probabilities: Float64Array | null;
  values: Float64Array | null;
}

export type AskTable = (table: Table) => TableAnswers | Promise<TableAnswers>;

export interface JudgedRows {
  kind: TaskKind;
  metric: MetricName;
  /** Binary: from which probability on the answer is the positive class; else null. */
  threshold: number | null;
  /** Columns that the model reads, those of them that the data has. */
  table: Table;
  truth: Target;
  /** Row number in the dataset version, per row. */
  rows: Uint32Array;
  /** Groups that the rows come in. Default: each row stands for itself. */
  units?: Units | null;
  ask: AskTable;
}

export function columnAt({ columns }: Table, name: string): Column {
  const column = columns.find(({ schema }) => schema.name === name);
  if (!column) throw new LoamError('columns-differ', { column: name });
  return column;
}

/** The column's values of these rows, in their order; rows may come again. */
export function pickColumn(column: Column, rows: Uint32Array): Column {
  return column.kind === 'numeric'
    ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
    : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
}

export function pickRows(table: Table, rows: Uint32Array): Table {
  return { rows: rows.length, columns: table.columns.map((each) => pickColumn(each, rows)) };
}

function pickTarget(truth: Target, rows: Uint32Array): Target {
  return truth.type === 'classes'
    ? { ...truth, codes: Int32Array.from(rows, (row) => truth.codes[row]!) }
    : { ...truth, values: Float64Array.from(rows, (row) => truth.values[row]!) };
}

/** All rows where there are at most `most`, else that many, evenly spaced. */
export function spacedRows(rows: number, most: number): Uint32Array {
  const count = Math.min(rows, most);
  return Uint32Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
}

export function someOf(judged: JudgedRows, most: number): JudgedRows {
  if (judged.rows.length <= most) return judged;
  const rows = spacedRows(judged.rows.length, most);
  return {
    ...judged,
    table: pickRows(judged.table, rows),
    truth: pickTarget(judged.truth, rows),
    rows: Uint32Array.from(rows, (row) => judged.rows[row]!),
    units: judged.units ? unitsAmong(judged.units, rows) : null,
  };
}

/** @throws LoamError `columns-differ` where the model answers another question, `loss-not-finite` */
export function asAnswers(
  { kind, threshold, truth }: Pick<JudgedRows, 'kind' | 'threshold' | 'truth'>,
  { probabilities, values }: TableAnswers,
): Answers {
  const given = kind === 'regression' ? values : probabilities;
  if (!given || (truth.type === 'number') !== (kind === 'regression')) {
    throw new LoamError('columns-differ', {
      reason: 'The model answers another question than this task asks.',
    });
  }
  if (!given.every(Number.isFinite)) {
    throw new LoamError('loss-not-finite', { reason: 'the model answers with no number' });
  }
  if (truth.type === 'number') {
    return { kind: 'regression', truth: truth.values, predicted: given };
  }
  const width = truth.classes.length;
  const byClass = truth.classes.map((_, c) =>
    Float64Array.from(truth.codes, (__, row) => given[row * width + c]!),
  );
  return kind === 'binary'
    ? { kind, truth: truth.codes, probabilities: byClass, threshold: threshold ?? 0.5 }
    : { kind: 'multiclass', truth: truth.codes, probabilities: byClass };
}

/** The answers to some of the rows. */
export function pickAnswers(answers: Answers, rows: Uint32Array): Answers {
  const some = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  if (answers.kind === 'regression') {
    return { ...answers, truth: some(answers.truth), predicted: some(answers.predicted) };
  }
  return {
    ...answers,
    truth: Int32Array.from(rows, (row) => answers.truth[row]!),
    probabilities: answers.probabilities.map(some),
  };
}

/** Between two pieces of work. @throws LoamError `cancelled` */
export async function breathe({ signal, progress, pause }: Watch, done: number): Promise<void> {
  progress?.(done);
  await pause?.();
  if (signal?.aborted) throw new LoamError('cancelled');
}
