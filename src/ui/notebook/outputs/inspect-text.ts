/** Values in one line, for the closed inspector and the console. Pure. */
import type { Inspected } from '../../../app/notebook/shelf-types';
import { formatCount } from '../../format';

const LONGEST = 90;

export function leafText(value: Extract<Inspected, { type: 'leaf' }>): string {
  return value.of === 'string' ? JSON.stringify(value.text) : value.text;
}

/** `Array (3) [1, 2, 3]`, `{a: 1, b: …}`: as much as fits one line. */
export function previewText(value: Extract<Inspected, { type: 'tree' }>): string {
  const list = /^(Array|Set|.*Array)$/.test(value.of);
  const parts: string[] = [];
  let length = 0;
  for (const { key, value: each } of value.entries) {
    const text = each.type === 'leaf' ? leafText(each) : `${each.of} (${formatCount(each.size)})`;
    const part = list ? text : `${key}: ${text}`;
    length += part.length + 2;
    if (length > LONGEST) break;
    parts.push(part);
  }
  if (parts.length < value.size) parts.push('…');
  const inside = parts.join(', ');
  if (list) return `${value.of} (${formatCount(value.size)}) [${inside}]`;
  return value.of === 'Object' ? `{${inside}}` : `${value.of} {${inside}}`;
}

/** As the console writes it: text as it is, everything else as the inspector does. */
export function consoleText(value: Inspected): string {
  if (value.type === 'tree') return previewText(value);
  return value.more > 0 ? `${value.text} …` : value.text;
}
