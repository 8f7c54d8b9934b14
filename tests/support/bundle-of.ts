/** Bundles to test with, and a key to sign them. */
import fc from 'fast-check';
import { buildBundle, type BundleFiles, type BundleKind } from '../../src/deploy/bundle';
import type { Signer } from '../../src/deploy/model/signer';
import { pageInputOf, type PageInputSpec } from './page-input';
import { randomData } from './page-tables';

export function bundleOf(
  spec: Omit<PageInputSpec, 'template'>,
  template: Record<string, string> = { 'index.js': 'export {};\n', 'README.md': '# A model\n' },
  kind: BundleKind = 'module',
): BundleFiles {
  return buildBundle({ kind, models: [pageInputOf({ ...spec, template: '' })], template });
}

/** One fixed model. */
export function someData(seed = 11) {
  return fc.sample(randomData, { numRuns: 1, seed })[0]!;
}

export async function newSigner(): Promise<Signer> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const { publicKey, privateKey } = await crypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ]);
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)),
    async sign(bytes) {
      const made = { name: 'ECDSA', hash: 'SHA-256' };
      return new Uint8Array(await crypto.subtle.sign(made, privateKey, bytes as BufferSource));
    },
  };
}
