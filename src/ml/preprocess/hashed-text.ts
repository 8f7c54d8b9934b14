/** Texts as hashed words with TF-IDF; HASHED-TEXT.md says each step of it. */
import type { CodedColumn } from '../../core/dataset/types';
import { lowerCase } from '../../core/expression/letter-case';
import { log } from '../../core/math';
import type { ColumnStep } from '../../core/recipe/types';
import { hashTexts } from '../../core/task/parts/word-hash';
import type { HashedTextStep } from './step-inputs';

type Hashing = Pick<HashedTextStep, 'words' | 'buckets' | 'lower'>;

/** Rows of train that a bucket needs, so that no single text can be told from what is learnt. */
const LEAST_ROWS = 10;
const WORD = /[\w\u00aa\u00b5\u00ba-\u1fff\u2c00-\u2dff\u3041-\uffdc]+/g;

/** Words, and words in a row joined by one space, in the order of the text. */
export function grams(text: string, [from, to]: [number, number], lower: boolean): string[] {
  const words = (lower ? lowerCase(text) : text).match(WORD) ?? [];
  const found: string[] = [];
  for (let size = from; size <= to; size++) {
    for (let i = 0; i + size <= words.length; i++) found.push(words.slice(i, i + size).join(' '));
  }
  return found;
}

/** How often a text has words of each bucket. Hashes of words are kept from one text to the next. */
function counter({ words, buckets, lower }: Hashing): (text: string) => Map<number, number> {
  const known = new Map<string, number>();
  const bucketOf = (gram: string): number => {
    let bucket = known.get(gram);
    if (bucket === undefined) {
      if (known.size >= MOST_KNOWN) known.clear();
      bucket = hashTexts([gram]).low[0]! % buckets;
      known.set(gram, bucket);
    }
    return bucket;
  };
  return (text) => {
    const counts = new Map<number, number>();
    for (const gram of grams(text, words, lower)) {
      const bucket = bucketOf(gram);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    return counts;
  };
}

const MOST_KNOWN = 100_000;

/** idf = ln((1 + rows) / (1 + rows that have it)) + 1, as scikit-learn's smooth one; a missing text is an empty one. */
export function fitHashedText(
  step: Extract<ColumnStep, { step: 'hashed-text' }>,
  { codes, dictionary }: CodedColumn,
  rows: Uint32Array,
): HashedTextStep {
  const rowsOfText = new Uint32Array(dictionary.length);
  for (const row of rows) if (codes[row]! >= 0) rowsOfText[codes[row]!]!++;
  const countOf = counter(step);
  const rowsOfBucket = new Uint32Array(step.buckets);
  dictionary.forEach((text, code) => {
    if (rowsOfText[code] === 0) return;
    for (const bucket of countOf(text).keys()) rowsOfBucket[bucket]! += rowsOfText[code]!;
  });
  const kept: number[] = [];
  rowsOfBucket.forEach((count, bucket) => {
    if (count >= LEAST_ROWS) kept.push(bucket);
  });
  const idf = kept.map((bucket) => log((1 + rows.length) / (1 + rowsOfBucket[bucket]!)) + 1);
  const { column, words, buckets, lower } = step;
  return { column, step: 'hashed-text', words: [...words], buckets, lower, kept, idf };
}

/** Slots of the inputs of a text, ascending, and their values. */
export function textVectors(step: HashedTextStep): (text: string) => [number, number][] {
  const slotOf = new Map(step.kept.map((bucket, slot) => [bucket, slot]));
  const countOf = counter(step);
  return (text) => {
    const vector: [number, number][] = [];
    for (const [bucket, count] of countOf(text)) {
      const slot = slotOf.get(bucket);
      if (slot !== undefined) vector.push([slot, count * step.idf[slot]!]);
    }
    vector.sort(([a], [b]) => a - b);
    let squares = 0;
    for (const [, value] of vector) squares += value * value;
    const length = Math.sqrt(squares);
    return vector.map(([slot, value]) => [slot, value / length]);
  };
}
