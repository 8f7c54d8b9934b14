/** Everything that can be checked of a bundle, by whoever has its files: the app, `verify.mjs`, the artefact at its start. */
import { asBundleError, bundleDamaged } from './damage';
import { MANIFEST_PATH } from './paths';
import { checkFiles, readBundleManifest, readModels } from './read-bundle';
import { checkSignature, type BundleSignature } from './signature/check-signature';
import { fromPem } from './signature/pem';
import type { BundleContents, BundleFiles } from './types';
import { digestOf } from '../../core/hash/digest';

export interface CheckOptions {
  /** Only what this key signed will do. Default: any key, or no signature at all. */
  expectedKeyPem?: string;
}

export type CheckedBundle = BundleContents & { signature: BundleSignature };

function checkSigner(signature: BundleSignature, expectedKeyPem: string): void {
  const expected = fromPem(expectedKeyPem);
  if (!expected) throw bundleDamaged('the key to compare with is not a public key in PEM form');
  if (signature.type === 'unsigned') throw bundleDamaged('it is not signed');
  if (signature.fingerprint !== digestOf(expected))
    throw bundleDamaged('it was signed with another key');
}

/** @throws LoamError `bundle-damaged`, or `newer-data` */
export async function checkBundle(
  files: BundleFiles,
  { expectedKeyPem }: CheckOptions = {},
): Promise<CheckedBundle> {
  try {
    const bytes = files.get(MANIFEST_PATH);
    const manifest = readBundleManifest(bytes);
    checkFiles(files, manifest);
    const signature = await checkSignature(files);
    if (expectedKeyPem !== undefined) checkSigner(signature, expectedKeyPem);
    const models = readModels(files, manifest);
    return { manifest, identity: digestOf(bytes!), models, signature };
  } catch (error) {
    throw asBundleError(error);
  }
}
