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
 * Per row a first piece, then `slots` numbers with pieces between them, then the last piece.
 *
 * @param rows how many
 * @param slots numbers per row, at least 1
 * @param firsts which first piece a row has: u32 per row
 * @param values [rows, slots] doubles
 * @param pieces the last piece, the slots - 1 pieces between numbers, and the first pieces
 * @param to where the text goes, with room for it and for a vector more
 * @returns the bytes written
 */
export function writeRows(
  rows: i32,
  slots: i32,
  firsts: usize,
  values: usize,
  pieces: usize,
  to: usize,
): i32 {
  const start = to;
  const firstPieces = pieces + <usize>slots * PIECE;
  for (let row = 0; row < rows; row++) {
    to = copy(firstPieces + <usize>load<u32>(firsts) * PIECE, to);
    firsts += 4;
    for (let slot = 0; slot < slots; slot++) {
      if (slot > 0) to = copy(pieces + <usize>slot * PIECE, to);
      to = writeNumber(load<f64>(values), to);
      values += 8;
    }
    to = copy(pieces, to);
  }
  return <i32>(to - start);
}
