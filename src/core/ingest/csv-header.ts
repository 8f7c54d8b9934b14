/** Whether the first record names the columns, and the names that they get. */
import { LoamError } from '../errors';
import { cellKind, type CellKind } from './cell-kind';
import { usualLength } from './detect-delimiter';
import type { IssueLog } from './issue-log';
import { MAX_COLUMNS } from './limits';

const encoder = new TextEncoder();

function kindOf(text: string, comma: boolean): CellKind {
  const bytes = encoder.encode(`${text}\n`);
  return cellKind(bytes, 0, bytes.length - 1, comma);
}

/**
 * It does where a text stands over numbers or dates, or where nothing in it looks like a value: no number,
 * no date, and no text that comes again below it in most of its columns. Years in a row (2019, 2020...)
 * beside a text are names, too.
 */
export function detectHeader(records: readonly string[][], comma: boolean): boolean {
  const [first, ...rest] = records;
  if (!first) return false;
  const kinds = first.map((cell) => kindOf(cell, comma));
  if (rest.length === 0) return kinds.every((kind) => kind === 'text');
  let names = 0;
  let values = 0;
  let texts = 0;
  let again = 0;
  first.forEach((cell, column) => {
    const below = rest.map((record) => record[column] ?? '');
    const kind = kinds[column]!;
    if (kind === 'number' || kind === 'date') values++;
    if (kind !== 'text') return;
    const others = new Set(below.map((text) => kindOf(text, comma)));
    others.delete('missing');
    if (others.size === 1 && !others.has('text')) names++;
    texts++;
    if (below.includes(cell)) again++;
  });
  if (names > 0) return true;
  const years =
    values > 1 && again === 0 && areYears(first.filter((_, i) => kinds[i] === 'number'));
  return (values === 0 || years) && texts > 0 && again * 2 <= texts;
}

function areYears(cells: string[]): boolean {
  const years = cells.map(Number);
  return years.every(
    (year, i) => year >= 1800 && year <= 2200 && (i === 0 || year === years[i - 1]! + 1),
  );
}

/**
 * One name per column. The width is that of the header, or of the usual record where most records are
 * longer; a header that lacks exactly one cell leaves the first column unnamed, as R writes row names.
 */
export function columnNames(
  records: readonly string[][],
  header: boolean,
  issues: IssueLog,
): string[] {
  const rows = header ? records.slice(1) : records;
  const usual = usualLength(rows);
  const longer = rows.filter((record) => record.length >= usual).length;
  let raw = header ? records[0]!.map((name) => name.trim()) : [];
  if (usual > raw.length && longer * 2 > rows.length) {
    const rowNames = header && usual === raw.length + 1 && !rows.every(endsEmpty);
    raw = rowNames ? ['', ...raw] : [...raw, ...Array<string>(usual - raw.length).fill('')];
    // An empty cell that ends every row and the header does not know is no column.
    if (header && !rowNames && usual === records[0]!.length + 1) raw.pop();
  }
  if (raw.length > MAX_COLUMNS) {
    throw new LoamError('file-too-many-columns', { columns: raw.length, limit: MAX_COLUMNS });
  }
  return header ? distinctNames(raw, issues) : raw.map((_, i) => `column_${i + 1}`);
}

const endsEmpty = (record: string[]): boolean => record.at(-1) === '';

/** Empty names become `column_3`, repeated ones `name_2`, `name_3`...; each is noted. */
export function distinctNames(raw: readonly string[], issues: IssueLog): string[] {
  const taken = new Set(raw);
  const used = new Set<string>();
  return raw.map((name, i) => {
    let own = name;
    if (name === '') {
      own = freeName(`column_${i + 1}`, taken);
      issues.note('empty-header', own, 1);
    } else if (used.has(name)) {
      let n = 2;
      while (taken.has(`${name}_${n}`)) n++;
      own = `${name}_${n}`;
      issues.note('duplicate-header', own, 1);
    }
    taken.add(own);
    used.add(own);
    return own;
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let own = name;
  for (let n = 2; taken.has(own); n++) own = `${name}_${n}`;
  return own;
}
