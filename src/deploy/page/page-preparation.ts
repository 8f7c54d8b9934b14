/** Which of the page templates a model needs: see scripts/vite/compile-page-template.ts. */
import { linearLayerOf } from '../../core/model/linear-layer';
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';

/**
 * Which models a page has code for: nets and baselines, linear models or trees, which are computed and explained each in
 * their own way; `all` has code for any of them, and for made columns, texts taken apart, cycles of dates and calibrators.
 */
export const PAGE_PREPARATIONS = ['nets', 'linear', 'trees', 'all'] as const;
export type PagePreparation = (typeof PAGE_PREPARATIONS)[number];

interface Prepared {
  manifest: Pick<ModelManifest, 'calibrator' | 'network'>;
  preprocessing: FittedPreprocessing;
}

export function pagePreparation({
  manifest: { calibrator, network },
  preprocessing: { derived = [], steps },
}: Prepared): PagePreparation {
  const isSpecial = (step: FittedPreprocessing['steps'][number]) =>
    step.step === 'hashed-text' ||
    (step.step === 'date-parts' &&
      step.parts.some(({ part }) => part.endsWith('-sin') || part.endsWith('-cos')));
  if (calibrator !== null || derived.length > 0 || steps.some(isSpecial)) return 'all';
  if (network.type === 'trees') return 'trees';
  return linearLayerOf(network) ? 'linear' : 'nets';
}
