/** From a bag of objects and the card's link to what was exported: every object that the card needs, in its place. */
import { linkDigest, type Digest, type Link } from '../../core/hash/digest';
import type { ModelManifest } from '../../core/model/types';
import { damaged } from './damage';
import type { ModelCard, ModelContents, ModelObject } from './types';

export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(`${what} is not readable`, cause);
  }
}

/**
 * @param objects each known to have the digest that it stands under
 * @throws LoamError `page-damaged`. What the JSON objects contain beyond their hashes is not judged here
 * (see shapes.ts).
 */
export function gather(card: Link, objects: Map<Digest, Uint8Array>): ModelContents {
  const bytesOf = (link: Link, what: string): Uint8Array => {
    const bytes = typeof link === 'string' ? objects.get(linkDigest(link)) : undefined;
    if (!bytes) throw damaged(`${what} is missing`);
    return bytes;
  };
  const valueOf = <T extends object>(link: Link, what: string): T => {
    const value = parseJson(new TextDecoder().decode(bytesOf(link, what)), what);
    if (typeof value !== 'object' || value === null) throw damaged(`${what} is not an object`);
    return value as T;
  };

  const value = valueOf<ModelCard>(card, 'the card');
  const manifest = valueOf<ModelManifest>(value.model, 'the model');
  const list: ModelObject[] = [...objects].map(([digest, bytes]) => ({ digest, bytes }));
  return {
    card: value,
    golden: valueOf(value.golden, 'the list of golden examples'),
    model: {
      link: value.model,
      manifest,
      preprocessing: valueOf(manifest.preprocessing, 'the preprocessing'),
      weights: manifest.weights === null ? null : bytesOf(manifest.weights, 'the weights object'),
    },
    recipe: valueOf(value.recipe, 'the recipe'),
    task: valueOf(value.task, 'the task'),
    objects: list.sort((a, b) => (a.digest < b.digest ? -1 : 1)),
  };
}
