/** One model version as one HTML file. Pure: equal input, equal bytes; nothing of the moment of export is inside. */
import { digestOf, type Digest } from '../../core/hash/digest';
import { canonicalJson } from '../../core/json/canonical';
import { inconsistent, modelParts } from '../model/model-parts';
import { embedObject } from './embedded-object';
import { asciiJson, DATA_SLOT, SEAL_SLOT } from './markup';
import type { EmbeddedObject, PageEnvelope, PageInput } from './types';

function fill(template: string, slot: string, text: string): string {
  const [before, after, ...more] = template.split(slot);
  if (before === undefined || after === undefined || more.length > 0) {
    throw inconsistent(`the page template has no single ${slot}`);
  }
  return before + text + after;
}

/**
 * The page as UTF-8 bytes.
 * @throws LoamError `internal` where the parts of the input do not belong together
 */
export function buildPage(input: PageInput): Uint8Array {
  const { cardLink, objects } = modelParts(input);
  const byDigest: Record<Digest, EmbeddedObject> = {};
  for (const { digest, bytes } of objects) byDigest[digest] = embedObject(bytes);
  const envelope: PageEnvelope = {
    format: 'loam.page/2',
    template: digestOf(new TextEncoder().encode(input.template)),
    card: cardLink,
    objects: byDigest,
  };
  const data = asciiJson(canonicalJson(envelope));
  const seal = digestOf(new TextEncoder().encode(data));
  // The seal first: data may contain anything, so its slot is the last one looked for.
  return new TextEncoder().encode(fill(fill(input.template, SEAL_SLOT, seal), DATA_SLOT, data));
}
