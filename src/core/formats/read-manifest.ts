/** From the name of an object to the manifest that must be behind it. */
import { LoamError } from '../errors';
import { linkDigest, type Digest, type Link } from '../hash/digest';
import type { ObjectReader } from '../ports';
import type { Recipe } from '../recipe/types';
import { wordOf } from '../shape/check';
import { formatsOf, readFormat, type Found, type Wanted } from './read-format';

/** @throws LoamError `object-missing`, `object-damaged` where it is no JSON */
export async function readJson(objects: ObjectReader, link: Link): Promise<unknown> {
  const digest = linkDigest(link);
  const bytes = await objects.get(digest);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new LoamError('object-damaged', { digest, reason: 'it is not JSON' }, { cause });
  }
}

/** @throws LoamError `newer-data`, `object-damaged` where it is no manifest of what is wanted */
export function expectFormat<W extends Wanted>(
  value: unknown,
  wanted: W,
  digest: Digest,
): Found<W> {
  const verdict = readFormat(value);
  const formats: readonly string[] = formatsOf(wanted);
  if (verdict.ok && formats.includes(verdict.value.format)) return verdict.value as Found<W>;
  if (!verdict.ok && verdict.reason === 'newer-format')
    throw new LoamError('newer-data', { digest, format: verdict.format });
  const reason =
    !verdict.ok && formats.includes(verdict.format)
      ? `its fields are not those of ${verdict.format}`
      : `it is not of format ${wanted}`;
  throw new LoamError('object-damaged', { digest, reason });
}

/** @throws LoamError `object-missing`, `object-damaged`, `newer-data` */
export async function readManifest<W extends Wanted>(
  objects: ObjectReader,
  link: Link,
  wanted: W,
): Promise<Found<W>> {
  return expectFormat(await readJson(objects, link), wanted, linkDigest(link));
}

const RECIPES = ['loam.recipe/2', 'loam.recipe/3', 'loam.recipe/4'] as const;

/** A recipe of any kind. @throws LoamError as `readManifest` */
export async function readRecipe(objects: ObjectReader, link: Link): Promise<Recipe> {
  const value = await readJson(objects, link);
  const format = wordOf(value, 'format');
  const wanted = RECIPES.find((known) => known === format) ?? 'loam.recipe/1';
  return expectFormat(value, wanted, linkDigest(link));
}
