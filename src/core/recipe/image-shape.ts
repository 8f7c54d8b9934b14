/**
 * Whether the features of a table are the pixels of an image, seen from their profiles alone: whole numbers
 * or numbers on one scale that starts at 0, as many as fill a square, named by one word with numbers.
 */
import type { ColumnProfile } from '../dataset/types';
import type { Role } from '../task/types';
import type { RecipeFacts } from './facts';

const LEAST_SIDE = 6;

interface Columns {
  roles: { column: string; role: Role }[];
  columns: ColumnProfile[];
}

/** [height, width, 1], row by row in the order of the columns; null for what looks like no image. */
export function imageShape(facts: Pick<RecipeFacts, 'roles' | 'columns'>): Image | null {
  return shapeOf(withRole(facts, 'feature'));
}

/**
 * The columns that are ignored since they never change, and are pixels all the same: the edge of an image
 * is often blank, and without it there is no shape. Empty where they complete no image.
 */
export function blankPixels({ roles, columns }: Columns): string[] {
  const features = new Set(withRole({ roles, columns }, 'feature'));
  const blank = new Set(withRole({ roles, columns }, 'ignore').filter(isBlank));
  const pixels = columns.filter((column) => features.has(column) || blank.has(column));
  const stem = stemOf([...features][0]?.name ?? '');
  const alike = pixels.filter(({ name }) => stemOf(name) === stem);
  if (blank.size === 0 || !shapeOf(alike)) return [];
  return alike.filter((column) => blank.has(column)).map(({ name }) => name);
}

type Image = [height: number, width: number, channels: number];

function shapeOf(columns: ColumnProfile[]): Image | null {
  const side = Math.round(Math.sqrt(columns.length));
  if (side < LEAST_SIDE || side * side !== columns.length) return null;
  if (new Set(columns.map(({ name }) => stemOf(name))).size !== 1) return null;
  const lows = columns.map(({ numeric }) => numeric?.quantiles[0] ?? NaN);
  return lows.every((low) => low >= 0) ? [side, side, 1] : null;
}

function withRole({ roles, columns }: Columns, wanted: Role): ColumnProfile[] {
  const named = new Set(roles.filter(({ role }) => role === wanted).map(({ column }) => column));
  return columns.filter(({ name }) => named.has(name));
}

function isBlank({ numeric, missing }: ColumnProfile): boolean {
  return numeric !== null && missing === 0 && numeric.min === numeric.max;
}

function stemOf(name: string): string {
  return name.replace(/[\d_\-. x]+$/i, '');
}
