import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../src/core/hash/digest';
import { buildPage, checkPageSignature, readPage, signPage } from '../../../../src/deploy/page';
import { CLOSE, SEAL_OPEN, SIGNATURE_OPEN } from '../../../../src/deploy/page/markup';
import { checkSignature } from '../../../../src/deploy/page/signature';
import { bareTemplate } from '../../../support/bare-template';
import { newSigner } from '../../../support/bundle-of';
import { pageInputOf } from '../../../support/page-input';
import { randomData } from '../../../support/page-tables';

const [sample] = fc.sample(randomData, { numRuns: 1, seed: 12 });
const page = buildPage(pageInputOf({ ...sample!, template: bareTemplate }));
const signer = await newSigner();
const signed = await signPage(page, signer);
const text = new TextDecoder().decode(signed);
const inside = (open: string) => text.split(open)[1]!.split(CLOSE)[0]!;

describe('a signed page', () => {
  it('carries what the page carries, and names its signer', async () => {
    expect(readPage(signed)).toEqual(readPage(page));
    expect(await checkPageSignature(signed)).toEqual({
      type: 'signed',
      signer: digestOf(signer.publicKey),
    });
    expect(await checkPageSignature(page)).toEqual({ type: 'unsigned' });
  });

  it('differs from the page by its signature alone', () => {
    const block = inside(SIGNATURE_OPEN);
    expect(text.replace(block, '')).toBe(new TextDecoder().decode(page));
  });

  it('is refused with any byte of its signature changed', async () => {
    const block = inside(SIGNATURE_OPEN);
    const from = text.indexOf(SIGNATURE_OPEN) + SIGNATURE_OPEN.length;
    const offset = new TextEncoder().encode(text.slice(0, from)).length;
    const change = fc.tuple(fc.nat(block.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(change, async ([at, by]) => {
        const changed = signed.slice();
        changed[offset + at] = (changed[offset + at]! + by) & 255;
        const refused = async () => {
          readPage(changed);
          await checkPageSignature(changed);
        };
        await expect(refused()).rejects.toThrow();
      }),
      { numRuns: 200 },
    );
  });

  it('is refused with the signature of another page, and with that of another key', async () => {
    const seal = inside(SEAL_OPEN);
    const block = inside(SIGNATURE_OPEN);
    expect(await checkSignature(block, seal)).toMatchObject({ type: 'signed' });
    expect(await checkSignature(block, 'f'.repeat(64))).toEqual({ type: 'false' });

    const other = await newSigner();
    const theirs = new TextDecoder().decode(await signPage(page, other));
    const theirBlock = theirs.split(SIGNATURE_OPEN)[1]!.split(CLOSE)[0]!;
    const mixed = {
      ...(JSON.parse(theirBlock) as Record<string, string>),
      signature: (JSON.parse(block) as { signature: string }).signature,
    };
    expect(await checkSignature(JSON.stringify(mixed), seal)).toEqual({ type: 'false' });
  });

  it('cannot be signed twice', async () => {
    await expect(signPage(signed, signer)).rejects.toThrow(/place for a signature/);
  });
});

describe('a page of the first version, which has no place for a signature', () => {
  it('is read as before, and is unsigned', async () => {
    const template = bareTemplate.replace(SIGNATURE_OPEN + CLOSE, '');
    const old = buildPage(pageInputOf({ ...sample!, template }));
    expect(readPage(old).card).toEqual(readPage(page).card);
    expect(await checkPageSignature(old)).toEqual({ type: 'unsigned' });
  });
});
