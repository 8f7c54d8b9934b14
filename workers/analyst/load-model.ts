/** A model version, ready to predict. */
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import type { FittedPreprocessing, ModelManifest } from '../../src/core/model/types';
import type { WorkspaceStore } from '../../src/storage';
import { modelPredictor, type ModelPredictor } from '../onnx/model-predictor';
import type { OpenOnnx } from '../onnx/open-onnx';

export type ModelStore = Pick<WorkspaceStore, 'objects'>;

/** The caller releases it. */
export interface LoadedModel extends ModelPredictor {
  manifest: ModelManifest;
  preprocessing: FittedPreprocessing;
  /** What the manifest's link names; null for a baseline. */
  weights: Uint8Array | null;
}

/**
 * @param calibrated whether its predictor answers as its calibrator says; default: it does
 * @throws LoamError `object-missing`, `object-damaged`, `newer-data`
 */
export async function loadModel(
  store: ModelStore,
  link: Link,
  open: OpenOnnx,
  { calibrated }: { calibrated: boolean } = { calibrated: true },
): Promise<LoadedModel> {
  const manifest = await readManifest(store.objects, link, 'loam.model');
  const preprocessing = await readManifest(
    store.objects,
    manifest.preprocessing,
    'loam.preprocessing',
  );
  const weights = manifest.weights ? await store.objects.get(linkDigest(manifest.weights)) : null;
  const answering = calibrated ? manifest : { ...manifest, calibrator: null };
  const ready = await modelPredictor(answering, preprocessing, weights, open);
  return { manifest, preprocessing, weights, ...ready };
}
