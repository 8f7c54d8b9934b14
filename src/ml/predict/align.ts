/**
 * Brings a table, or one row of cells, to the columns of a model's signature: same names, same types, in
 * the signature's order. A row becomes a table of one row, so that both take the same path from here on.
 */
import type { Cell, CodedColumn, Column, ColumnSchema, Table } from '../../core/dataset/types';
import type { InputSignature } from '../../core/model/types';
import { asCoded } from '../preprocess/column-view';
import { isMissingNumber } from '../preprocess/step-inputs';
import type { InputProblem, ProblemType } from './problems';
import { isNumericInput, readNumber, readText } from './read-cell';

export interface Aligned {
  table: Table;
  problems: InputProblem[];
}

class ProblemCounter {
  readonly #found = new Map<ProblemType, InputProblem>();

  constructor(readonly input: string) {}

  add(problem: ProblemType, example: string | null, count = 1): void {
    if (count === 0) return;
    const known = this.#found.get(problem);
    if (known) known.count += count;
    else this.#found.set(problem, { input: this.input, problem, count, example });
  }

  list(): InputProblem[] {
    return [...this.#found.values()];
  }
}

export function alignRow(inputs: InputSignature[], row: Record<string, Cell>): Aligned {
  const table: Table = { rows: 1, columns: [] };
  const problems: InputProblem[] = [];
  for (const input of inputs) {
    const counter = new ProblemCounter(input.name);
    const given = Object.hasOwn(row, input.name);
    if (!given) counter.add('absent', null);
    table.columns.push(oneCellColumn(input, given ? row[input.name] : undefined, counter, given));
    problems.push(...counter.list());
  }
  return { table, problems };
}

function oneCellColumn(
  input: InputSignature,
  cell: Cell | undefined,
  counter: ProblemCounter,
  given: boolean,
): Column {
  const schema = schemaOf(input);
  if (isNumericInput(input)) {
    const { value, wrong } = readNumber(input, cell);
    if (wrong) counter.add('wrong-type', String(cell));
    else if (given && isMissingNumber(value)) counter.add('missing', null);
    return { kind: 'numeric', schema, values: Float64Array.of(value) };
  }
  const { value, wrong } = readText(input, cell);
  if (wrong) counter.add('wrong-type', String(cell));
  else if (given && value === null) counter.add('missing', null);
  if (value === null) return { kind: 'coded', schema, codes: Int32Array.of(-1), dictionary: [] };
  if (isUnseen(input, value)) counter.add('unseen', value);
  return { kind: 'coded', schema, codes: Int32Array.of(0), dictionary: [value] };
}

function isUnseen(input: InputSignature, value: string): boolean {
  return input.categories !== null && !input.categories.includes(value);
}

export function schemaOf(input: InputSignature): ColumnSchema {
  const { name, type } = input;
  if (type === 'boolean') return { name, type, labels: input.labels ?? ['false', 'true'] };
  if (type === 'datetime') return { name, type, precision: 'millisecond' };
  return { name, type };
}

export function alignTable(inputs: InputSignature[], table: Table): Aligned {
  const byName = new Map(table.columns.map((column) => [column.schema.name, column]));
  const problems: InputProblem[] = [];
  const columns = inputs.map((input) => {
    const counter = new ProblemCounter(input.name);
    const column = byName.get(input.name);
    const aligned = column
      ? alignColumn(input, column, counter)
      : absentColumn(input, table.rows, counter);
    problems.push(...counter.list());
    return aligned;
  });
  return { table: { rows: table.rows, columns }, problems };
}

function absentColumn(input: InputSignature, rows: number, counter: ProblemCounter): Column {
  counter.add('absent', null, rows);
  const schema = schemaOf(input);
  return isNumericInput(input)
    ? { kind: 'numeric', schema, values: new Float64Array(rows).fill(NaN) }
    : { kind: 'coded', schema, codes: new Int32Array(rows).fill(-1), dictionary: [] };
}

function alignColumn(input: InputSignature, column: Column, counter: ProblemCounter): Column {
  return isNumericInput(input)
    ? alignNumeric(input, column, counter)
    : alignCoded(input, column, counter);
}

function alignNumeric(input: InputSignature, column: Column, counter: ProblemCounter): Column {
  const schema = schemaOf(input);
  if (column.kind === 'numeric') {
    let missing = 0;
    for (const x of column.values) if (isMissingNumber(x)) missing++;
    counter.add('missing', null, missing);
    return { kind: 'numeric', schema, values: column.values };
  }
  const readings = column.dictionary.map((text) => readNumber(input, text));
  const uses = countUses(column);
  counter.add('missing', null, uses.missing);
  readings.forEach(({ value, wrong }, code) => {
    if (wrong) counter.add('wrong-type', column.dictionary[code]!, uses.perCode[code]!);
    else if (isMissingNumber(value)) counter.add('missing', null, uses.perCode[code]!);
  });
  const values = Float64Array.from(column.codes, (code) => readings[code]?.value ?? NaN);
  return { kind: 'numeric', schema, values };
}

function alignCoded(input: InputSignature, column: Column, counter: ProblemCounter): Column {
  const source = asCoded(column);
  const readings = source.dictionary.map((text) =>
    readText(input, booleanCell(input, column, text)),
  );
  const uses = countUses(source);
  counter.add('missing', null, uses.missing);
  readings.forEach(({ value, wrong }, code) => {
    const count = uses.perCode[code]!;
    if (wrong) counter.add('wrong-type', source.dictionary[code]!, count);
    else if (value === null) counter.add('missing', null, count);
    else if (isUnseen(input, value)) counter.add('unseen', value, count);
  });
  const dictionary = readings.map(({ value }) => value ?? '');
  const codes = source.codes.map((code) => (readings[code]?.value == null ? -1 : code));
  return { kind: 'coded', schema: schemaOf(input), codes, dictionary };
}

/** A column that was read as booleans still means true and false where its labels are not the model's. */
function booleanCell(input: InputSignature, column: Column, text: string): Cell {
  if (input.type !== 'boolean' || column.schema.type !== 'boolean') return text;
  return input.labels?.includes(text) ? text : text === column.schema.labels[1];
}

function countUses(column: CodedColumn): { perCode: Uint32Array; missing: number } {
  const perCode = new Uint32Array(column.dictionary.length);
  let missing = 0;
  for (const code of column.codes) {
    if (code < 0) missing++;
    else perCode[code]!++;
  }
  return { perCode, missing };
}
