/** A model version, ready to predict. */
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import type { FittedPreprocessing, ModelManifest } from '../../src/core/model/types';
import { fusedPredictor } from '../../src/ml/engine/fused/predict/fused-predictor';
import type { Predictor } from '../../src/ml/predict/predictor';
import type { WorkspaceStore } from '../../src/storage';

export type ModelStore = Pick<WorkspaceStore, 'objects'>;

export interface LoadedModel {
  manifest: ModelManifest;
  preprocessing: FittedPreprocessing;
  predictor: Predictor;
}

/** @throws LoamError `object-missing`, `object-damaged`, `newer-data` */
export async function loadModel(store: ModelStore, link: Link): Promise<LoadedModel> {
  const manifest = await readManifest(store.objects, link, 'loam.model/1');
  const preprocessing = await readManifest(
    store.objects,
    manifest.preprocessing,
    'loam.preprocessing/1',
  );
  const weights = manifest.weights ? await store.objects.get(linkDigest(manifest.weights)) : null;
  const predictor = await fusedPredictor(manifest, preprocessing, weights);
  return { manifest, preprocessing, predictor };
}
