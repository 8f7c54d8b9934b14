/** An object store in memory: reader and writer, content-addressed, nothing ever removed. */
import { LoamError } from '../../src/core/errors';
import { digestOf, type Digest } from '../../src/core/hash/digest';
import type { ObjectReader, ObjectWriter } from '../../src/core/ports';

export class MemoryObjects implements ObjectReader, ObjectWriter {
  readonly objects = new Map<Digest, Uint8Array>();
  /** How often each object was read. */
  readonly reads = new Map<Digest, number>();

  async put(bytes: Uint8Array): Promise<Digest> {
    const digest = digestOf(bytes);
    this.objects.set(digest, bytes.slice());
    return digest;
  }

  async get(digest: Digest): Promise<Uint8Array> {
    this.reads.set(digest, (this.reads.get(digest) ?? 0) + 1);
    const bytes = this.objects.get(digest);
    if (!bytes) throw new LoamError('object-missing', { digest });
    return bytes.slice();
  }

  async has(digest: Digest): Promise<boolean> {
    return this.objects.has(digest);
  }
}
