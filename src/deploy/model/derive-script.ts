/** What makes columns by expressions, as a file of its own in bundles: only those of models with such columns carry it. */
import type { FittedPreprocessing } from '../../core/model/types';

const NONE = `/** Nothing here makes columns of others. */
export const makeDeriver = () => (table) => table;
`;

/** What takes the place of the template's own; null where a model needs that. */
export function deriveScript(all: readonly FittedPreprocessing[]): string | null {
  return all.every(({ derived = [] }) => derived.length === 0) ? NONE : null;
}
