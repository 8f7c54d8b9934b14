/**
 * `input`: each call adds a control to the cell's output and answers its value: what the person set, by the
 * order of the calls in the cell, or the default. A value that the control could not have is the default.
 */
import type { ControlSpec, ControlValue } from '../protocol';
import { append, hasOwn, isArray, isFiniteNumber, isInteger, textOf } from './primordials';
import { recordsSource, shownTable, type TableSource } from './tables';

export interface ControlSink {
  /** Index of the call. */
  next(): number;
  /** What the person set; undefined where nothing. */
  valueOf(index: number): ControlValue | undefined;
  show(index: number, control: ControlSpec): void;
  keep(value: unknown): number;
  tableOf(value: object): TableSource | null;
}

interface Options {
  label?: unknown;
  [name: string]: unknown;
}

const OPTIONS = 10_000;

function optionsOf(name: string, given: unknown, known: string[]): Options {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null || isArray(given)) {
    throw new TypeError(`input.${name}: options are an object, such as { label: "..." }`);
  }
  const keys = Object.keys(given);
  for (let i = 0; i < keys.length; i++) {
    let found = keys[i] === 'label';
    for (let k = 0; k < known.length; k++) if (known[k] === keys[i]) found = true;
    if (!found) {
      let list = 'label';
      for (let k = 0; k < known.length; k++) list += `, ${known[k]}`;
      throw new TypeError(`input.${name}: has no option "${keys[i]}"; its options are ${list}`);
    }
  }
  return given as Options;
}

function wrong(name: string, option: string, needs: string): never {
  throw new TypeError(`input.${name}: ${option} must be ${needs}`);
}

function text(name: string, options: Options, option: string): string {
  const value = options[option] ?? '';
  return typeof value === 'string' ? value : wrong(name, option, 'text');
}

function number(name: string, options: Options, option: string, otherwise: number): number {
  const value = options[option] ?? otherwise;
  return typeof value === 'number' && isFiniteNumber(value)
    ? value
    : wrong(name, option, 'a finite number');
}

function maybeNumber(name: string, options: Options, option: string): number | null {
  return options[option] == null ? null : number(name, options, option, 0);
}

const within = (value: unknown, min: number | null, max: number | null): value is number =>
  typeof value === 'number' &&
  isFiniteNumber(value) &&
  (min === null || value >= min) &&
  (max === null || value <= max);

/** The `input` of one run. */
export function createInput(sink: ControlSink) {
  return Object.freeze({
    /** `{ min = 0, max = 1, step = (max - min) / 100, value = min, label }` */
    slider(given?: unknown): number {
      const options = optionsOf('slider', given, ['min', 'max', 'step', 'value']);
      const min = number('slider', options, 'min', 0);
      const max = number('slider', options, 'max', 1);
      if (max <= min) wrong('slider', 'max', 'greater than min');
      const step = number('slider', options, 'step', (max - min) / 100);
      if (step <= 0) wrong('slider', 'step', 'greater than 0');
      const value = number('slider', options, 'value', min);
      if (!within(value, min, max)) wrong('slider', 'value', 'between min and max');
      const index = sink.next();
      const set = sink.valueOf(index);
      const now = within(set, min, max) ? set : value;
      const label = text('slider', options, 'label');
      sink.show(index, { type: 'slider', label, min, max, step, value: now });
      return now;
    },

    /** `{ min, max, step, value = 0, label }` */
    number(given?: unknown): number {
      const options = optionsOf('number', given, ['min', 'max', 'step', 'value']);
      const min = maybeNumber('number', options, 'min');
      const max = maybeNumber('number', options, 'max');
      if (min !== null && max !== null && max < min) wrong('number', 'max', 'at least min');
      const step = maybeNumber('number', options, 'step');
      if (step !== null && step <= 0) wrong('number', 'step', 'greater than 0');
      const value = number('number', options, 'value', min ?? 0);
      if (!within(value, min, max)) wrong('number', 'value', 'between min and max');
      const index = sink.next();
      const set = sink.valueOf(index);
      const now = within(set, min, max) ? set : value;
      const label = text('number', options, 'label');
      sink.show(index, { type: 'number', label, min, max, step, value: now });
      return now;
    },

    /** A list of texts, or `{ options, value = the first, label }`. */
    select(given?: unknown, more?: unknown): string {
      const spec = isArray(given) ? { ...(more as object), options: given } : given;
      const options = optionsOf('select', spec, ['options', 'value']);
      const list = options.options;
      const needs = `a list of 1 to ${textOf(OPTIONS)} texts`;
      if (!isArray(list) || list.length === 0 || list.length > OPTIONS) {
        wrong('select', 'options', needs);
      }
      const choices: string[] = [];
      for (let i = 0; i < list.length; i++) {
        const choice: unknown = list[i];
        if (typeof choice !== 'string') wrong('select', 'options', needs);
        append(choices, choice);
      }
      const has = (value: unknown): value is string => {
        for (let i = 0; i < choices.length; i++) if (choices[i] === value) return true;
        return false;
      };
      const value = options.value ?? choices[0];
      if (!has(value)) wrong('select', 'value', 'one of the options');
      const index = sink.next();
      const set = sink.valueOf(index);
      const now = has(set) ? set : value;
      const label = text('select', options, 'label');
      sink.show(index, { type: 'select', label, options: choices, value: now });
      return now;
    },

    /** `{ placeholder, value = '', label }` */
    text(given?: unknown): string {
      const options = optionsOf('text', given, ['placeholder', 'value']);
      const placeholder = text('text', options, 'placeholder');
      const value = text('text', options, 'value');
      const index = sink.next();
      const set = sink.valueOf(index);
      const now = typeof set === 'string' ? set : value;
      sink.show(index, {
        type: 'text',
        label: text('text', options, 'label'),
        placeholder,
        value: now,
      });
      return now;
    },

    /** `{ value = false, label }` */
    checkbox(given?: unknown): boolean {
      const options = optionsOf('checkbox', given, ['value']);
      const value = options.value ?? false;
      if (typeof value !== 'boolean') wrong('checkbox', 'value', 'true or false');
      const index = sink.next();
      const set = sink.valueOf(index);
      const now = typeof set === 'boolean' ? set : value;
      sink.show(index, { type: 'checkbox', label: text('checkbox', options, 'label'), value: now });
      return now;
    },

    /** `{ accept, label }`; null until the person chose one. */
    file(given?: unknown): File | null {
      const options = optionsOf('file', given, ['accept']);
      const accept = text('file', options, 'accept');
      const index = sink.next();
      const set = sink.valueOf(index);
      sink.show(index, { type: 'file', label: text('file', options, 'label'), accept });
      return typeof set === 'object' && set !== null && !isArray(set) ? set : null;
    },

    /** A table, and `{ value = [], label }`; answers the indices of the rows that are ticked. */
    rows(table?: unknown, given?: unknown): number[] {
      const options = optionsOf('rows', given, ['value']);
      const source =
        typeof table === 'object' && table !== null
          ? (sink.tableOf(table) ?? recordsSource(table))
          : null;
      if (!source) wrong('rows', 'the first argument', 'a table or a list of records');
      const valid = (value: unknown): value is number[] => {
        if (!isArray(value)) return false;
        for (let i = 0; i < value.length; i++) {
          const row: unknown = value[i];
          if (!isInteger(row) || (row as number) < 0 || (row as number) >= source.rows)
            return false;
        }
        return true;
      };
      const value = options.value ?? [];
      if (!valid(value)) wrong('rows', 'value', 'a list of row numbers, from 0');
      const index = sink.next();
      const set = sink.valueOf(index);
      const now = valid(set) ? set : value;
      sink.show(index, {
        type: 'rows',
        label: text('rows', options, 'label'),
        table: shownTable(source, sink.keep(source)),
        value: now,
      });
      return now;
    },
  });
}

export type Input = ReturnType<typeof createInput>;

/** Values by index of the call, as the host sent them. */
export function controlValues(controls: Record<number, ControlValue>) {
  return (index: number): ControlValue | undefined =>
    hasOwn(controls, index) ? controls[index] : undefined;
}
