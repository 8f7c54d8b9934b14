/** `model-data.js`: the model's objects as a module of data only. */
import type { Link } from '../../core/hash/digest';
import type { ModelObject } from '../model/types';
import { toBase64 } from '../page/base64';

export function modelData(card: Link, objects: readonly ModelObject[]): string {
  const texts = Object.fromEntries(
    [...objects]
      .sort((a, b) => (a.digest < b.digest ? -1 : 1))
      .map(({ digest, bytes }) => [digest, toBase64(bytes)]),
  );
  return [
    '/** The model: its objects in base64, each under its SHA-256. */',
    `export const card = ${JSON.stringify(card)};`,
    `export const objects = ${JSON.stringify(texts, null, 2)};`,
    '',
  ].join('\n');
}
