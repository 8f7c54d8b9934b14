/**
 * What happens before anything is shown: the data is unsealed, every hash and the signature are checked, and
 * the golden examples are predicted again. A page that fails any of it refuses to predict and says why.
 */
import { isLoamError } from '../../../core/errors';
import { makePredictor, type Predictor } from '../../../ml/predict/predictor';
import { goldenMismatch } from '../../model/golden-examples';
import { DATA_ID, SEAL_ID, SIGNATURE_ID } from '../../page/markup';
import { checkSignature, type SignatureCheck } from '../../page/signature';
import type { ModelContents } from '../../model/types';
import { unseal } from '../../page/unseal';

export type Start =
  | { type: 'ready'; contents: ModelContents; predictor: Predictor; signature: SignatureCheck }
  | { type: 'refused'; reason: string };

function reasonOf(error: unknown): string {
  if (isLoamError(error, 'newer-data')) return 'its format is newer than its code';
  if (isLoamError(error) && error.facts.reason) return String(error.facts.reason);
  return 'its model cannot be read';
}

export async function start(page: Document): Promise<Start> {
  const textOf = (id: string) => page.getElementById(id)?.textContent ?? '';
  try {
    const seal = textOf(SEAL_ID);
    const { contents } = unseal(textOf(DATA_ID), seal);
    const signature = await checkSignature(textOf(SIGNATURE_ID), seal);
    if (signature.type === 'false') {
      return { type: 'refused', reason: 'its signature is not of this page' };
    }
    const { manifest, preprocessing, weights } = contents.model;
    const predictor = makePredictor(manifest, preprocessing, weights);
    const mismatch = goldenMismatch(contents.golden, manifest, predictor);
    return mismatch
      ? { type: 'refused', reason: mismatch }
      : { type: 'ready', contents, predictor, signature };
  } catch (error) {
    return { type: 'refused', reason: reasonOf(error) };
  }
}
