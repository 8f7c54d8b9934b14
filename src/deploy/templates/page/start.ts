/**
 * What happens before anything is shown: the data is unsealed, every hash is checked, and the golden
 * examples are predicted again. A page that fails any of it refuses to predict and says why.
 */
import { isLoamError } from '../../../core/errors';
import { makePredictor, type Predictor } from '../../../ml/predict/predictor';
import { goldenMismatch } from '../../model/golden-examples';
import { DATA_ID, SEAL_ID } from '../../page/markup';
import type { ModelContents } from '../../model/types';
import { unseal } from '../../page/unseal';

export type Start =
  | { type: 'ready'; contents: ModelContents; predictor: Predictor }
  | { type: 'refused'; reason: string };

function reasonOf(error: unknown): string {
  if (isLoamError(error, 'newer-data')) return 'its format is newer than its code';
  if (isLoamError(error) && error.facts.reason) return String(error.facts.reason);
  return 'its model cannot be read';
}

export function start(page: Document): Start {
  const textOf = (id: string) => page.getElementById(id)?.textContent ?? '';
  try {
    const { contents } = unseal(textOf(DATA_ID), textOf(SEAL_ID));
    const { manifest, preprocessing, weights } = contents.model;
    const predictor = makePredictor(manifest, preprocessing, weights);
    const mismatch = goldenMismatch(contents.golden, manifest, predictor);
    return mismatch
      ? { type: 'refused', reason: mismatch }
      : { type: 'ready', contents, predictor };
  } catch (error) {
    return { type: 'refused', reason: reasonOf(error) };
  }
}
