/**
 * Whether the features of a table are the pixels of an image, seen from their profiles alone: whole numbers
 * or numbers on one scale that starts at 0, as many as fill a square, named by one word with numbers.
 */
import { defaultStep } from './defaults';
import type { RecipeFacts } from './facts';

const LEAST_SIDE = 6;

function features({ roles, columns }: RecipeFacts) {
  const named = new Set(roles.filter(({ role }) => role === 'feature').map(({ column }) => column));
  return columns.filter(({ name }) => named.has(name));
}

/** [height, width, 1], row by row in the order of the columns; null for what looks like no image. */
export function imageShape(facts: RecipeFacts): [number, number, number] | null {
  const columns = features(facts);
  const side = Math.round(Math.sqrt(columns.length));
  if (side < LEAST_SIDE || side * side !== columns.length) return null;
  const stems = new Set(columns.map(({ name }) => name.replace(/[\d_\-. x]+$/i, '')));
  if (stems.size !== 1) return null;
  const lows = columns.map(({ numeric }) => numeric?.quantiles[0] ?? NaN);
  return lows.every((low) => low >= 0) ? [side, side, 1] : null;
}
