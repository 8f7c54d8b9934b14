/** What a card says of calibration, coverage, threshold and brief: plain sentences, the same in every artefact. */
import { timesIn } from '../../core/conformal/words';
import type { Calibrator, Conformal, ModelManifest } from '../../core/model/types';
import type { Recipe } from '../../core/recipe/types';
import { isLearntByFolds } from '../../core/recipe/refinements-of';

export { timesIn };

const METHODS: Record<Calibrator['type'], string> = {
  platt: 'a logistic curve (Platt)',
  temperature: 'one temperature for all logits',
  isotonic: 'a rising curve (isotonic regression)',
};

/** Which rows chose calibration and conformal answers. */
function judgedBy(recipe: Recipe): string {
  return isLearntByFolds(recipe)
    ? 'answers that each fold gave to rows which it had not seen'
    : 'validation rows, which training had not learnt from';
}

/** Of classes; a number has no probability. */
export function calibrationSentence(
  { calibrator }: Pick<ModelManifest, 'calibrator'>,
  recipe: Recipe,
): string {
  return calibrator
    ? `Probabilities are calibrated by ${METHODS[calibrator.type]}, fitted on ${judgedBy(recipe)}.`
    : 'A probability is the model’s own estimate; it has not been calibrated.';
}

/** Null where the model gives none. */
export function coverageSentence(conformal: Conformal | null, recipe: Recipe): string | null {
  if (!conformal) return null;
  const often = timesIn(conformal.coverage);
  const holds = `holds the truth ${often}, as long as rows are like those that it was fitted on: ${judgedBy(recipe)}.`;
  return conformal.type === 'interval'
    ? `Beside each number stands an interval that ${holds}`
    : `Beside each answer stands a set of classes that ${holds}`;
}

/** Two classes only; else null. @param chosen how, where somebody said */
export function thresholdSentence(
  { classes, threshold }: Pick<ModelManifest, 'classes' | 'threshold'>,
  chosen: string | null | undefined,
): string | null {
  if (threshold === null || !classes) return null;
  const said = `The answer is ${classes[1]} from a probability of ${Number(threshold.toPrecision(4))} on`;
  if (chosen) return `${said}: ${chosen}.`;
  return threshold === 0.5 ? `${said}, the more probable of both.` : `${said}.`;
}
