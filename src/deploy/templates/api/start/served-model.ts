/** A model version that this server answers with. */
import type { InputSignature, ModelManifest } from '../../../../core/model/types';
import { fusedPredictor } from '../../../../ml/engine/fused/predict/fused-predictor';
import type { Predictor } from '../../../../ml/predict/predictor';
import type { BundleContents } from '../../../bundle/types';
import type { ModelCard, ModelContents } from '../../../model/types';

export interface ServedModel {
  name: string;
  version: number;
  /** The version as the Open Inference Protocol writes it. */
  versionText: string;
  card: ModelCard;
  manifest: ModelManifest;
  inputs: readonly InputSignature[];
  classes: readonly string[] | null;
  predictor: Predictor;
  contents: ModelContents;
}

async function served(contents: ModelContents): Promise<ServedModel> {
  const { card, model } = contents;
  const { manifest, preprocessing, weights } = model;
  return {
    name: card.name,
    version: card.version,
    versionText: String(card.version),
    card,
    manifest,
    inputs: manifest.inputs,
    classes: manifest.kind === 'regression' ? null : manifest.classes,
    predictor: await fusedPredictor(manifest, preprocessing, weights),
    contents,
  };
}

/** In the order of the bundle. */
export function servedModels({ models }: BundleContents): Promise<ServedModel[]> {
  return Promise.all(models.map(served));
}
