/**
 * Rows of an answer as JSON text: pieces that are the same for all rows, and numbers between them. A double takes half
 * of the time that an engine takes to write it, and no text is made that is only a part of another.
 */
export { writeRows } from './rows';
