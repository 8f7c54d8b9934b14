/**
 * The profile of a coded column from its dictionary: how often each entry occurs, how many words it has.
 * It is the same for UTF-8 spans (while a file is read) and for strings (a table in memory).
 */
import type { TextSpans } from './chunk-encode';
import type { ColumnProfile, ColumnType } from './types';

export const TOP_VALUES = 20;
const MOST_WORDS = 255;

/** Entries by position; `compare` orders them by code unit. */
export interface TextEntries {
  count: number;
  rowsOf(entry: number): number;
  wordsOf(entry: number): number;
  textOf(entry: number): string;
  compare(a: number, b: number): number;
}

/**
 * Dictionaries that were too large to keep are added one after the other; then `distinct` is a lower
 * bound and `top` may miss values that are spread thinly.
 */
export class TextProfiler {
  distinct = 0;
  exact = true;
  #rows = 0;
  #top: { value: string; count: number }[] = [];
  readonly #rowsByWords = new Float64Array(MOST_WORDS + 1);

  add(entries: TextEntries): void {
    if (this.distinct > 0) this.exact = false;
    this.distinct = Math.max(this.distinct, entries.count);
    for (let entry = 0; entry < entries.count; entry++) {
      const rows = entries.rowsOf(entry);
      this.#rows += rows;
      this.#rowsByWords[Math.min(entries.wordsOf(entry), MOST_WORDS)]! += rows;
    }
    const top = topEntries(entries).map((entry) => ({
      value: entries.textOf(entry),
      count: entries.rowsOf(entry),
    }));
    this.#top = this.#top.length === 0 ? top : joined(this.#top, top);
  }

  /** Rows with a value. */
  get rows(): number {
    return this.#rows;
  }

  get medianWords(): number {
    if (this.#rows === 0) return 0;
    return (this.#wordsAt((this.#rows - 1) >> 1) + this.#wordsAt(this.#rows >> 1)) / 2;
  }

  finish(name: string, type: ColumnType, rows: number): ColumnProfile {
    const top = this.#top.slice(0, TOP_VALUES);
    const inTop = top.reduce((sum, { count }) => sum + count, 0);
    return {
      name,
      type,
      missing: rows - this.#rows,
      distinct: this.distinct,
      distinctExact: this.exact,
      numeric: null,
      coded: {
        top,
        rest: this.#rows - inTop,
        medianWords: type === 'text' ? this.medianWords : null,
      },
    };
  }

  #wordsAt(rank: number): number {
    let seen = 0;
    for (let words = 0; words <= MOST_WORDS; words++) {
      seen += this.#rowsByWords[words]!;
      if (seen > rank) return words;
    }
    return 0;
  }
}

/** The positions of the most frequent entries, most frequent first, ties by code unit. */
function topEntries(entries: TextEntries): number[] {
  const before = (a: number, b: number): boolean => {
    const more = entries.rowsOf(a) - entries.rowsOf(b);
    return more > 0 || (more === 0 && entries.compare(a, b) < 0);
  };
  const top: number[] = [];
  for (let entry = 0; entry < entries.count; entry++) {
    if (entries.rowsOf(entry) === 0) continue;
    if (top.length === TOP_VALUES && !before(entry, top[TOP_VALUES - 1]!)) continue;
    let at = Math.min(top.length, TOP_VALUES - 1);
    while (at > 0 && before(entry, top[at - 1]!)) {
      top[at] = top[at - 1]!;
      at--;
    }
    top[at] = entry;
  }
  return top;
}

type Counted = { value: string; count: number };

function joined(one: Counted[], two: Counted[]): Counted[] {
  const counts = new Map(one.map(({ value, count }) => [value, count]));
  for (const { value, count } of two) counts.set(value, (counts.get(value) ?? 0) + count);
  const all = [...counts].map(([value, count]) => ({ value, count }));
  all.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return all.slice(0, 4 * TOP_VALUES);
}

/** Words are what stands between spaces, tabs and line breaks. */
export function countWords(bytes: Uint8Array, start: number, end: number): number {
  let words = 0;
  let inside = false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    const gap = byte === 32 || (byte >= 9 && byte <= 13);
    if (inside === gap) {
      inside = !gap;
      if (inside) words++;
    }
  }
  return words;
}

/** Orders UTF-8 spans as JavaScript orders the strings: by UTF-16 code unit. */
export function compareSpans(spans: TextSpans, a: number, b: number): number {
  const { bytes, offsets } = spans;
  const lengthA = offsets[a + 1]! - offsets[a]!;
  const lengthB = offsets[b + 1]! - offsets[b]!;
  const shared = Math.min(lengthA, lengthB);
  for (let i = 0; i < shared; i++) {
    const difference = unitRank(bytes[offsets[a]! + i]!) - unitRank(bytes[offsets[b]! + i]!);
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}

/** U+E000 to U+FFFF begin with EE and EF, and come after the surrogates that F0 to F4 stand for. */
function unitRank(byte: number): number {
  return byte === 0xee || byte === 0xef ? byte + 0x10 : byte;
}
