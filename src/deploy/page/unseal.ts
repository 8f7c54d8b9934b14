/**
 * From the two texts inside a page to its contents, with every hash checked on the way: the seal over
 * the data, each object's digest, and the links between them. The page itself at start and `readPage`
 * both come through here.
 */
import { LoamError } from '../../core/errors';
import { digestOf, linkDigest, type Digest, type Link } from '../../core/hash/digest';
import type { ModelManifest } from '../../core/model/types';
import { fromBase64 } from './base64';
import { damaged } from './damage';
import type { PageContents, PageEnvelope, PageObject } from './types';

export interface Unsealed {
  contents: PageContents;
  /** Digest of the template that the page was built from. */
  template: Digest;
}

const FORMAT = 'loam.page/1';

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(`${what} is not readable`, cause);
  }
}

function openEnvelope(data: string, seal: string): PageEnvelope {
  if (digestOf(new TextEncoder().encode(data)) !== seal) {
    throw damaged('its data is not what was exported');
  }
  const envelope = parse(data, 'its data') as PageEnvelope;
  const format: unknown = envelope?.format;
  if (typeof format === 'string' && format.startsWith('loam.page/') && format !== FORMAT) {
    throw new LoamError('newer-data', { format });
  }
  if (format !== FORMAT) throw damaged('its data has no known format');
  if (typeof envelope.objects !== 'object' || envelope.objects === null) {
    throw damaged('it carries no objects');
  }
  return envelope;
}

function decodeObjects(envelope: PageEnvelope): Map<Digest, Uint8Array> {
  const objects = new Map<Digest, Uint8Array>();
  for (const [digest, text] of Object.entries(envelope.objects)) {
    const bytes = typeof text === 'string' ? fromBase64(text) : null;
    if (!bytes || digestOf(bytes) !== digest)
      throw damaged(`object ${digest.slice(0, 8)} is altered`);
    objects.set(digest, bytes);
  }
  return objects;
}

/**
 * @throws LoamError `page-damaged`, or `newer-data` for a format that this version does not know.
 * What the JSON objects contain beyond their hashes is not judged here (see shapes.ts).
 */
export function unseal(data: string, seal: string): Unsealed {
  const envelope = openEnvelope(data, seal);
  const objects = decodeObjects(envelope);
  const bytesOf = (link: Link, what: string): Uint8Array => {
    const bytes = typeof link === 'string' ? objects.get(linkDigest(link)) : undefined;
    if (!bytes) throw damaged(`${what} is missing`);
    return bytes;
  };
  const valueOf = <T extends object>(link: Link, what: string): T => {
    const value = parse(new TextDecoder().decode(bytesOf(link, what)), what);
    if (typeof value !== 'object' || value === null) throw damaged(`${what} is not an object`);
    return value as T;
  };

  const card = valueOf<PageContents['card']>(envelope.card, 'the card');
  const manifest = valueOf<ModelManifest>(card.model, 'the model');
  const list: PageObject[] = [...objects].map(([digest, bytes]) => ({ digest, bytes }));
  return {
    template: envelope.template,
    contents: {
      card,
      golden: valueOf(card.golden, 'the list of golden examples'),
      model: {
        link: card.model,
        manifest,
        preprocessing: valueOf(manifest.preprocessing, 'the preprocessing'),
        weights: manifest.weights === null ? null : bytesOf(manifest.weights, 'the weights object'),
      },
      recipe: valueOf(card.recipe, 'the recipe'),
      task: valueOf(card.task, 'the task'),
      objects: list.sort((a, b) => (a.digest < b.digest ? -1 : 1)),
    },
  };
}
