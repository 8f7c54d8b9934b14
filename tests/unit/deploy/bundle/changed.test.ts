import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../src/core/errors';
import { digestOf } from '../../../../src/core/hash/digest';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import {
  checkBundle,
  signBundle,
  unzipBundle,
  zipBundle,
  type BundleFiles,
  type BundleManifest,
} from '../../../../src/deploy/bundle';
import { bundleOf, newSigner, someData } from '../../../support/bundle-of';
import { changedBytes, withChangedByte } from '../../../support/changed-bytes';

/** The code of the error, and what it says; null where all is found well. */
async function refusal(files: BundleFiles): Promise<string | null> {
  try {
    await checkBundle(files);
    return null;
  } catch (error) {
    if (!isLoamError(error)) throw error;
    return `${error.code}: ${error.facts.reason ?? error.facts.format}`;
  }
}

/** Another format number says that the bundle is newer than its reader, which is a refusal too. */
const REFUSED = /^(bundle-damaged: .|newer-data: loam\.bundle\/)/;

describe('a changed bundle', async () => {
  const bare = bundleOf(someData());
  const signed = await signBundle(bare, await newSigner());

  it('is refused for each of 200 single bytes, list, signature and key included', async () => {
    for (const change of changedBytes(signed, 200, 'signed')) {
      const found = await refusal(withChangedByte(signed, change));
      expect({ ...change, found }).toEqual({ ...change, found: expect.stringMatching(REFUSED) });
    }
  });

  it('is refused for each of 200 single bytes without a signature', async () => {
    for (const change of changedBytes(bare, 200, 'unsigned')) {
      const found = await refusal(withChangedByte(bare, change));
      expect({ ...change, found }).toEqual({ ...change, found: expect.stringMatching(REFUSED) });
    }
  });

  it('is refused for every byte of its list, its signature and its key', async () => {
    for (const path of ['bundle.json', 'model.sig', 'signer.pem']) {
      for (let at = 0; at < signed.get(path)!.length; at++) {
        const change = { path, at, flip: 1 << (at % 8) };
        const found = await refusal(withChangedByte(signed, change));
        expect({ ...change, found }).toEqual({ ...change, found: expect.stringMatching(REFUSED) });
      }
    }
  });

  it('is refused as a zip for each of 200 single bytes', async () => {
    const zip = new Map([['zip', zipBundle(signed)]]);
    for (const change of changedBytes(zip, 200, 'zip')) {
      const opened = () => unzipBundle(withChangedByte(zip, change).get('zip')!);
      expect(opened).toThrow(/bundle-damaged|bundle-not-loam/);
    }
  });

  it('is refused where a file was added, removed, renamed or emptied', async () => {
    const paths = [...signed.keys()];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.constantFrom('added', 'removed', 'renamed', 'emptied'),
        async (path, change) => {
          const files = new Map(signed);
          const bytes = signed.get(path)!;
          if (change !== 'added') files.delete(path);
          if (change === 'emptied') files.set(path, new Uint8Array());
          if (change === 'added' || change === 'renamed') files.set(`${path}.bak`, bytes);
          expect(await refusal(files)).toMatch(/^bundle-damaged: ./);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is refused where its list was made anew, since the signature is of another', async () => {
    const list = JSON.parse(new TextDecoder().decode(signed.get('bundle.json'))) as BundleManifest;
    const readme = new TextEncoder().encode('# Another\n');
    list.files['README.md'] = digestOf(readme);
    const forged = new Map(signed)
      .set('README.md', readme)
      .set('bundle.json', canonicalBytes(list));
    expect(await refusal(forged)).toBe('bundle-damaged: other files were signed than are here');
    forged.delete('model.sig');
    forged.delete('signer.pem');
    // Whoever takes the signature away makes an unsigned bundle: only a key that is asked for tells.
    expect(await refusal(forged)).toBeNull();
  });

  it('is refused where its list says more than is there to say', async () => {
    const list = JSON.parse(new TextDecoder().decode(bare.get('bundle.json'))) as BundleManifest;
    const [model] = list.models;
    const lists: unknown[] = [
      { ...list, models: [{ ...model, name: 'another' }] },
      { ...list, models: [{ ...model, version: 2 }] },
      { ...list, models: [] },
      { ...list, extra: 1 },
      { ...list, kind: 'other' },
      { ...list, files: { ...list.files, '../outside': list.files['README.md'] } },
      { ...list, files: { ...list.files, 'absent.txt': list.files['README.md'] } },
    ];
    for (const each of lists) {
      const files = new Map(bare).set('bundle.json', canonicalBytes(each));
      expect(await refusal(files)).toMatch(/^bundle-damaged: ./);
    }
    const loose = JSON.stringify(list, null, 1);
    const spelt = new Map(bare).set('bundle.json', new TextEncoder().encode(loose));
    expect(await refusal(spelt)).toBe('bundle-damaged: bundle.json has an unexpected form');
  });
});
