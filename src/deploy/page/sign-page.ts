import type { Signer } from '../model/signer';
import { inconsistent } from '../model/model-parts';
import { CLOSE, SEAL_OPEN, SIGNATURE_OPEN } from './markup';
import { signedBytes, writeSignature } from './signature';

/**
 * The page with the signer's signature in its place. Everything else keeps its bytes.
 * @throws LoamError `internal` where the bytes are no unsigned page
 */
export async function signPage(page: Uint8Array, signer: Signer): Promise<Uint8Array> {
  const text = new TextDecoder().decode(page);
  const sealed = text.split(SEAL_OPEN)[1];
  const empty = SIGNATURE_OPEN + CLOSE;
  const [before, after, ...more] = text.split(empty);
  if (sealed === undefined || before === undefined || after === undefined || more.length > 0) {
    throw inconsistent('there is no place for a signature');
  }
  const seal = sealed.slice(0, sealed.indexOf(CLOSE));
  const { publicKey } = signer;
  const block = writeSignature(publicKey, await signer.sign(signedBytes(seal, publicKey)));
  return new TextEncoder().encode(before + SIGNATURE_OPEN + block + CLOSE + after);
}
