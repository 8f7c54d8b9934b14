/** From the base64 of `model-data.js` to the model, with every hash and every golden example checked. */
import { digestOf, isLink, linkDigest, type Digest, type Link } from '../../../core/hash/digest';
import { makePredictor, type Predictor } from '../../../ml/predict/predictor';
import { damaged } from '../../model/damage';
import { gather } from '../../model/gather';
import { goldenMismatch } from '../../model/golden-examples';
import type { ModelContents } from '../../model/types';
import { fromBase64 } from '../../page/base64';

function checkObject(digest: Digest, objects: ReadonlyMap<Digest, Uint8Array>): void {
  if (digestOf(objects.get(digest)!) !== digest)
    throw damaged(`object ${digest.slice(0, 8)} is altered`);
}

/** Only the card and the signature are checked yet, so that importing stays quick. @throws LoamError `page-damaged` */
export function openObjects(card: Link, texts: Readonly<Record<Digest, string>>): ModelContents {
  if (!isLink(card)) throw damaged('the name of its card is altered');
  const objects = new Map<Digest, Uint8Array>();
  for (const [digest, text] of Object.entries(texts) as [Digest, string][]) {
    const bytes = typeof text === 'string' ? fromBase64(text) : null;
    if (!bytes) throw damaged(`object ${digest.slice(0, 8)} is altered`);
    objects.set(digest, bytes);
  }
  const contents = gather(card, objects);
  for (const link of [card, contents.model.link]) checkObject(linkDigest(link), objects);
  return contents;
}

/** @throws LoamError `page-damaged`, or what a model throws that cannot predict */
export function checkedPredictor({ objects, model, golden }: ModelContents): Predictor {
  const byDigest = new Map(objects.map(({ digest, bytes }) => [digest, bytes]));
  for (const digest of byDigest.keys()) checkObject(digest, byDigest);
  const predictor = makePredictor(model.manifest, model.preprocessing, model.weights);
  const mismatch = goldenMismatch(golden, model.manifest, predictor);
  if (mismatch) throw damaged(mismatch);
  return predictor;
}
