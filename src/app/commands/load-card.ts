/** The card of a restored model, checked like everything that came from elsewhere. */
import { LoamError } from '../../core/errors';
import { readJson } from '../../core/formats/read-manifest';
import { linkDigest, type Link } from '../../core/hash/digest';
import type { ObjectReader } from '../../core/ports';
import { modelCard } from '../../deploy/model/shapes';
import type { ModelCard } from '../../deploy/model/types';

/** @throws LoamError `object-missing`, `object-damaged` where it is no card */
export async function loadCard(objects: ObjectReader, link: Link): Promise<ModelCard> {
  const value = await readJson(objects, link);
  if (modelCard(value)) return value;
  throw new LoamError('object-damaged', {
    digest: linkDigest(link),
    reason: 'it is no card of a model',
  });
}
