/** One reader per input of the model, for the whole of a file. */
import { parseDate, type DateOrder } from '../../core/ingest/parse-date';
import type { FieldBatch } from '../../core/ingest/types';
import type { InputSignature } from '../../core/model/types';
import {
  dateReader,
  decimalReader,
  readNumbers,
  readTexts,
  type DecimalMark,
  type ReadColumn,
} from './cell-columns';
import type { Layout } from './match-header';

export type ColumnReading = (batch: FieldBatch) => ReadColumn;

/** Year first where a cell of the sample says so; else the one order that all cells allow, day first before month first. */
function dateOrder(cells: readonly string[]): DateOrder {
  const encoder = new TextEncoder();
  const parsed = { value: 0, time: false };
  const readable = (text: string, order: DateOrder) => {
    const bytes = encoder.encode(`${text.trim()}\n`);
    return parseDate(bytes, 0, bytes.length - 1, order, parsed);
  };
  const orders: DateOrder[] = ['dmy', 'mdy'];
  if (cells.some((text) => readable(text, 'ymd'))) return 'ymd';
  const counted = orders.map((order) => cells.filter((text) => readable(text, order)).length);
  return counted[1]! > counted[0]! ? 'mdy' : 'dmy';
}

/** @param marks one per input; what the readers find out is noted there */
export function columnReadings(
  inputs: readonly InputSignature[],
  { delimiter, positions, sample }: Layout,
  marks: readonly DecimalMark[],
): ColumnReading[] {
  return inputs.map((input, i) => {
    switch (input.type) {
      case 'number':
      case 'integer': {
        const read = decimalReader(delimiter !== ',', marks[i]!);
        return (batch) => readNumbers(input, batch, i, read);
      }
      case 'datetime': {
        const cells = sample.slice(1).map((record) => record[positions[i]!] ?? '');
        const read = dateReader(dateOrder(cells));
        return (batch) => readNumbers(input, batch, i, read);
      }
      case 'boolean':
      case 'category':
      case 'text':
        return (batch) => readTexts(input, batch, i);
      default:
        throw input.type satisfies never;
    }
  });
}
