/** The objects of a model under names that people read. */
import { digestOf, linkDigest, linkTo, type Digest, type Link } from '../../core/hash/digest';
import { canonicalBytes } from '../../core/json/canonical';
import { damaged } from '../model/damage';
import { gather } from '../model/gather';
import type { ModelParts } from '../model/model-parts';
import type { ExportInput, ModelContents } from '../model/types';
import type { BundleFiles } from './types';

const NAMES = [
  'card.json',
  'model.json',
  'preprocessing.json',
  'recipe.json',
  'task.json',
  'golden.json',
] as const;
const WEIGHTS = 'weights.safetensors';
/** The weights of a model that ONNX Runtime computes: the file that was imported. */
const GRAPH = 'graph.onnx';

export function addModelFolder(
  files: BundleFiles,
  folder: string,
  { model, recipe, task }: ExportInput,
  { card, golden }: ModelParts,
): void {
  const values = [card, model.manifest, model.preprocessing, recipe, task, golden];
  NAMES.forEach((name, i) => files.set(`${folder}/${name}`, canonicalBytes(values[i])));
  const name = model.manifest.network.type === 'onnx' ? GRAPH : WEIGHTS;
  if (model.weights) files.set(`${folder}/${name}`, model.weights);
}

/** @throws LoamError `page-damaged` where the folder is no model, or its card is another than the one named */
export function readModelFolder(files: BundleFiles, folder: string, card: Link): ModelContents {
  const objects = new Map<Digest, Uint8Array>();
  for (const name of [...NAMES, WEIGHTS, GRAPH]) {
    const bytes = files.get(`${folder}/${name}`);
    if (bytes) objects.set(digestOf(bytes), bytes);
  }
  const own = files.get(`${folder}/card.json`);
  if (!own || linkTo(digestOf(own)) !== card) throw damaged(`${folder} has another card`);
  const contents = gather(card, objects);
  const { weights } = contents.model.manifest;
  const expected = NAMES.length + (weights === null ? 0 : 1);
  if (objects.size !== expected) throw damaged(`${folder} holds more than its model`);
  if (weights !== null && !objects.has(linkDigest(weights)))
    throw damaged('its weights are missing');
  return contents;
}
