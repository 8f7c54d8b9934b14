/** Rows of a table as model inputs. Pure: the result belongs to the caller, the table is not touched. */
import type { Column, Table } from '../../core/dataset/types';
import { stepWidth } from '../../core/model/step-width';
import type { FittedPreprocessing, FittedStep } from '../../core/model/types';
import { asCoded, asNumeric, columnNamed } from './column-view';
import { makeDeriver } from './derive';
import { textVectors } from './hashed-text';
import {
  categoryCodes,
  encodedInputs,
  datePartInput,
  isMissingNumber,
  numericInput,
  oneHotSlots,
  ordinalInput,
} from './step-inputs';

/** `rows` [row, input] row-major; `out` starts at zero. */
interface Target {
  out: Float32Array;
  width: number;
  /** First input of the step. */
  at: number;
}

type Rows = Uint32Array | null;
type Columns = ReadonlyMap<string, Column>;
type Writer = (columns: Columns, rows: Rows, count: number, target: Target) => void;

function rowAt(rows: Rows, i: number): number {
  return rows ? rows[i]! : i;
}

function writerOf(step: FittedStep): Writer {
  switch (step.step) {
    case 'numeric':
      return (columns, rows, count, { out, width, at }) => {
        const { values } = asNumeric(columnNamed(columns, step.column));
        for (let i = 0; i < count; i++) {
          const x = values[rowAt(rows, i)]!;
          out[i * width + at] = numericInput(step, x);
          if (step.indicator && isMissingNumber(x)) out[i * width + at + 1] = 1;
        }
      };
    case 'one-hot': {
      const slots = oneHotSlots(step);
      return (columns, rows, count, { out, width, at }) => {
        const { codes, dictionary } = asCoded(columnNamed(columns, step.column));
        const slotOfCode = Int32Array.from(
          dictionary,
          (text) => slots.known.get(text) ?? slots.rest,
        );
        for (let i = 0; i < count; i++) {
          const code = codes[rowAt(rows, i)]!;
          const slot = code < 0 ? slots.missing : slotOfCode[code]!;
          if (slot >= 0) out[i * width + at + slot] = 1;
        }
      };
    }
    case 'codes': {
      const { known, rest } = categoryCodes(step);
      return (columns, rows, count, { out, width, at }) => {
        const { codes, dictionary } = asCoded(columnNamed(columns, step.column));
        const inputOfCode = Float32Array.from(dictionary, (text) => known.get(text) ?? rest);
        for (let i = 0; i < count; i++) {
          const code = codes[rowAt(rows, i)]!;
          out[i * width + at] = code < 0 ? NaN : inputOfCode[code]!;
        }
      };
    }
    case 'ordinal': {
      const rankOf = new Map(step.order.map((text, rank) => [text, rank]));
      return (columns, rows, count, { out, width, at }) => {
        const { codes, dictionary } = asCoded(columnNamed(columns, step.column));
        const rankOfCode = Int32Array.from(dictionary, (text) => rankOf.get(text) ?? -1);
        for (let i = 0; i < count; i++) {
          const code = codes[rowAt(rows, i)]!;
          out[i * width + at] = ordinalInput(step, code < 0 ? -1 : rankOfCode[code]!);
        }
      };
    }
    case 'date-parts':
      return (columns, rows, count, { out, width, at }) => {
        const { values } = asNumeric(columnNamed(columns, step.column));
        for (let i = 0; i < count; i++) {
          const ms = values[rowAt(rows, i)]!;
          step.parts.forEach((part, p) => {
            out[i * width + at + p] = datePartInput(part, ms);
          });
        }
      };
    case 'target-encode': {
      const { known, prior } = encodedInputs(step);
      return (columns, rows, count, { out, width, at }) => {
        const { codes, dictionary } = asCoded(columnNamed(columns, step.column));
        const inputsOfCode = dictionary.map((text) => known.get(text) ?? prior);
        for (let i = 0; i < count; i++) {
          out.set(inputsOfCode[codes[rowAt(rows, i)]!] ?? prior, i * width + at);
        }
      };
    }
    case 'hashed-text': {
      const vectorOf = textVectors(step);
      return (columns, rows, count, { out, width, at }) => {
        const { codes, dictionary } = asCoded(columnNamed(columns, step.column));
        for (let i = 0; i < count; i++) {
          const text = dictionary[codes[rowAt(rows, i)]!];
          if (text === undefined) continue;
          for (const [slot, value] of vectorOf(text)) out[i * width + at + slot] = value;
        }
      };
    }
    default:
      throw step satisfies never;
  }
}

export interface Transformer {
  width: number;
  /**
   * Inputs of the given rows (all when null), [rows, width] row-major.
   * @param table without derived columns: these are made here
   */
  inputs(table: Table, rows: Uint32Array | null): Float32Array;
}

/** Prepares what does not depend on rows, for callers that transform again and again. */
export function makeTransformer(fitted: FittedPreprocessing): Transformer {
  const { width } = fitted;
  const writers = fitted.steps.map(writerOf);
  const derive = makeDeriver(fitted.derived ?? []);
  const starts: number[] = [];
  let next = 0;
  for (const step of fitted.steps) {
    starts.push(next);
    next += stepWidth(step);
  }
  return {
    width,
    inputs(table, rows) {
      const count = rows ? rows.length : table.rows;
      const out = new Float32Array(count * width);
      // Found once, not once per step: with many inputs that would be most of the work.
      const columns = new Map(derive(table).columns.map((column) => [column.schema.name, column]));
      writers.forEach((write, s) => write(columns, rows, count, { out, width, at: starts[s]! }));
      return out;
    },
  };
}

export function transform(
  fitted: FittedPreprocessing,
  table: Table,
  rows: Uint32Array | null,
): Float32Array {
  return makeTransformer(fitted).inputs(table, rows);
}
