import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../../src/storage/loam-file/crc32';
import {
  directoryEnd,
  directoryRecord,
  localHeader,
} from '../../../../src/storage/loam-file/zip-layout';
import { ArchiveReader } from '../../../../src/storage/loam-file/archive-reader';
import { ArchiveWriter } from '../../../../src/storage/loam-file/archive-writer';

const view = (bytes: Uint8Array) => new DataView(bytes.buffer);

describe('CRC-32', () => {
  it('gives the published check value, and goes on from what came before', () => {
    const check = new TextEncoder().encode('123456789');
    expect(crc32(check)).toBe(0xcbf43926);
    for (let i = 0; i <= check.length; i++) {
      expect(crc32(check.subarray(i), crc32(check.subarray(0, i)))).toBe(0xcbf43926);
    }
    expect(crc32(new Uint8Array(0))).toBe(0);
  });
});

describe('zip headers', () => {
  it('put an offset from 4 GiB on into a zip64 field, and only then', () => {
    const entry = { name: 'a', size: 1, crc: 2, offset: 2 ** 32 - 2 };
    expect(directoryRecord(entry).length).toBe(47);
    expect(view(directoryRecord(entry)).getUint32(42, true)).toBe(2 ** 32 - 2);
    const far = directoryRecord({ ...entry, offset: 5 * 2 ** 32 + 3 });
    expect(far.length).toBe(59);
    expect(view(far).getUint32(42, true)).toBe(2 ** 32 - 1);
    expect(view(far).getBigUint64(51, true)).toBe(5n * 2n ** 32n + 3n);
    expect(localHeader(entry).length).toBe(31);
  });

  it('end in a zip64 directory from 65,535 entries on, and only then', () => {
    expect(directoryEnd({ entries: 65_534, offset: 9, size: 9 }).length).toBe(22);
    const many = directoryEnd({ entries: 70_000, offset: 9, size: 8 });
    expect(many.length).toBe(56 + 20 + 22);
    expect(view(many).getBigUint64(32, true)).toBe(70_000n);
    expect(view(many).getBigUint64(40, true)).toBe(8n);
    expect(view(many).getBigUint64(48, true)).toBe(9n);
    expect(view(many).getUint16(76 + 10, true)).toBe(65_535);
  });

  it('are read back when there are more than 65,535 entries', async () => {
    const writer = new ArchiveWriter();
    const names = Array.from({ length: 66_000 }, (_, i) => `n${i}`);
    for (const name of names) writer.add(name, new Uint8Array(0));
    const reader = new ArchiveReader(writer.done());
    const read: string[] = [];
    for (let entry = await reader.next('n0'); entry; entry = await reader.next('n0'))
      read.push(entry.name);
    await reader.end();
    expect(read).toEqual(names);
  });
});
