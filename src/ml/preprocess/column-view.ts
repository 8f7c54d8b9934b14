/**
 * A column as the step at hand wants it: numbers or texts. Columns usually have the right shape already;
 * a one-hot step over an integer column, or a file whose column was read as another type, need the bridge.
 */
import { LoamError } from '../../core/errors';
import type { CodedColumn, Column, NumericColumn, Table } from '../../core/dataset/types';

export function columnOf(table: Table, name: string): Column {
  return found(
    table.columns.find((candidate) => candidate.schema.name === name),
    name,
  );
}

export function columnNamed(columns: ReadonlyMap<string, Column>, name: string): Column {
  return found(columns.get(name), name);
}

function found(column: Column | undefined, name: string): Column {
  if (!column) throw new LoamError('columns-differ', { column: name });
  return column;
}

/** How a number is written when it is used as a category. */
export function numberText(x: number): string | null {
  return Number.isNaN(x) ? null : String(x);
}

/** The number a text stands for; NaN for none. Empty text is missing, hexadecimal and the like are no numbers. */
export function textNumber(text: string): number {
  const trimmed = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : NaN;
}

export function asNumeric(column: Column): NumericColumn {
  if (column.kind === 'numeric') return column;
  const parsed = column.dictionary.map(textNumber);
  const values = new Float64Array(column.codes.length);
  for (let row = 0; row < values.length; row++) values[row] = parsed[column.codes[row]!] ?? NaN;
  return { kind: 'numeric', schema: column.schema, values };
}

export function asCoded(column: Column): CodedColumn {
  if (column.kind === 'coded') return column;
  const codeOf = new Map<string, number>();
  const dictionary: string[] = [];
  const codes = new Int32Array(column.values.length);
  for (let row = 0; row < codes.length; row++) {
    const text = numberText(column.values[row]!);
    if (text === null) {
      codes[row] = -1;
      continue;
    }
    let code = codeOf.get(text);
    if (code === undefined) {
      code = dictionary.push(text) - 1;
      codeOf.set(text, code);
    }
    codes[row] = code;
  }
  return { kind: 'coded', schema: column.schema, codes, dictionary };
}
