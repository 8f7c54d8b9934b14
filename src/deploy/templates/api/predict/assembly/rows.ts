import { writeNumber } from './number';

/** A piece is its address and its length in bytes, as two u32. */
const PIECE: usize = 8;
const VECTOR: usize = 16;

/** Writes past the end of a piece, up to a whole vector. */
function copy(piece: usize, to: usize): usize {
  const from = <usize>load<u32>(piece);
  const length = <usize>load<u32>(piece + 4);
  for (let i: usize = 0; i < length; i += VECTOR) v128.store(to + i, v128.load(from + i));
  return to + length;
}

/**
 * Per row a first piece, then `slots` numbers with pieces between them, then a last piece.
 *
 * @param rows how many
 * @param slots numbers per row, at least 1
 * @param firsts which of `firstPieces` a row has: u32 per row
 * @param values [rows, slots] doubles
 * @param lasts which of `lastPieces` a row has: u32 per row
 * @param firstPieces, betweenPieces (slots - 1 of them), lastPieces: pieces one after the other
 * @param to where the text goes, with room for it and for a vector more
 * @returns the bytes written
 */
export function writeRows(
  rows: i32,
  slots: i32,
  firsts: usize,
  values: usize,
  lasts: usize,
  firstPieces: usize,
  betweenPieces: usize,
  lastPieces: usize,
  to: usize,
): i32 {
  const start = to;
  for (let row = 0; row < rows; row++) {
    to = copy(firstPieces + <usize>load<u32>(firsts) * PIECE, to);
    for (let slot = 0; slot < slots; slot++) {
      if (slot > 0) to = copy(betweenPieces + <usize>(slot - 1) * PIECE, to);
      to = writeNumber(load<f64>(values), to);
      values += 8;
    }
    to = copy(lastPieces + <usize>load<u32>(lasts) * PIECE, to);
    firsts += 4;
    lasts += 4;
  }
  return <i32>(to - start);
}
