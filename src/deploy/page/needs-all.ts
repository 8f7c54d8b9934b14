/** Which of the two page templates a model needs: see scripts/vite/compile-page-template.ts. */
import type { FittedPreprocessing } from '../../core/model/types';

/** Whether it makes columns by expressions, or takes texts apart. */
export function needsAll({ derived = [], steps }: FittedPreprocessing): boolean {
  return derived.length > 0 || steps.some(({ step }) => step === 'hashed-text');
}
