/**
 * Rows that are answered together, collected as the columns that the predictor takes. Cells are read as
 * `answerRow` of runtime/answer-rows.ts reads them, and the problems found are the same.
 */
import type { Cell, Column, ColumnSchema, Table } from '../../../../core/dataset/types';
import type { InputSignature } from '../../../../core/model/types';
import { schemaOf } from '../../../../ml/predict/align';
import { isNumericInput, readNumber, readText } from '../../../../ml/predict/read-cell';
import type { InputRow, RowProblem } from '../../../runtime/answer-rows';

const NONE: RowProblem[] = [];

/** What of a column is the same in every pass. */
interface ColumnPlan {
  input: InputSignature;
  isNumeric: boolean;
  schema: ColumnSchema;
  /** Null where any text will do. */
  known: ReadonlySet<string> | null;
}

const planned = new WeakMap<readonly InputSignature[], readonly ColumnPlan[]>();

function plansOf(inputs: readonly InputSignature[]): readonly ColumnPlan[] {
  let plans = planned.get(inputs);
  if (!plans) {
    plans = inputs.map((input) => ({
      input,
      isNumeric: isNumericInput(input),
      schema: schemaOf(input),
      known: input.categories && new Set(input.categories),
    }));
    planned.set(inputs, plans);
  }
  return plans;
}

abstract class InputColumn {
  readonly name: string;
  readonly input: InputSignature;

  constructor(readonly plan: ColumnPlan) {
    this.input = plan.input;
    this.name = plan.input.name;
  }

  /** Null where nothing was wrong. */
  abstract add(cell: Cell | undefined, given: boolean): RowProblem | null;
  /** The cell as it was read. */
  abstract cell(row: number): string | number | null;
  abstract column(): Column;

  problem(problem: RowProblem['problem'], value: string | null): RowProblem {
    return { input: this.name, problem, value };
  }
}

function grown(values: Float64Array): Float64Array {
  const more = new Float64Array(Math.max(8, 2 * values.length));
  more.set(values);
  return more;
}

class NumericInput extends InputColumn {
  #values: Float64Array;
  #rows = 0;

  constructor(plan: ColumnPlan, rows: number) {
    super(plan);
    this.#values = new Float64Array(rows);
  }

  add(cell: Cell | undefined, given: boolean): RowProblem | null {
    if (typeof cell === 'number' && cell - cell === 0) {
      this.#put(cell);
      return null;
    }
    const { value, wrong } = readNumber(this.input, cell);
    this.#put(value);
    if (!given) return this.problem('absent', null);
    if (wrong) return this.problem('wrong-type', String(cell));
    return value - value === 0 ? null : this.problem('missing', null);
  }

  #put(value: number): void {
    if (this.#rows === this.#values.length) this.#values = grown(this.#values);
    this.#values[this.#rows++] = value;
  }

  cell(row: number): number | null {
    const value = this.#values[row]!;
    return Number.isNaN(value) ? null : value;
  }

  column(): Column {
    const all = this.#values;
    const values = this.#rows === all.length ? all : all.subarray(0, this.#rows);
    return { kind: 'numeric', schema: this.plan.schema, values };
  }
}

class CodedInput extends InputColumn {
  readonly #codes: number[] = [];
  readonly #codeOf = new Map<string, number>();
  readonly #dictionary: string[] = [];

  add(cell: Cell | undefined, given: boolean): RowProblem | null {
    const { value, wrong } = readText(this.input, cell);
    if (value === null) {
      this.#codes.push(-1);
      if (!given) return this.problem('absent', null);
      return wrong ? this.problem('wrong-type', String(cell)) : this.problem('missing', null);
    }
    let code = this.#codeOf.get(value);
    if (code === undefined) {
      code = this.#dictionary.push(value) - 1;
      this.#codeOf.set(value, code);
    }
    this.#codes.push(code);
    const { known } = this.plan;
    return known && !known.has(value) ? this.problem('unseen', value) : null;
  }

  cell(row: number): string | null {
    const code = this.#codes[row]!;
    return code < 0 ? null : this.#dictionary[code]!;
  }

  column(): Column {
    const codes = new Int32Array(this.#codes);
    return { kind: 'coded', schema: this.plan.schema, codes, dictionary: this.#dictionary };
  }
}

export class BatchColumns {
  readonly #columns: InputColumn[];
  #rows = 0;

  /** @param rows to have place for; more may come */
  constructor(inputs: readonly InputSignature[], rows: number) {
    this.#columns = plansOf(inputs).map((plan) =>
      plan.isNumeric ? new NumericInput(plan, rows) : new CodedInput(plan),
    );
  }

  get rows(): number {
    return this.#rows;
  }

  /** Takes a row by name; answers what was wrong with it. */
  addRow(row: InputRow): RowProblem[] {
    this.#rows++;
    let found = NONE;
    let strange = NONE;
    for (const column of this.#columns) {
      const given = Object.hasOwn(row, column.name);
      const value = given ? row[column.name] : undefined;
      if (typeof value === 'object' && value !== null) {
        column.add(null, true);
        const problem = column.problem('wrong-type', JSON.stringify(value));
        strange = strange.length === 0 ? [problem] : [...strange, problem];
        continue;
      }
      const problem = column.add(value as Cell | undefined, given);
      if (problem) found = found.length === 0 ? [problem] : [...found, problem];
    }
    return strange.length === 0 ? found : [...found, ...strange];
  }

  /**
   * Takes whole columns, in the order of the inputs, `rows` cells each.
   * @returns how many cells had a problem
   */
  addColumns(cells: readonly (readonly Cell[])[], rows: number): number {
    this.#rows += rows;
    let problems = 0;
    this.#columns.forEach((column, i) => {
      for (let row = 0; row < rows; row++) if (column.add(cells[i]![row]!, true)) problems++;
    });
    return problems;
  }

  /** A row as it was read: numbers, texts, null for what is missing. */
  row(row: number): Record<string, string | number | null> {
    return Object.fromEntries(this.#columns.map((column) => [column.name, column.cell(row)]));
  }

  table(): Table {
    return { rows: this.#rows, columns: this.#columns.map((column) => column.column()) };
  }
}
