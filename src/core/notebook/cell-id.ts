/** Ids of cells: what the document, the text file and nbformat 4.5 all allow. */
const CELL_ID = /^[A-Za-z0-9_-]{1,64}$/;
const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

export function isCellId(value: unknown): value is string {
  return typeof value === 'string' && CELL_ID.test(value);
}

/** An id out of random bytes, one character each; 10 bytes are enough for any notebook. */
export function cellIdOf(random: Uint8Array): string {
  return Array.from(random, (byte) => LETTERS[byte % LETTERS.length]).join('');
}
