/**
 * `loam.cell-result/1`: what a cell has shown, as one JSON object. It may come from anyone: it is checked like
 * a message out of the cage, and shown like one.
 */
import type { Digest, Link } from '../../../core/hash/digest';
import {
  count,
  digest,
  either,
  flag,
  link,
  listOf,
  number,
  oneOf,
  only,
  orNull,
  record,
  text,
  tuple,
  union,
  where,
  type Check,
} from '../../../core/shape/check';
import { consoleLine, failure, inspected, shownColumn } from '../../../kernel/host/validate';
import type {
  CellFailure,
  ConsoleLine,
  ControlSpec,
  Inspected,
  Output,
  ShownColumn,
} from '../../../kernel/protocol';

/** JSON has no such numbers. */
export type StoredCell = string | number | boolean | null | { number: StrangeNumber };
export type StrangeNumber = 'NaN' | 'Infinity' | '-Infinity' | '-0';

export interface StoredTable {
  columns: ShownColumn[];
  /** In all. */
  rows: number;
  /** The first of them. */
  cells: StoredCell[][];
}

type Plain = Extract<Output, { type: 'html' | 'svg' | 'run' | 'study' }>;
type RowsControl = Extract<ControlSpec, { type: 'rows' }>;
export type StoredControl =
  Exclude<ControlSpec, RowsControl> | (Omit<RowsControl, 'table'> & { table: StoredTable });

export type StoredOutput =
  | Plain
  | { type: 'value'; value: Inspected }
  | { type: 'table'; table: StoredTable }
  | { type: 'control'; index: number; control: StoredControl }
  /** Which of `images`. */
  | { type: 'image'; mime: string; image: number };

export type StoredValue = number | string | boolean | number[] | null;

export interface StoredResult {
  format: 'loam.cell-result/1';
  /** Identity of all code that it came from (`codeOf`). */
  code: Digest;
  /** `file`: it came with an `.ipynb`. */
  from: 'run' | 'file';
  /** False where it was too large: then there is nothing else. */
  whole: boolean;
  outputs: StoredOutput[];
  images: Link[];
  console: ConsoleLine[];
  dropped: number;
  failure: CellFailure | null;
  seconds: number | null;
  /** What the person had set, by index of the `input` call. */
  controls: [number, StoredValue][];
}

const strange = record<{ number: StrangeNumber }>({
  number: oneOf<StrangeNumber>({ NaN: 1, Infinity: 1, '-Infinity': 1, '-0': 1 }),
});
const scalar = either(
  either(text, number),
  either(flag, (value): value is null => value === null),
);
const storedCell: Check<StoredCell> = either(scalar, strange);
const table = where(
  record<StoredTable>({
    columns: listOf(shownColumn),
    rows: count,
    cells: listOf(listOf(storedCell)),
  }),
  ({ columns, rows, cells }) =>
    cells.length <= rows && cells.every((row) => row.length === columns.length),
);

/** What is inside is checked once more as an output, when it is one again. */
const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const control: Check<StoredControl> = (value): value is StoredControl =>
  isRecord(value) &&
  typeof value.type === 'string' &&
  (value.type !== 'rows' || table(value.table));

const id = where(text, (value) => /^[\w-]{1,100}$/.test(value));

const output = union<StoredOutput, 'type'>('type', {
  html: record({ type: only('html'), html: text }),
  svg: record({ type: only('svg'), svg: text }),
  run: record({ type: only('run'), run: id }),
  study: record({ type: only('study'), study: id }),
  value: record({ type: only('value'), value: inspected }),
  table: record({ type: only('table'), table }),
  control: record({ type: only('control'), index: count, control }),
  image: record({ type: only('image'), mime: text, image: count }),
});

const value: Check<StoredValue> = either(scalar, listOf(number));

export const storedResult: Check<StoredResult> = where(
  record<StoredResult>({
    format: only('loam.cell-result/1'),
    code: digest,
    from: oneOf<StoredResult['from']>({ run: 1, file: 1 }),
    whole: flag,
    outputs: listOf(output),
    images: listOf(link),
    console: listOf(consoleLine),
    dropped: count,
    failure: orNull(failure),
    seconds: orNull(where(number, (seconds) => seconds >= 0)),
    controls: listOf(tuple<[number, StoredValue]>(count, value)),
  }),
  ({ outputs, images }) => {
    const shown = outputs.flatMap((each) => (each.type === 'image' ? [each.image] : []));
    // Each image once and in order: one object for each content.
    return shown.length === images.length && shown.every((image, i) => image === i);
  },
);
