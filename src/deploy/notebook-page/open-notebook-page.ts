/** From the two texts inside an exported notebook to what it shows; the page itself comes through here at its start. */
import { LoamError } from '../../core/errors';
import { digestOf, linkDigest, type Link } from '../../core/hash/digest';
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';
import { makePredictor, type Predictor } from '../../ml/predict/predictor';
import { fromBase64 } from '../page/base64';
import { damaged } from '../model/damage';
import { goldenMismatch } from '../model/golden-examples';
import type { GoldenSet } from '../model/types';
import type { ModelEntry, NotebookEnvelope } from './types';

const FORMAT = 'loam.notebook-page/1';

/** @throws LoamError `page-damaged`, or `newer-data` for a format that this version does not know */
export function openNotebookPage(data: string, seal: string): NotebookEnvelope {
  if (digestOf(new TextEncoder().encode(data)) !== seal) {
    throw damaged('what it shows is not what was saved');
  }
  const envelope = JSON.parse(data) as NotebookEnvelope;
  const format: unknown = envelope?.format;
  if (format === FORMAT) return envelope;
  if (typeof format === 'string') throw new LoamError('newer-data', { format });
  throw damaged('its data has no known format');
}

export interface OpenedModel {
  entry: ModelEntry;
  manifest: ModelManifest;
  predictor: Predictor;
}

/**
 * Checks every hash, and that the golden examples still give the very bits they gave.
 * @throws LoamError `page-damaged`
 */
export function openModel(
  { objects }: Pick<NotebookEnvelope, 'objects'>,
  entry: ModelEntry,
): OpenedModel {
  const bytesOf = (link: Link): Uint8Array => {
    const digest = linkDigest(link);
    const text = Object.hasOwn(objects, digest) ? objects[digest] : undefined;
    const bytes = text === undefined ? null : fromBase64(text);
    if (!bytes || digestOf(bytes) !== digest) {
      throw damaged(`a part of the model ${entry.name} is missing or altered`);
    }
    return bytes;
  };
  const valueOf = <T>(link: Link): T => JSON.parse(new TextDecoder().decode(bytesOf(link))) as T;
  const manifest = valueOf<ModelManifest>(entry.manifest);
  const preprocessing = valueOf<FittedPreprocessing>(manifest.preprocessing);
  const weights = manifest.weights === null ? null : bytesOf(manifest.weights);
  const predictor = makePredictor(manifest, preprocessing, weights);
  const mismatch = goldenMismatch(valueOf<GoldenSet>(entry.golden), manifest, predictor);
  if (mismatch) throw damaged(mismatch);
  return { entry, manifest, predictor };
}
