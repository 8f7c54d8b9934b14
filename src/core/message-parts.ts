/** Pieces of the sentences that explain errors. */
import type { Facts } from './errors';

export interface Explanation {
  what: string;
  kept: string;
  todo: string;
}

export type Explain = (f: Facts) => Explanation;

/** `text` where the fact is given, with the fact in place of `%`; else `otherwise`. */
export function fill(fact: string | number | undefined, text: string, otherwise = ''): string {
  return fact === undefined || fact === '' ? otherwise : text.replace('%', () => String(fact));
}

export function file(f: Facts): string {
  return fill(f.name, '“%”', 'The file');
}
