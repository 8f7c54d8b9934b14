/** The model that a cell asks, ready to predict. */
import { linkDigest, type Link } from '../../../core/hash/digest';
import type { ModelManifest } from '../../../core/model/types';
import { fusedPredictor } from '../../../ml/engine/fused/predict/fused-predictor';
import type { Predictor } from '../../../ml/predict/predictor';
import type { Subject } from '../../../kernel/library/verbs';
import type { VerbPlace } from './desk';
import { modelOf } from './evaluate-runs';
import { modelById, runOf } from './find';

export async function askedModel(
  place: VerbPlace,
  subject: Subject,
): Promise<{ manifest: ModelManifest; predictor: Predictor }> {
  const link: Link =
    'model' in subject
      ? (await modelById(place, subject.model)).model
      : modelOf(await runOf(place, subject));
  const { json, store } = place.context;
  const manifest = await json(link, 'loam.model/1');
  const preprocessing = await json(manifest.preprocessing, 'loam.preprocessing/1');
  const weights = manifest.weights ? await store.objects.get(linkDigest(manifest.weights)) : null;
  return { manifest, predictor: await fusedPredictor(manifest, preprocessing, weights) };
}
