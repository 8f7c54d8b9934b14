/** What a column is once all of its cells have been seen. */
import type { ColumnSchema, ColumnType } from '../dataset/types';
import type { ColumnIntake } from './column-intake';
import { DateReader } from './date-reader';
import { makeReader } from './make-reader';
import { NumberReader } from './number-reader';
import { TextReader } from './text-reader';
import type { ColumnReader } from './column-reader';

/** At most so many different values make a category, whatever the number of rows. */
const CATEGORIES_ALWAYS = 50;
/** Past these, text: more than half of the rows differ, or there are more than a list can show. */
const CATEGORIES_MOST = 10_000;
/** Free text: usually so many words, and more different ones than answers to choose from. */
const SENTENCE_WORDS = 4;
const SENTENCES = 30;

const PAIRS = [
  ['false', 'true'],
  ['no', 'yes'],
] as const;
const FALSE_WORDS = new Set(['false', 'no', 'f', 'n', '0', 'off']);

/** A reader for a second time through the file; null where the first was enough. */
export function secondReader(column: ColumnIntake): ColumnReader | null {
  const { reader, name, forced, context } = column;
  if (column.broken) return makeReader('text', name, context);
  if (!(reader instanceof TextReader)) return null;
  const { dayFirst, monthFirst, likelier } = reader.evidence;
  if (forced === 'datetime') {
    return new DateReader({ name, order: likelier, forced: true }, context.issues);
  }
  if (forced !== null || dayFirst === monthFirst) return null;
  return makeReader('date', name, context, dayFirst ? 'dmy' : 'mdy');
}

/** The schema, decided by a reader that has seen the whole column. */
export function settledSchema(column: ColumnIntake): ColumnSchema {
  const { reader, name, forced, context } = column;
  if (reader instanceof NumberReader) {
    if (reader.decimalComma) context.issues.note('decimal-comma', name);
    const asked = forced === 'number' || forced === 'integer' ? forced : null;
    return { name, type: asked ?? (reader.whole ? 'integer' : 'number') };
  }
  if (reader instanceof DateReader) return { name, type: 'datetime', precision: reader.precision };
  if (!(reader instanceof TextReader)) return { name, type: 'category' };
  const some = reader.entries(3);
  const { distinct, rows, medianWords } = reader.settle();
  const labels = distinct <= 2 ? labelsOf(some, forced === 'boolean') : null;
  if (labels && (forced === null || forced === 'boolean')) return { name, type: 'boolean', labels };
  if (forced === 'boolean' && distinct > 2) context.issues.note('type-mismatch', name, 0, rows);
  if (forced === 'category' || forced === 'text') return { name, type: forced };
  return { name, type: textType(distinct, rows, medianWords) };
}

export function textType(
  distinct: number,
  rows: number,
  medianWords: number,
): Extract<ColumnType, 'category' | 'text'> {
  if (medianWords >= SENTENCE_WORDS && distinct > SENTENCES) return 'text';
  if (distinct <= CATEGORIES_ALWAYS) return 'category';
  return distinct * 2 > rows || distinct > CATEGORIES_MOST ? 'text' : 'category';
}

/** How false and true are written. Without being asked only true and false, yes and no, both of them. */
function labelsOf(values: string[], asked: boolean): [string, string] | null {
  const [one, two] = values;
  if (one === undefined) return asked ? ['false', 'true'] : null;
  const low = one.trim().toLowerCase();
  for (const [no, yes] of PAIRS) {
    const other = two?.trim().toLowerCase();
    if (low === no && other === yes) return [one, two!];
    if (low === yes && other === no) return [two!, one];
  }
  if (!asked) return null;
  if (two === undefined) return FALSE_WORDS.has(low) ? [one, `not ${one}`] : [`not ${one}`, one];
  if (FALSE_WORDS.has(low)) return [one, two];
  if (FALSE_WORDS.has(two.trim().toLowerCase())) return [two, one];
  return one < two ? [one, two] : [two, one];
}
