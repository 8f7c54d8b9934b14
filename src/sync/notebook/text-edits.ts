/** Edits of one Y.Text. */
import type { Text } from 'yjs';

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Updates travel as UTF-8, which has no lone surrogates: one kept here would differ at every peer. */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, '\uFFFD');
}

function inPair(text: string, at: number): boolean {
  return (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}

/**
 * Makes `text` read `wanted` by one deletion and one insertion between what both begin and end with, so
 * that cursors and edits of others outside stay where they are. Within a transaction.
 */
export function editText(text: Text, wanted: string): void {
  const target = wellFormed(wanted);
  const current = text.toString();
  if (current === target) return;
  // Something that is no text is embedded: places in the string are not places in the text.
  if (text.length !== current.length) {
    text.delete(0, text.length);
    text.insert(0, target);
    return;
  }
  const shorter = Math.min(current.length, target.length);
  let start = 0;
  while (start < shorter && current[start] === target[start]) start++;
  if (inPair(current, start) || inPair(target, start)) start--;
  let same = 0;
  while (
    same < shorter - start &&
    current[current.length - 1 - same] === target[target.length - 1 - same]
  )
    same++;
  if (inPair(current, current.length - same) || inPair(target, target.length - same)) same--;
  if (current.length - same > start) text.delete(start, current.length - same - start);
  if (target.length - same > start) text.insert(start, target.slice(start, target.length - same));
}
