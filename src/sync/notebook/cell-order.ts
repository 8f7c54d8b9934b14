/**
 * The order of cells: by the text of `pos`, ties broken by id. Keys are fractional; whatever a peer wrote
 * there is sorted by, but new keys are made between good ones only.
 */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

export interface Placed {
  id: string;
  pos: string;
}

/** A longer key is made anew: keys grow where cells are put at one place again and again. */
const LONGEST_KEY = 256;

export function byPlace(a: Placed, b: Placed): number {
  if (a.pos !== b.pos) return a.pos < b.pos ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function isKey(pos: string): boolean {
  if (pos.length > LONGEST_KEY || !/^[A-Za-z][0-9A-Za-z]+$/.test(pos)) return false;
  try {
    generateKeyBetween(pos, null);
    generateKeyBetween(null, pos);
    return true;
  } catch {
    return false;
  }
}

/** Whether there is room: null stands for the end on that side. */
function roomBetween(left: string | null, right: string | null): boolean {
  if (left !== null && right !== null && left >= right) return false;
  return [left, right].every((key) => key === null || isKey(key));
}

/** For `count` cells in a document of their own. */
function firstKeys(count: number): string[] {
  return generateNKeysBetween(null, null, count);
}

/** The places in `list` of a longest ascending selection of its numbers, -1 being never selected. */
function longestAscending(list: readonly number[]): Set<number> {
  const before: number[] = [];
  // The place of the smallest number that ends a selection of each length.
  const ends: number[] = [];
  list.forEach((value, place) => {
    if (value < 0) return;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[ends[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    before[place] = low > 0 ? ends[low - 1]! : -1;
    ends[low] = place;
  });
  const chosen = new Set<number>();
  for (let place = ends.at(-1) ?? -1; place >= 0; place = before[place]!) chosen.add(place);
  return chosen;
}

/**
 * The keys to write so that the cells stand as in `wanted`: as few as can be, those of new cells included.
 * @param current the cells that are there, in their order
 */
export function keysFor(
  current: readonly Placed[],
  wanted: readonly string[],
): Map<string, string> {
  const places = new Map(current.map(({ id }, place) => [id, place]));
  const staying = longestAscending(wanted.map((id) => places.get(id) ?? -1));
  const keys = wanted.map((id, i) => (staying.has(i) ? current[places.get(id)!]!.pos : null));
  const written = new Map<string, string>();
  for (let i = 0; i < wanted.length; i++) {
    if (keys[i] !== null) continue;
    let end = i;
    while (end < wanted.length && keys[end] === null) end++;
    const [left, right] = [keys[i - 1] ?? null, keys[end] ?? null];
    // Ties and keys that are none: all are made anew.
    if (!roomBetween(left, right)) {
      return new Map(firstKeys(wanted.length).map((key, k) => [wanted[k]!, key]));
    }
    const between = generateNKeysBetween(left, right, end - i);
    between.forEach((key, k) => {
      keys[i + k] = key;
      written.set(wanted[i + k]!, key);
    });
  }
  return written;
}
