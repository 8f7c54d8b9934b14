/** Writes stored entries one after the other into a Blob; what is written leaves the heap in pieces. */
import { LoamError } from '../../core/errors';
import { crc32 } from './crc32';
import { directoryEnd, directoryRecord, FOUR_GIB, localHeader, type ZipEntry } from './zip-layout';

const PIECE_BYTES = 4 * 1024 * 1024;

/** Bytes on their way into a Blob, joined into pieces of some megabytes. */
export class BlobBuilder {
  readonly #pieces: Blob[] = [];
  #open: Uint8Array[] = [];
  #openBytes = 0;
  size = 0;

  /** `bytes` must not change afterwards. */
  add(bytes: Uint8Array): void {
    this.#open.push(bytes);
    this.#openBytes += bytes.length;
    this.size += bytes.length;
    if (this.#openBytes >= PIECE_BYTES) this.#flush();
  }

  append(blob: Blob): void {
    this.#flush();
    this.#pieces.push(blob);
    this.size += blob.size;
  }

  done(): Blob {
    this.#flush();
    return new Blob(this.#pieces, { type: 'application/octet-stream' });
  }

  #flush(): void {
    if (this.#open.length === 0) return;
    this.#pieces.push(new Blob(this.#open as Uint8Array<ArrayBuffer>[]));
    this.#open = [];
    this.#openBytes = 0;
  }
}

export class ArchiveWriter {
  readonly #out = new BlobBuilder();
  readonly #entries: ZipEntry[] = [];

  add(name: string, bytes: Uint8Array): void {
    this.#begin(name, bytes.length, crc32(bytes));
    this.#out.add(bytes);
  }

  /** `crc` is the CRC-32 of the Blob's bytes. */
  addBlob(name: string, blob: Blob, crc: number): void {
    this.#begin(name, blob.size, crc);
    this.#out.append(blob);
  }

  done(): Blob {
    const directory = { entries: this.#entries.length, offset: this.#out.size, size: 0 };
    for (const entry of this.#entries) {
      const record = directoryRecord(entry);
      directory.size += record.length;
      this.#out.add(record);
    }
    this.#out.add(directoryEnd(directory));
    return this.#out.done();
  }

  #begin(name: string, size: number, crc: number): void {
    if (size >= FOUR_GIB)
      throw new LoamError('internal', { message: `${name} is too large for a .loam` });
    const entry = { name, size, crc, offset: this.#out.size };
    this.#entries.push(entry);
    this.#out.add(localHeader(entry));
  }
}
