/** Steps beyond the plain defaults, for columns of which those make little or nothing; what a ladder compares. */
import type { ColumnProfile } from '../dataset/types';
import { isTreeModel } from './tree-model';
import type { ColumnStep, ModelSpec } from './types';

/** Categories up to which the plain defaults give each frequent one its place. */
const MANY_CATEGORIES = 50;
/** Words of a text, in the middle one, from which it is read word by word. */
const MANY_WORDS = 3;
/** Rows of train per category, on average, under which its mean target says little. */
const LEAST_ROWS = 5;
/** Rows of train per category, on average, under which one number per category leaves out most of them. */
const NAMED_ROWS = 10;
/**
 * Rows of train under which trees have leaves of a few rows, so that a category may be one by itself: as codes,
 * those of fewer than 10 rows in a node are never told apart there.
 */
const FEW_ROWS = 1000;
/** Rows of a category from which it has an input of its own where categories are many. */
const RARE_ROWS = 2;
/** Rows times categories that may become inputs: what a linear model, and what a net, still reads quickly. */
const LINEAR_CELLS = 10e6;
const NET_CELLS = 4e6;
const MOST_INPUTS = 1000;

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
  if (type !== 'text' && type !== 'category') return plain;
  const few = trainRows < FEW_ROWS;
  const mayAverage = distinctExact && distinct * LEAST_ROWS <= trainRows;
  if (distinctExact && distinct <= MANY_CATEGORIES) {
    return plain && few && model.kind === 'forest' ? inputEach(name, MANY_CATEGORIES) : plain;
  }
  const isProse = type === 'text' && (coded?.medianWords ?? 0) >= MANY_WORDS;
  if (isProse) {
    return isTreeModel(model) || model.kind === 'linear' ? hashedText(name, trainRows) : plain;
  }
  switch (model.kind) {
    case 'baseline':
      return plain;
    case 'trees':
      return few ? inputEach(name, MOST_INPUTS) : plain;
    case 'forest':
      if (few && distinct * NAMED_ROWS > trainRows) return inputEach(name, MOST_INPUTS);
      return mayAverage ? targetEncode(name) : plain;
    default: {
      const cells = model.kind === 'linear' ? LINEAR_CELLS : NET_CELLS;
      const most = Math.floor(cells / Math.max(1, trainRows));
      const limit = Math.max(MANY_CATEGORIES, Math.min(MOST_INPUTS, most));
      const oneNumber = distinct > limit && mayAverage && distinct * NAMED_ROWS <= trainRows;
      return oneNumber ? targetEncode(name) : inputEach(name, limit);
    }
  }
}

function inputEach(column: string, limit: number): ColumnStep {
  return { column, step: 'one-hot', limit, minCount: RARE_ROWS };
}
