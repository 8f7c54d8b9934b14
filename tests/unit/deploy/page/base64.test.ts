import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../../../../src/deploy/page/base64';

it('writes what the platform writes, and reads it back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40_000 }), (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(text)).toEqual(new Uint8Array(bytes));
    }),
  );
});

it('refuses every spelling but the canonical one', () => {
  for (const text of [
    'A',
    'AA',
    'AAA',
    'AB==',
    'AAB=',
    '=AAA',
    'A=AA',
    'AA=A',
    'AA A',
    'AAÄA',
    '====',
    '-_-_',
  ]) {
    expect(fromBase64(text), text).toBeNull();
  }
});
