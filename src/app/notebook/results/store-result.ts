/** What a cell shows as a stored result, and back. */
import type { Digest } from '../../../core/hash/digest';
import { canonicalBytes } from '../../../core/json/canonical';
import { shownOutput } from '../../../kernel/host/validate';
import type {
  ConsoleLine,
  ControlValue,
  Inspected,
  Output,
  ShownTable,
  TableCell,
} from '../../../kernel/protocol';
import type { CellResult } from '../cell-results';
import type {
  StoredCell,
  StoredOutput,
  StoredResult,
  StoredTable,
  StoredValue,
  StrangeNumber,
} from './stored-shape';

/** JSON and images of one cell together; a larger result is not kept. */
export const MOST_BYTES = 5 * 1024 * 1024;

export interface ToStore {
  /** Links of the images follow when they are written. */
  stored: StoredResult;
  images: Uint8Array[];
}

export interface Shown {
  result: CellResult;
  controls: Readonly<Record<number, ControlValue>>;
  code: Digest;
  from: StoredResult['from'];
  /** Rows of tables beyond the first that came with them, by handle. */
  rows: ReadonlyMap<number, TableCell[][]>;
}

export function toStored(shown: Shown): ToStore {
  const tried = [shown, { ...shown, rows: new Map() }];
  for (const each of tried) {
    const made = encode(each);
    if (sizeOf(made) <= MOST_BYTES) return made;
  }
  const none = { outputs: [], images: [], console: [], dropped: 0, failure: null, controls: [] };
  const { code, from, result } = shown;
  const { seconds } = result;
  return {
    stored: { format: 'loam.cell-result/1', code, from, whole: false, seconds, ...none },
    images: [],
  };
}

function sizeOf({ stored, images }: ToStore): number {
  const bytes = images.reduce((sum, image) => sum + image.length, 0);
  return bytes > MOST_BYTES ? bytes : bytes + canonicalBytes(stored).length;
}

function encode({ result, controls, code, from, rows }: Shown): ToStore {
  const images: Uint8Array[] = [];
  const outputs = [...result.added, ...result.outputs].flatMap((output) =>
    encodeOutput(output, rows, images),
  );
  const { failure } = result;
  return {
    images,
    stored: {
      format: 'loam.cell-result/1',
      code,
      from,
      whole: true,
      outputs,
      images: [],
      console: result.console.map((line): ConsoleLine => ({
        ...line,
        values: line.values.map(withoutHandles),
      })),
      dropped: result.dropped,
      failure: failure && {
        ...failure,
        name: whole(failure.name),
        message: whole(failure.message),
        stack: failure.stack.map(whole),
      },
      seconds: result.seconds,
      controls: Object.entries(controls).flatMap(([index, value]) =>
        isStorable(value)
          ? [[Number(index), typeof value === 'string' ? whole(value) : value]]
          : [],
      ),
    },
  };
}

function encodeOutput(
  output: Output,
  rows: ReadonlyMap<number, TableCell[][]>,
  images: Uint8Array[],
): StoredOutput[] {
  switch (output.type) {
    case 'value':
      return [{ type: 'value', value: withoutHandles(output.value) }];
    case 'table':
      return [{ type: 'table', table: encodeTable(output.table, rows) }];
    case 'html':
      return [{ type: 'html', html: whole(output.html) }];
    case 'svg':
      return [{ type: 'svg', svg: whole(output.svg) }];
    case 'run':
    case 'study':
      return [output];
    case 'image':
      images.push(output.bytes);
      return [{ type: 'image', mime: output.mime, image: images.length - 1 }];
    case 'control': {
      const { index, control } = output;
      if (control.type !== 'rows')
        return [{ type: 'control', index, control: mapTexts(control, whole) }];
      const { label, value } = control;
      const table = encodeTable(control.table, rows);
      return [
        { type: 'control', index, control: { type: 'rows', label: whole(label), table, value } },
      ];
    }
    // It waits for a kernel that will not be there.
    case 'press':
      return [];
    default:
      return output satisfies never;
  }
}

/** The texts of a plain object, and of lists in it. */
function mapTexts<T extends object>(object: T, change: (text: string) => string): T {
  const mapped = Object.entries(object).map(([key, value]: [string, unknown]) => {
    if (typeof value === 'string') return [key, change(value)];
    if (!Array.isArray(value)) return [key, value];
    return [key, value.map((each: unknown) => (typeof each === 'string' ? change(each) : each))];
  });
  return Object.fromEntries(mapped) as T;
}

function encodeTable(table: ShownTable, rows: ReadonlyMap<number, TableCell[][]>): StoredTable {
  const cells = rows.get(table.handle) ?? table.first;
  return {
    columns: table.columns.map(({ name, type }) => ({ name: whole(name), type })),
    rows: table.rows,
    cells: cells.map((row) => row.map(encodeCell)),
  };
}

function encodeCell(cell: TableCell): StoredCell {
  if (typeof cell === 'string') return whole(cell);
  if (typeof cell !== 'number') return cell;
  if (Object.is(cell, -0)) return { number: '-0' };
  return Number.isFinite(cell) ? cell : { number: String(cell) as StrangeNumber };
}

/** What was not sent is gone with the kernel. */
function withoutHandles(value: Inspected): Inspected {
  if (value.type === 'leaf') return { ...value, of: whole(value.of), text: whole(value.text) };
  const entries = value.entries.map(({ key, value: inner }) => ({
    key: whole(key),
    value: withoutHandles(inner),
  }));
  return { ...value, of: whole(value.of), handle: null, entries };
}

const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** UTF-8 has no half characters. */
function whole(text: string): string {
  return text.replace(LONE, '\uFFFD');
}

function isStorable(value: ControlValue): value is StoredValue {
  if (Array.isArray(value)) return value.every(Number.isFinite);
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || typeof value !== 'object';
}

export interface FromStore {
  result: CellResult;
  controls: Record<number, ControlValue>;
  /** Of each table, by the handle that it has got. */
  rows: Map<number, TableCell[][]>;
}

/**
 * @param stored of the right shape
 * @param images bytes of `stored.images`
 * @param nextHandle one that no table has
 * @returns null where what it says could not have come out of a cage
 */
export function fromStored(
  stored: StoredResult,
  at: number,
  images: readonly Uint8Array[],
  nextHandle: () => number,
): FromStore | null {
  const rows: FromStore['rows'] = new Map();
  const decodeTable = ({ columns, rows: count, cells }: StoredTable): ShownTable => {
    const handle = nextHandle();
    const decoded = cells.map((row) => row.map(decodeCell));
    rows.set(handle, decoded);
    return { handle, columns, rows: count, first: decoded.slice(0, 50) };
  };
  const outputs = stored.outputs.map((output): Output => {
    if (output.type === 'image')
      return { type: 'image', mime: output.mime, bytes: images[output.image]! };
    if (output.type === 'table') return { type: 'table', table: decodeTable(output.table) };
    if (output.type !== 'control') return output;
    const { control } = output;
    if (control.type !== 'rows') return { ...output, control };
    return { ...output, control: { ...control, table: decodeTable(control.table) } };
  });
  // Runs are the app's own to show; the cage may not say them.
  if (!outputs.every((output) => ['run', 'study'].includes(output.type) || shownOutput(output)))
    return null;
  const { console, dropped, failure, seconds, code, from, whole: isWhole } = stored;
  const origin = { at, code, from, whole: isWhole };
  return {
    result: { outputs, added: [], console, dropped, failure, seconds, origin },
    controls: Object.fromEntries(stored.controls),
    rows,
  };
}

function decodeCell(cell: StoredCell): TableCell {
  return cell !== null && typeof cell === 'object' ? Number(cell.number) : cell;
}
