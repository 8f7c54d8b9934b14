/**
 * A value as it can be looked at from outside. Looking runs no code of the cell: getters are named and not
 * called, proxies are named and not touched, `toString` and `toJSON` are never asked. What is deep or long
 * stays inside, under a handle.
 */
import type { Inspected, InspectedEntry } from '../protocol';
import { leafOf } from './leaf';
import { entriesOf, kindOf, sizeOf } from './structure';

/** Of one value shown at once; more by `look`. */
const FIRST_ENTRIES = 20;
const NESTED_ENTRIES = 5;
const DEPTH = 2;

export type Keep = (value: unknown) => number;

export function inspect(value: unknown, keep: Keep, depth = 0): Inspected {
  try {
    const leaf = leafOf(value);
    if (leaf) return leaf;
    const object = value as object;
    const of = kindOf(object);
    const size = sizeOf(object);
    const count = depth >= DEPTH ? 0 : depth === 0 ? FIRST_ENTRIES : NESTED_ENTRIES;
    return {
      type: 'tree',
      of,
      size,
      handle: size > 0 ? keep(object) : null,
      entries: look(object, 0, count, keep, depth + 1),
    };
  } catch {
    return { type: 'leaf', of: 'unreadable', text: 'a value that cannot be looked at', more: 0 };
  }
}

/** The entries from `start`, at most `count`. */
export function look(
  object: object,
  start: number,
  count: number,
  keep: Keep,
  depth = 1,
): InspectedEntry[] {
  if (count <= 0) return [];
  return entriesOf(object, start, count, (value) => inspect(value, keep, depth));
}
