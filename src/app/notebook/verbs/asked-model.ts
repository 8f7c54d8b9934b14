/** The model that a cell asks, ready to predict. */
import { linkDigest, type Link } from '../../../core/hash/digest';
import type { FittedPreprocessing, ModelManifest } from '../../../core/model/types';
import type { LaterPredictor } from '../../../ml/predict/later-predictor';
import type { Subject } from '../../../kernel/library/verbs';
import { readyPredictor } from '../../model-ready';
import type { VerbPlace } from './desk';
import { modelOf } from './evaluate-runs';
import { modelById, runOf } from './find';

export interface AskedModel {
  manifest: ModelManifest;
  preprocessing: FittedPreprocessing;
  weights: Uint8Array | null;
  predictor: LaterPredictor;
}

export async function askedModel(place: VerbPlace, subject: Subject): Promise<AskedModel> {
  const link: Link =
    'model' in subject
      ? (await modelById(place, subject.model)).model
      : modelOf(await runOf(place, subject));
  const { json, store, effects } = place.context;
  const manifest = await json(link, 'loam.model');
  const preprocessing = await json(manifest.preprocessing, 'loam.preprocessing');
  const weights = manifest.weights ? await store.objects.get(linkDigest(manifest.weights)) : null;
  const predictor = await readyPredictor(manifest, preprocessing, weights, effects);
  return { manifest, preprocessing, weights, predictor };
}
