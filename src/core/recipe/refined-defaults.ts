/** Settings of steps that `loam.recipe/4` alone knows, for columns of which plain ones make little or nothing. */
import type { ColumnProfile } from '../dataset/types';
import { isTreeModel } from './tree-model';
import type { ColumnStep, ModelSpec } from './types';

/** Categories past this many say more as one number than as inputs of their own. */
const MANY_CATEGORIES = 50;
/** Words of a text, in the middle one, from which it is read word by word. */
const MANY_WORDS = 3;
/** Rows of train per category, on average, under which its mean target says little. */
const LEAST_ROWS = 5;

export function targetEncode(column: string): ColumnStep {
  return { column, step: 'target-encode', smoothing: 20, folds: 5, minCount: 10 };
}

export function hashedText(column: string, trainRows: number): ColumnStep {
  const buckets = trainRows < 2000 ? 256 : 1024;
  return { column, step: 'hashed-text', words: [1, 2], buckets, lower: true };
}

/** @param plain the step that recipes before had; null for none */
export function refinedStep(
  { name, type, distinct, distinctExact, coded }: ColumnProfile,
  plain: ColumnStep | null,
  model: ModelSpec,
  trainRows: number,
): ColumnStep | null {
  const worded = type === 'text' || type === 'category';
  if (!worded || (distinctExact && distinct <= MANY_CATEGORIES)) return plain;
  const trees = isTreeModel(model);
  const isProse = type === 'text' && (coded?.medianWords ?? 0) >= MANY_WORDS;
  if (isProse) return trees || model.kind === 'linear' ? hashedText(name, trainRows) : plain;
  if (trees || !distinctExact || distinct * LEAST_ROWS > trainRows) return plain;
  return targetEncode(name);
}
