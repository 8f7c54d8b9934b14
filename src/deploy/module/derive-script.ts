/** `derive.js`: what makes columns by expressions, which only models with such columns carry. */
import type { FittedPreprocessing } from '../../core/model/types';

export const DERIVE_PATH = 'derive.js';

const NONE = `/** This model makes no columns of others. */
export const makeDeriver = () => (table) => table;
`;

/** What takes the place of the template's own; null where that is needed. */
export function deriveScript({ derived = [] }: FittedPreprocessing): string | null {
  return derived.length === 0 ? NONE : null;
}
