/**
 * From the two texts inside a page to its contents, with every hash checked on the way: the seal over
 * the data, each object's digest, and the links between them. The page itself at start and `readPage`
 * both come through here.
 */
import { LoamError } from '../../core/errors';
import { digestOf, type Digest } from '../../core/hash/digest';
import { damaged } from '../model/damage';
import { gather, parseJson } from '../model/gather';
import type { ModelContents } from '../model/types';
import { embeddedBytes } from './embedded-object';
import type { PageEnvelope } from './types';

export interface Unsealed {
  contents: ModelContents;
  /** Digest of the template that the page was built from. */
  template: Digest;
}

const FORMATS: readonly unknown[] = ['loam.page/1', 'loam.page/2'];

function openEnvelope(data: string, seal: string): PageEnvelope {
  if (digestOf(new TextEncoder().encode(data)) !== seal) {
    throw damaged('its data is not what was exported');
  }
  const envelope = parseJson(data, 'its data') as PageEnvelope;
  const format: unknown = envelope?.format;
  if (!FORMATS.includes(format)) {
    if (typeof format === 'string' && format.startsWith('loam.page/')) {
      throw new LoamError('newer-data', { format });
    }
    throw damaged('its data has no known format');
  }
  if (typeof envelope.objects !== 'object' || envelope.objects === null) {
    throw damaged('it carries no objects');
  }
  return envelope;
}

function decodeObjects(envelope: PageEnvelope): Map<Digest, Uint8Array> {
  const objects = new Map<Digest, Uint8Array>();
  for (const [digest, embedded] of Object.entries(envelope.objects)) {
    const bytes = embeddedBytes(embedded);
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
  return {
    template: envelope.template,
    contents: gather(envelope.card, decodeObjects(envelope)),
  };
}
