import type { Signer } from '../../model/signer';
import { plainName } from '../plain-name';
import { MANIFEST_PATH, PUBLIC_KEY_PATH, SIGNATURE_PATH } from '../paths';
import { readBundleManifest } from '../read-bundle';
import type { BundleFiles } from '../types';
import { signedBytes, writeEnvelope } from './envelope';
import { toPem } from './pem';
import { statementOf } from './statement';

/** The same files with `model.sig` and `signer.pem`, which take the place of earlier ones. */
export async function signBundle(files: BundleFiles, signer: Signer): Promise<BundleFiles> {
  const [first] = readBundleManifest(files.get(MANIFEST_PATH)).models;
  const pem = toPem(signer.publicKey);
  const payload = statementOf(files, `${plainName(first!.name)}-${first!.version}`);
  const signature = await signer.sign(signedBytes(payload));
  const signed = new Map(files)
    .set(SIGNATURE_PATH, writeEnvelope(payload, signature, pem))
    .set(PUBLIC_KEY_PATH, new TextEncoder().encode(pem));
  return new Map([...signed].sort(([a], [b]) => (a < b ? -1 : 1)));
}
