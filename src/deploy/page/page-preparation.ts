/** Which of the page templates a model needs: see scripts/vite/compile-page-template.ts. */
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';

/**
 * What a page can do beside asking a model: `nets` explains by predictions of mixed rows, `usual` also exactly, as linear
 * models and trees are explained, and `all` has made columns, texts taken apart, cycles of dates and calibrators as well.
 */
export type PagePreparation = 'nets' | 'usual' | 'all';

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
  return network.type === 'layers' && network.layers.length > 1 ? 'nets' : 'usual';
}
