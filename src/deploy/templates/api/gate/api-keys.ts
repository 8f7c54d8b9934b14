/** Keys of those who may ask. Compared by their digests, in a time that does not depend on what is right. */
import { createHash, timingSafeEqual } from 'node:crypto';

export type KeyCheck = (authorization: string | undefined, apiKey: string | undefined) => number;

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

/** @returns the number of the key that was given, as `Authorization: Bearer KEY` or `X-API-Key: KEY`; -1 for none */
export function keyCheck(keys: readonly string[]): KeyCheck {
  const digests = keys.map(digest);
  return (authorization, apiKey) => {
    const bearer = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    const given = digest(apiKey ?? bearer ?? '');
    let found = -1;
    digests.forEach((each, i) => {
      if (timingSafeEqual(each, given)) found = i;
    });
    return found;
  };
}
