/**
 * Counts, as rows go by, how what a model is fed differs from what it was trained on. Keeps counts only, the
 * same few for any number of rows.
 */
import type { Cell, Table } from '../../core/dataset/types';
import type { InputSignature } from '../../core/model/types';
import { alignRow, alignTable } from '../../ml/predict/align';
import { ColumnCount } from './column-count';
import { inputDrift, worstFirst, type DriftReport } from './drift-report';

export class DriftCounter {
  readonly #inputs: InputSignature[];
  readonly #columns: ColumnCount[];
  #rows = 0;

  constructor(inputs: readonly InputSignature[]) {
    this.#inputs = [...inputs];
    this.#columns = inputs.map((input) => new ColumnCount(input));
  }

  /** One row by name, read as a prediction reads it; what is not there is missing. */
  add(row: Record<string, Cell>): void {
    this.#count(alignRow(this.#inputs, row).table);
  }

  /** Columns are matched by name. */
  addTable(table: Table): void {
    this.#count(alignTable(this.#inputs, table).table);
  }

  /** What the other has counted too. @param other over the same signature */
  merge(other: DriftCounter): void {
    this.#columns.forEach((column, i) => column.merge(other.#columns[i]!));
    this.#rows += other.#rows;
  }

  /** So far; the worst input first. */
  report(): DriftReport {
    const inputs = this.#columns.map((column) => inputDrift(column.input, column.tally()));
    return { rows: this.#rows, inputs: worstFirst(inputs) };
  }

  #count(table: Table): void {
    this.#columns.forEach((column, i) => column.add(table.columns[i]!));
    this.#rows += table.rows;
  }
}
