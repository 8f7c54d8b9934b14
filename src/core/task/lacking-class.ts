/** What nobody can learn from some rows, because it is not among them. */
import type { Target } from './target';

/** The first class that none of the rows is of; null where there is none, and in a regression. */
export function lackingClass(target: Target, rows: Uint32Array): string | null {
  if (target.type === 'number') return null;
  const seen = new Uint8Array(target.classes.length);
  for (const row of rows) {
    const code = target.codes[row]!;
    if (code >= 0) seen[code] = 1;
  }
  return target.classes.find((_, code) => !seen[code]) ?? null;
}
