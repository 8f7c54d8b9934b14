/** What every object store must do; run against each implementation of the port. */
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/core/hash/digest';
import type { ObjectReader, ObjectWriter } from '../../src/core/ports';

export function objectStoreRules(
  name: string,
  open: () => Promise<{ reader: ObjectReader; writer: ObjectWriter }>,
): void {
  describe(`${name}, as an object store`, () => {
    it('gives back what was put, under its SHA-256, at every size', async () => {
      const { reader, writer } = await open();
      for (const size of [0, 1, 1_000, 65_535, 65_536, 65_537, 1_000_000]) {
        const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 9)) & 255);
        const digest = await writer.put(bytes);
        expect(digest).toBe(digestOf(bytes));
        expect(await reader.has(digest)).toBe(true);
        const read = await reader.get(digest);
        expect(read).toBeInstanceOf(Uint8Array);
        expect(Buffer.compare(read, bytes)).toBe(0);
      }
    });

    it('puts the same bytes twice, one after the other and at once, under the same name', async () => {
      const { reader, writer } = await open();
      const bytes = new TextEncoder().encode('the same');
      const digests = await Promise.all([writer.put(bytes), writer.put(bytes.slice())]);
      digests.push(await writer.put(bytes));
      expect(new Set(digests)).toEqual(new Set([digestOf(bytes)]));
      expect(await reader.get(digestOf(bytes))).toEqual(bytes);
    });

    it('keeps its own copy: neither the writer nor a reader can change what is stored', async () => {
      const { reader, writer } = await open();
      const buffer = new Uint8Array([9, 1, 2, 3, 9]);
      const view = buffer.subarray(1, 4);
      const digest = await writer.put(view);
      buffer.fill(0);
      expect([...(await reader.get(digest))]).toEqual([1, 2, 3]);
      (await reader.get(digest)).fill(7);
      expect([...(await reader.get(digest))]).toEqual([1, 2, 3]);
    });

    it('says object-missing, with the digest, for what was never put', async () => {
      const { reader } = await open();
      const digest = digestOf(new Uint8Array([1]));
      expect(await reader.has(digest)).toBe(false);
      await expect(reader.get(digest)).rejects.toMatchObject({
        code: 'object-missing',
        facts: { digest },
      });
    });
  });
}
