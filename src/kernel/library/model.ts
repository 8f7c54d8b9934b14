/** Saved models, and what is asked of a model: predicting, explaining, making again, exporting. */
import { EXPORT_KINDS } from '../../core/log/export-kinds';
import type { DecisionCost } from '../../core/evaluation/decisions';
import { Dataset, Steps, type DatasetDeps } from './dataset';
import { frameFromRows, plainColumns, type Frame } from './frame';
import { filled, oneOf, options, refuse, shown, signalOf, text } from './refuse';
import { Ladder, Run } from './run';
import { Study, triedFor } from './study-answer';
import type { Brief } from './task-brief';
import type { ExportFacts, ModelFacts, Reproduction, RowExplanation, Subject } from './verbs';

/** A model version of the workspace. */
export class Model {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly kind: ModelFacts['kind'];
  /** The column that it predicts. */
  readonly target: string;
  /** Null for regression. */
  readonly classes: readonly string[] | null;
  /** The columns that it reads. */
  readonly inputs: readonly string[];
  readonly note: string;
  /** Two classes: the answer is the second from this probability on; else null. */
  readonly threshold: number | null;

  constructor(facts: ModelFacts) {
    this.id = facts.id;
    this.name = facts.name;
    this.version = facts.version;
    this.kind = facts.kind;
    this.target = facts.target;
    this.classes = facts.classes;
    this.inputs = facts.inputs;
    this.note = facts.note;
    this.threshold = facts.threshold;
    Object.freeze(this);
  }
}

export interface Answer {
  /** The class, or the number. */
  answer: string | number;
  /** By class; null for regression. */
  probabilities: Record<string, number> | null;
}

export interface Meant {
  subject: Subject;
  cost: DecisionCost | null;
  brief: Brief | null;
  /** Candidates that it is the best of. */
  tried: number;
}

export function meant(argument: string, value: unknown): Meant {
  const subject = value instanceof Ladder || value instanceof Study ? value.best : value;
  if (subject instanceof Run) {
    if (subject.failure !== null)
      refuse(argument, `is ${subject.name}, which has no model. ${subject.failure}`);
    const tried = value instanceof Ladder ? value.runs.length : triedFor(subject);
    const { cost, brief } = subject.task;
    return { subject: { run: subject.id }, cost, brief, tried };
  }
  if (subject instanceof Model) {
    return { subject: { model: subject.id }, cost: null, brief: null, tried: 1 };
  }
  return refuse(
    argument,
    `is ${shown(value)}; it must be a Run, a Ladder or Study (its best run is taken) or a saved Model.`,
  );
}

function saved(argument: string, value: unknown): Model {
  if (value instanceof Model) return value;
  const todo =
    value instanceof Run || value instanceof Ladder || value instanceof Study
      ? 'save it first: await loam.save(run, "name").'
      : 'it must be what loam.save or loam.model answers.';
  return refuse(argument, `is ${shown(value)}, no saved model; ${todo}`);
}

/** Rows as one object, a list of objects, or a Dataset. One object is answered by one answer. */
export async function predict(
  { send }: DatasetDeps,
  m: unknown,
  rows: unknown,
  o: unknown,
): Promise<Answer | Answer[]> {
  const at = 'loam.predict';
  const { subject } = meant(`${at}: model`, m);
  const signal = signalOf(`${at}: signal`, options(`${at}: options`, o, ['signal']).signal);
  const given = rows instanceof Steps ? await rows : rows;
  const frame = await frameFor(`${at}: rows`, given, m);
  if (frame.rows === 0) return [];
  const { answers, classes, probabilities } = await send(
    'predict',
    { with: subject, columns: plainColumns(frame), rows: frame.rows },
    signal ? { signal } : {},
  );
  const list = answers.map((answer, row): Answer => ({
    answer,
    probabilities:
      classes && probabilities
        ? Object.fromEntries(classes.map((label, c) => [label, probabilities[row]![c]!]))
        : null,
  }));
  return given instanceof Dataset || Array.isArray(given) ? list : list[0]!;
}

export async function explain(
  { send }: DatasetDeps,
  m: unknown,
  row: unknown,
  o: unknown,
): Promise<RowExplanation> {
  const at = 'loam.explain';
  const { subject } = meant(`${at}: model`, m);
  const given = options(`${at}: options`, o, ['of', 'signal']);
  const signal = signalOf(`${at}: signal`, given.signal);
  if (row === null || typeof row !== 'object' || Array.isArray(row) || row instanceof Dataset) {
    return refuse(`${at}: row`, `is ${shown(row)}; give one object, such as { age: 30 }.`);
  }
  const frame = frameFromRows(`${at}: row`, [row]);
  const of = given.of === undefined ? null : text(`${at}: of`, given.of);
  return send(
    'explain',
    { with: subject, columns: plainColumns(frame), rows: 1, of },
    signal ? { signal } : {},
  );
}

/** Of a dataset only the columns that a saved model reads are read. */
async function frameFor(argument: string, rows: unknown, m: unknown): Promise<Frame> {
  if (rows instanceof Dataset) {
    const names = rows.columnNames;
    const read = m instanceof Model ? names.filter((name) => m.inputs.includes(name)) : names;
    if (read.length === 0) {
      return refuse(
        argument,
        `have none of the columns that the model reads (${(m as Model).inputs.join(', ')}).`,
      );
    }
    return frameFromRows(argument, await (await rows.select(read)).toRows());
  }
  if (Array.isArray(rows)) return frameFromRows(argument, rows);
  if (rows !== null && typeof rows === 'object') return frameFromRows(argument, [rows]);
  return refuse(argument, `is ${shown(rows)}; give an object, a list of objects or a Dataset.`);
}

export function reproduce({ send }: DatasetDeps, m: unknown, o: unknown): Promise<Reproduction> {
  const at = 'loam.reproduce';
  const { id } = saved(`${at}: model`, m);
  const signal = signalOf(`${at}: signal`, options(`${at}: options`, o, ['signal']).signal);
  return send('reproduce', { model: id }, signal ? { signal } : {});
}

export function exportModel(
  { send }: DatasetDeps,
  m: unknown,
  kind: unknown,
): Promise<ExportFacts> {
  const { id } = saved('loam.export: model', m);
  const asked = oneOf('loam.export: kind', kind, EXPORT_KINDS);
  return send('export', { model: id, kind: asked });
}

export async function models({ send }: DatasetDeps): Promise<Model[]> {
  return (await send('models', {})).map((facts) => new Model(facts));
}

export async function model({ send }: DatasetDeps, ref: unknown): Promise<Model> {
  const named = filled('loam.model: name', ref, 'a name such as "churn" (the newest) or "churn@2"');
  return new Model(await send('model', { ref: named }));
}
