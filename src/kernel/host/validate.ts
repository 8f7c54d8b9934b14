/**
 * What a message out of the cage must look like. Exactly these fields, of bounded size; whatever else
 * arrives is dropped. A cage that is no longer ours can still say false things about its own cells, and
 * nothing more.
 */
import {
  count,
  either,
  flag,
  listOf,
  number,
  nothing,
  only,
  oneOf,
  orNull,
  record,
  text,
  union,
  where,
  type Check,
} from '../../core/shape/check';
import type {
  CellFailure,
  ConsoleLine,
  ControlSpec,
  FromCage,
  Inspected,
  InspectedEntry,
  Output,
  ShownColumn,
  ShownTable,
  TableCell,
} from '../protocol';

const MARKUP = 5_000_000;
const IMAGE_BYTES = 50_000_000;
const ENTRIES = 1_000;
const DEPTH = 8;

const short = (limit: number) => where(text, (value) => value.length <= limit);
const few =
  <T>(check: Check<T>, limit: number): Check<T[]> =>
  // The length first: a list is not walked to learn that it is too long.
  (value): value is T[] =>
    Array.isArray(value) && value.length <= limit && listOf(check)(value);

const name = short(1_000);
const words = short(20_000);

const leaf = record<Extract<Inspected, { type: 'leaf' }>>({
  type: only('leaf'),
  of: name,
  text: words,
  more: count,
});

function inspectedTo(depth: number): Check<Inspected> {
  const entry: Check<InspectedEntry> =
    depth === 0
      ? (_value): _value is InspectedEntry => false
      : record<InspectedEntry>({ key: name, value: inspectedTo(depth - 1) });
  return union<Inspected, 'type'>('type', {
    leaf,
    tree: record<Extract<Inspected, { type: 'tree' }>>({
      type: only('tree'),
      of: name,
      size: count,
      handle: orNull(count),
      entries: few(entry, ENTRIES),
    }),
  });
}

export const inspected = inspectedTo(DEPTH);
const entry = record<InspectedEntry>({ key: name, value: inspected });

/** Any number: NaN and Infinity are values of a table too. */
const anyNumber: Check<number> = (value): value is number => typeof value === 'number';
const tableCell: Check<TableCell> = either(either(short(2_000), anyNumber), either(flag, nothing));
const row = few(tableCell, 500);

export const shownColumn = record<ShownColumn>({
  name,
  type: oneOf<ShownColumn['type']>({ number: 0, text: 0, boolean: 0, datetime: 0 }),
});

const table = where(
  record<ShownTable>({
    handle: count,
    columns: few(shownColumn, 500),
    rows: count,
    first: few(row, 50),
  }),
  ({ columns, first }) => first.every((cells) => cells.length === columns.length),
);

const label = words;
const control = union<ControlSpec, 'type'>('type', {
  slider: where(
    record<Extract<ControlSpec, { type: 'slider' }>>({
      type: only('slider'),
      label,
      min: number,
      max: number,
      step: number,
      value: number,
    }),
    ({ min, max, step }) => min < max && step > 0,
  ),
  number: record<Extract<ControlSpec, { type: 'number' }>>({
    type: only('number'),
    label,
    min: orNull(number),
    max: orNull(number),
    step: orNull(number),
    value: number,
  }),
  select: record<Extract<ControlSpec, { type: 'select' }>>({
    type: only('select'),
    label,
    options: few(words, 10_000),
    value: words,
  }),
  text: record<Extract<ControlSpec, { type: 'text' }>>({
    type: only('text'),
    label,
    placeholder: words,
    value: short(1_000_000),
  }),
  checkbox: record<Extract<ControlSpec, { type: 'checkbox' }>>({
    type: only('checkbox'),
    label,
    value: flag,
  }),
  file: record<Extract<ControlSpec, { type: 'file' }>>({
    type: only('file'),
    label,
    accept: name,
  }),
  rows: record<Extract<ControlSpec, { type: 'rows' }>>({
    type: only('rows'),
    label,
    table,
    value: few(count, 1_000_000),
  }),
});

const never = (_value: unknown): _value is never => false;

const bytes: Check<Uint8Array> = (value): value is Uint8Array =>
  value instanceof Uint8Array && value.byteLength <= IMAGE_BYTES;

export const shownOutput = union<Output, 'type'>('type', {
  value: record<Extract<Output, { type: 'value' }>>({ type: only('value'), value: inspected }),
  table: record<Extract<Output, { type: 'table' }>>({ type: only('table'), table }),
  html: record<Extract<Output, { type: 'html' }>>({ type: only('html'), html: short(MARKUP) }),
  svg: record<Extract<Output, { type: 'svg' }>>({ type: only('svg'), svg: short(MARKUP) }),
  image: record<Extract<Output, { type: 'image' }>>({
    type: only('image'),
    mime: where(text, (mime) => /^image\/(png|jpeg|gif|webp|avif)$/.test(mime)),
    bytes,
  }),
  control: record<Extract<Output, { type: 'control' }>>({
    type: only('control'),
    index: where(count, (index) => index < 1_000),
    control,
  }),
  // The app itself says that a training runs and that something waits for a press.
  run: never,
  study: never,
  press: never,
});

export const failure = record<CellFailure>({
  name,
  message: words,
  line: orNull(count),
  column: orNull(count),
  stack: few(name, 50),
});

export const consoleLine = record<ConsoleLine>({
  level: oneOf<ConsoleLine['level']>({ log: 0, info: 0, warn: 0, error: 0 }),
  values: few(inspected, 100),
  repeats: count,
});

type Message<T extends FromCage['type']> = Extract<FromCage, { type: T }>;
const anything = (_value: unknown): _value is unknown => true;

export const isFromCage: Check<FromCage> = union<FromCage, 'type'>('type', {
  ready: record<Message<'ready'>>({ type: only('ready') }),
  loaded: record<Message<'loaded'>>({ type: only('loaded'), name, failure: orNull(text) }),
  outputs: record<Message<'outputs'>>({
    type: only('outputs'),
    run: count,
    outputs: few(shownOutput, 1_000),
  }),
  console: record<Message<'console'>>({
    type: only('console'),
    run: count,
    lines: few(consoleLine, 1_000),
    dropped: count,
  }),
  changed: record<Message<'changed'>>({
    type: only('changed'),
    run: count,
    names: few(name, 1_000),
  }),
  ended: record<Message<'ended'>>({
    type: only('ended'),
    run: count,
    failure: orNull(failure),
    seconds: where(number, (seconds) => seconds >= 0),
  }),
  entries: record<Message<'entries'>>({
    type: only('entries'),
    ask: count,
    entries: few(entry, ENTRIES),
  }),
  page: record<Message<'page'>>({ type: only('page'), ask: count, rows: few(row, 1_000) }),
  call: record<Message<'call'>>({
    type: only('call'),
    call: count,
    run: count,
    verb: short(100),
    args: anything,
  }),
  cancel: record<Message<'cancel'>>({ type: only('cancel'), call: count }),
  pong: record<Message<'pong'>>({ type: only('pong'), ask: count }),
});
