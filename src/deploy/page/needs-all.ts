/** Which of the two page templates a model needs: see scripts/vite/compile-page-template.ts. */
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';

/** Whether it has made columns, takes texts apart, turns dates into cycles, or has a calibrator. */
export function needsAll({
  manifest: { calibrator },
  preprocessing: { derived = [], steps },
}: {
  manifest: Pick<ModelManifest, 'calibrator'>;
  preprocessing: FittedPreprocessing;
}): boolean {
  const has = (step: FittedPreprocessing['steps'][number]) =>
    step.step === 'hashed-text' ||
    (step.step === 'date-parts' &&
      step.parts.some(({ part }) => part.endsWith('-sin') || part.endsWith('-cos')));
  return calibrator !== null || derived.length > 0 || steps.some(has);
}
