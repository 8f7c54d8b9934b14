/** What the rules of guessing ask about a column, counted once over the sample. */
import type { Column, ColumnProfile, DatasetProfile, Table } from '../../dataset/types';
import { nameWords } from './name-words';

export interface ColumnFacts {
  name: string;
  words: string[];
  column: Column;
  profile: ColumnProfile | null;
  /** Place among the columns, from 0. */
  at: number;
  rows: number;
  /** Rows of the sample that hold a value. */
  present: number;
  distinct: number;
  /** True where every value is a whole number. */
  whole: boolean;
  /** True where values rise, or fall, from each row to the next and none is missing. */
  ordered: boolean;
  /** Mean number of words; 0 for numeric columns. */
  meanWords: number;
}

function numericFacts(values: Float64Array) {
  const seen = new Set<number>();
  let present = 0;
  let whole = true;
  let rises = true;
  let falls = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) {
      rises = falls = false;
      continue;
    }
    present++;
    seen.add(value);
    whole &&= Number.isInteger(value);
    if (i > 0 && !(value > values[i - 1]!)) rises = false;
    if (i > 0 && !(value < values[i - 1]!)) falls = false;
  }
  const ordered = values.length > 1 && (rises || falls);
  return { present, distinct: seen.size, whole: whole && present > 0, ordered, meanWords: 0 };
}

function codedFacts(codes: Int32Array, dictionary: string[]) {
  const seen = new Uint8Array(dictionary.length);
  let present = 0;
  for (const code of codes) {
    if (code < 0) continue;
    present++;
    seen[code] = 1;
  }
  let words = 0;
  let distinct = 0;
  dictionary.forEach((text, code) => {
    if (!seen[code]) return;
    distinct++;
    words += text.trim().split(/\s+/).length;
  });
  const meanWords = distinct ? words / distinct : 0;
  return { present, distinct, whole: false, ordered: false, meanWords };
}

/** @param profile of the whole dataset, where the table is a sample of it */
export function columnFacts(table: Table, profile: DatasetProfile | null = null): ColumnFacts[] {
  const profiles = new Map(profile?.columns.map((p) => [p.name, p]));
  return table.columns.map((column, at) => {
    const { name } = column.schema;
    const counted =
      column.kind === 'numeric'
        ? numericFacts(column.values)
        : codedFacts(column.codes, column.dictionary);
    const words = nameWords(name);
    return {
      name,
      words,
      column,
      profile: profiles.get(name) ?? null,
      at,
      rows: table.rows,
      ...counted,
    };
  });
}

export function isNumeric(facts: ColumnFacts): boolean {
  return facts.column.kind === 'numeric' && facts.column.schema.type !== 'datetime';
}

export function isDatetime(facts: ColumnFacts): boolean {
  return facts.column.schema.type === 'datetime';
}

/** Sentences rather than names of kinds: text that needs reading. */
export function isFreeText(facts: ColumnFacts): boolean {
  if (facts.column.kind !== 'coded' || facts.distinct < 20) return false;
  const varied = facts.distinct > 0.2 * facts.present;
  if (facts.column.schema.type === 'text' && facts.distinct > 50) return true;
  return (facts.meanWords >= 3 && varied) || (facts.meanWords >= 6 && facts.distinct > 50);
}
