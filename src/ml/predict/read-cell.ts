/** One cell, from a form, a file or code, as the type that the model's signature asks for. */
import type { Cell } from '../../core/dataset/types';
import { MISSING_MARKERS } from '../../core/ingest/missing';
import type { InputSignature } from '../../core/model/types';
import { numberText, textNumber } from '../preprocess/column-view';
import { readDate } from './read-date';

/** NaN and null are missing; `wrong` says that something was there but could not be read. */
export interface NumberReading {
  value: number;
  wrong: boolean;
}
export interface TextReading {
  value: string | null;
  wrong: boolean;
}

export function isNumericInput(input: InputSignature): boolean {
  return input.type === 'number' || input.type === 'integer' || input.type === 'datetime';
}

/** Empty text and what files write for a missing value ("?", "NA"...) are missing here too. */
function isBlank(cell: Cell | undefined): cell is null | undefined {
  if (cell === null || cell === undefined) return true;
  if (typeof cell !== 'string') return false;
  const text = cell.trim();
  return text === '' || MISSING_MARKERS.includes(text);
}

/** Numbers as they are, date-times as milliseconds. Booleans and other texts are wrong. */
export function readNumber(input: InputSignature, cell: Cell | undefined): NumberReading {
  if (isBlank(cell)) return { value: NaN, wrong: false };
  if (typeof cell === 'number') return { value: cell, wrong: false };
  if (typeof cell === 'boolean') return { value: NaN, wrong: true };
  const value = input.type === 'datetime' ? readDate(cell) : textNumber(cell);
  return { value, wrong: Number.isNaN(value) };
}

/** Booleans become the labels they have in the data: true, 1 and "true" are `labels[1]`. */
export function readText(input: InputSignature, cell: Cell | undefined): TextReading {
  if (isBlank(cell)) return { value: null, wrong: false };
  if (input.type === 'boolean' && input.labels) return readBoolean(input.labels, cell);
  if (typeof cell === 'number') return { value: numberText(cell), wrong: false };
  return { value: String(cell), wrong: false };
}

const TRUE_WORDS = new Set(['true', '1', 'yes']);
const FALSE_WORDS = new Set(['false', '0', 'no']);

function readBoolean(labels: [string, string], cell: string | number | boolean): TextReading {
  const text = String(cell).trim();
  if (typeof cell !== 'boolean' && labels.includes(text)) return { value: text, wrong: false };
  const word = text.toLowerCase();
  const index = TRUE_WORDS.has(word) ? 1 : FALSE_WORDS.has(word) ? 0 : -1;
  return index < 0
    ? { value: null, wrong: true }
    : { value: index === 1 ? labels[1] : labels[0], wrong: false };
}
