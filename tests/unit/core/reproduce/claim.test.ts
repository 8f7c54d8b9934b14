import { describe, expect, it } from 'vitest';
import { identityOf, linkTo } from '../../../../src/core/hash/digest';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import { checkClaim } from '../../../../src/core/reproduce/check-claim';
import { readClaim, writeClaim, type Claim } from '../../../../src/core/reproduce/claim';
import { claimFields, HERE, making } from '../../../support/making';
import { spoilt } from '../../../support/spoilt';

const good = (): Claim => readClaim(writeClaim(claimFields), 'a.json');
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** With the hash that fits, as someone would write it who means harm. */
function signed(value: unknown): Uint8Array {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return bytesOf(value);
  const { self: _, ...body } = value as Claim;
  return canonicalBytes({ ...body, self: identityOf(body) });
}

describe('a claim', () => {
  it('reads back as it was written', () => {
    expect(good()).toMatchObject({ format: 'loam.claim/1', tolerance: 1e-3, ...claimFields });
  });

  it('is refused as damaged when anything in it was changed', () => {
    const bytes = writeClaim(claimFields);
    const text = new TextDecoder().decode(bytes);
    for (const [from, to] of [
      ['0.875', '0.925'],
      ['Firefox 140', 'Firefox 141'],
      ['aaaa', 'aaab'],
    ] as const) {
      const changed = new TextEncoder().encode(text.replace(from, to));
      expect(() => readClaim(changed, 'a.json')).toThrow(/claim-damaged/);
    }
  });

  it('is refused with any field of another kind, missing, or too many, whatever its hash says', () => {
    let tried = 0;
    for (const { value, how } of spoilt(good())) {
      // Its own hash is made anew, and words without a short list may be any text.
      if (how.startsWith('.self') || how.includes('lacks self')) continue;
      expect(() => readClaim(signed(value), 'a.json'), how).toThrow(/claim-|newer-data/);
      tried++;
    }
    expect(tried).toBeGreaterThan(100);
  });

  it('is refused when it is too large, no JSON, of another format, or states a laxer tolerance', () => {
    const long = { ...claimFields, loam: 'x'.repeat(101) };
    const huge = new Uint8Array(70_000).fill(0x20);
    expect(() => readClaim(huge, 'a.json')).toThrow(/claim-not-loam/);
    expect(() => readClaim(Uint8Array.of(0xff, 0xfe), 'a.json')).toThrow(/claim-not-loam/);
    expect(() => readClaim(bytesOf({ format: 'loam.card/1' }), 'a.json')).toThrow(/not-loam/);
    expect(() => readClaim(bytesOf({ format: 'loam.claim/2' }), 'a.json')).toThrow(/newer-data/);
    expect(() => readClaim(writeClaim(long), 'a.json')).toThrow(/claim-damaged/);
    for (const tolerance of [0, -1, 0.5]) {
      expect(() => readClaim(signed({ ...good(), tolerance }), 'a.json')).toThrow(/claim-damaged/);
    }
    const twice = [...claimFields.metrics, claimFields.metrics[0]];
    expect(() => readClaim(signed({ ...good(), metrics: twice }), 'a.json')).toThrow(/damaged/);
  });
});

describe('a claim held against a model', () => {
  const ours = { recipe: claimFields.recipe, dataset: claimFields.dataset, first: making() };

  it('shows level 3 with the same weights from another device', () => {
    expect(checkClaim(good(), ours)).toMatchObject({
      type: 'checked',
      proof: { level: 3, devices: { first: HERE, again: claimFields.device } },
    });
  });

  it('shows level 1 or 0 with other weights', () => {
    const first = making({ bits: 'c'.repeat(64) });
    expect(checkClaim(good(), { ...ours, first })).toMatchObject({ proof: { level: 1 } });
    const far = making({ bits: 'c'.repeat(64), losses: { train: 0.3, validation: 0.5 } });
    expect(checkClaim(good(), { ...ours, first: far })).toMatchObject({ proof: { level: 0 } });
  });

  it('shows nothing new with the same weights from the same kind of device', () => {
    const own = readClaim(writeClaim({ ...claimFields, device: HERE }), 'a.json');
    expect(checkClaim(own, ours)).toEqual({ type: 'nothing-new' });
  });

  it('is told apart when it is of another recipe, over the same data or other data', () => {
    const recipe = linkTo('9'.repeat(64));
    expect(checkClaim(good(), { ...ours, recipe })).toEqual({
      type: 'other-recipe',
      sameData: true,
    });
    expect(checkClaim(good(), { ...ours, recipe, dataset: recipe })).toEqual({
      type: 'other-recipe',
      sameData: false,
    });
  });
});
