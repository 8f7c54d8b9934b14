/**
 * What rows of two classes were given, as bytes: `loamscr1`, how many rows are positive and how many are not (uint32
 * each), then the positive class's probability (float64) of the positive rows, ascending, and of the others, ascending.
 * All little-endian.
 */
import { LoamError } from '../errors';
import type { DecisionScores } from './decisions';

const MAGIC = 'loamscr1';
const HEAD = 16;

export function encodeScores({ positive, negative }: DecisionScores): Uint8Array {
  const bytes = new Uint8Array(HEAD + 8 * (positive.length + negative.length));
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < MAGIC.length; i++) bytes[i] = MAGIC.charCodeAt(i);
  view.setUint32(8, positive.length, true);
  view.setUint32(12, negative.length, true);
  let at = HEAD;
  for (const values of [positive, negative]) {
    for (const value of values) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  }
  return bytes;
}

/** @throws LoamError `object-damaged` where they are no such bytes */
export function decodeScores(bytes: Uint8Array): DecisionScores {
  const damaged = (reason: string) => new LoamError('object-damaged', { what: 'scores', reason });
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (bytes.length < HEAD || magic !== MAGIC) throw damaged('it holds no scores');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const positives = view.getUint32(8, true);
  const negatives = view.getUint32(12, true);
  if (bytes.length !== HEAD + 8 * (positives + negatives)) throw damaged('rows are missing');
  const some = (from: number, count: number) => {
    const read = Float64Array.from({ length: count }, (_, i) =>
      view.getFloat64(HEAD + 8 * (from + i), true),
    );
    const fine = read.every((value, i) => value >= 0 && value <= 1 && !(value < read[i - 1]!));
    if (!fine) throw damaged('they are no ascending probabilities');
    return read;
  };
  return { positive: some(0, positives), negative: some(positives, negatives) };
}
