/** A model version that this server answers with. */
import type { InputSignature, ModelManifest } from '../../../../core/model/types';
import type { BundleContents, BundleFiles } from '../../../bundle/types';
import type { ModelCard, ModelContents } from '../../../model/types';
import type { Runtime, TablePredictor } from './runtime';

export interface ServedModel {
  name: string;
  version: number;
  /** The version as the Open Inference Protocol writes it. */
  versionText: string;
  card: ModelCard;
  manifest: ModelManifest;
  inputs: readonly InputSignature[];
  classes: readonly string[] | null;
  runtime: Pick<Runtime, 'name' | 'version' | 'platform'>;
  predictor: TablePredictor;
  contents: ModelContents;
}

async function served(
  contents: ModelContents,
  runtime: Runtime,
  fileOf: (name: string) => Uint8Array | undefined,
): Promise<ServedModel> {
  const { card, model } = contents;
  const { manifest } = model;
  return {
    name: card.name,
    version: card.version,
    versionText: String(card.version),
    card,
    manifest,
    inputs: manifest.inputs,
    classes: manifest.kind === 'regression' ? null : manifest.classes,
    runtime,
    predictor: await runtime.open(contents, fileOf),
    contents,
  };
}

/** In the order of the bundle. @throws LoamError `bundle-damaged` as `Runtime.open` */
export function servedModels(
  { manifest, models }: BundleContents,
  files: BundleFiles,
  runtime: Runtime,
): Promise<ServedModel[]> {
  return Promise.all(
    models.map((contents, i) => {
      const { folder } = manifest.models[i]!;
      return served(contents, runtime, (name) => files.get(`${folder}/${name}`));
    }),
  );
}
