/** Answers of folds put together, and as bytes; ANSWERS.md. */
import { LoamError } from '../errors';
import type { Fold } from '../task/folds';
import type { OutOfFold } from './types';

const MAGIC = 'loamoof1';
const HEAD = 16;
const BYTES_PER_ROW = 6;

export interface FoldAnswers {
  fold: Pick<Fold, 'number' | 'repeat' | 'judge'>;
  /** [rows, width], in the order of `fold.judge`. */
  answers: Float64Array;
}

/** In the order of `OutOfFold`, whatever order the folds come in. */
export function joinFolds(folds: readonly FoldAnswers[], width: number): OutOfFold {
  const count = folds.reduce((sum, { fold }) => sum + fold.judge.length, 0);
  const joined: OutOfFold = {
    width,
    rows: new Uint32Array(count),
    folds: new Uint16Array(count),
    answers: new Float64Array(count * width),
  };
  let at = 0;
  for (const same of byRepeat(folds)) {
    const places = same.map(() => 0);
    for (;;) {
      let next = -1;
      same.forEach(({ fold }, i) => {
        const row = fold.judge[places[i]!];
        if (row === undefined) return;
        if (next < 0 || row < same[next]!.fold.judge[places[next]!]!) next = i;
      });
      if (next < 0) break;
      const { fold, answers } = same[next]!;
      const place = places[next]!++;
      joined.rows[at] = fold.judge[place]!;
      joined.folds[at] = fold.number;
      for (let k = 0; k < width; k++) joined.answers[at * width + k] = answers[place * width + k]!;
      at++;
    }
  }
  return joined;
}

function byRepeat(folds: readonly FoldAnswers[]): FoldAnswers[][] {
  const repeats = [...new Set(folds.map(({ fold }) => fold.repeat))].sort((a, b) => a - b);
  return repeats.map((repeat) => folds.filter(({ fold }) => fold.repeat === repeat));
}

/** Those of the first repeat: every row once at most. `foldsPerRepeat`: those of the plan. */
export function firstRepeat(all: OutOfFold, foldsPerRepeat: number): OutOfFold {
  let count = 0;
  while (count < all.rows.length && all.folds[count]! < foldsPerRepeat) count++;
  return {
    width: all.width,
    rows: all.rows.subarray(0, count),
    folds: all.folds.subarray(0, count),
    answers: all.answers.subarray(0, count * all.width),
  };
}

export function encodeOutOfFold({
  width,
  rows,
  folds,
  answers,
}: OutOfFold): Uint8Array<ArrayBuffer> {
  const n = rows.length;
  const bytes = new Uint8Array(HEAD + n * (8 * width + BYTES_PER_ROW));
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < MAGIC.length; i++) bytes[i] = MAGIC.charCodeAt(i);
  view.setUint32(8, n, true);
  view.setUint32(12, width, true);
  let at = HEAD;
  for (const answer of answers) at = (view.setFloat64(at, answer, true), at + 8);
  for (const row of rows) at = (view.setUint32(at, row, true), at + 4);
  for (const fold of folds) at = (view.setUint16(at, fold, true), at + 2);
  return bytes;
}

/** @throws LoamError `object-damaged` */
export function decodeOutOfFold(bytes: Uint8Array): OutOfFold {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD) throw damaged('it is cut short');
  for (let i = 0; i < MAGIC.length; i++) {
    if (bytes[i] !== MAGIC.charCodeAt(i)) throw damaged('it holds something else');
  }
  const n = view.getUint32(8, true);
  const width = view.getUint32(12, true);
  if (width === 0 || bytes.length !== HEAD + n * (8 * width + BYTES_PER_ROW)) {
    throw damaged('its length is not that of its rows');
  }
  const answers = new Float64Array(n * width);
  const rows = new Uint32Array(n);
  const folds = new Uint16Array(n);
  for (let i = 0; i < answers.length; i++) answers[i] = view.getFloat64(HEAD + 8 * i, true);
  let at = HEAD + 8 * answers.length;
  for (let i = 0; i < n; i++) rows[i] = view.getUint32(at + 4 * i, true);
  at += 4 * n;
  for (let i = 0; i < n; i++) folds[i] = view.getUint16(at + 2 * i, true);
  if (!answers.every(Number.isFinite)) throw damaged('an answer is not a number');
  return { width, rows, folds, answers };
}

function damaged(reason: string): LoamError {
  return new LoamError('object-damaged', { what: 'answers of a study', reason });
}
