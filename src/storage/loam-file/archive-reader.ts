/**
 * Reads the one kind of zip that `ArchiveWriter` writes, from front to back. Headers are not believed:
 * each is written again from what it says and must come out the same.
 */
import { LoamError } from '../../core/errors';
import { damaged } from './archive-errors';
import { ByteSource } from './byte-source';
import { crc32 } from './crc32';
import {
  directoryEnd,
  directoryRecord,
  LOCAL_HEADER_BYTES,
  LOCAL_SIGNATURE,
  localHeader,
  type ZipEntry,
} from './zip-layout';

const LONGEST_NAME = 100;
const PIECE_BYTES = 1024 * 1024;

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export class ArchiveReader {
  readonly #source: ByteSource;
  readonly #entries: ZipEntry[] = [];

  constructor(file: Blob) {
    this.#source = new ByteSource(file);
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#source.position;
  }

  /**
   * The next entry's header; its bytes must be read before the next call. Null at the directory.
   * @throws LoamError `archive-not-loam` where the file does not begin with an entry `first`
   */
  async next(first: string): Promise<ZipEntry | null> {
    const source = this.#source;
    const offset = source.position;
    if (offset === 0 && source.left < LOCAL_HEADER_BYTES + first.length)
      throw new LoamError('archive-not-loam');
    const start = (await source.read(4)).slice();
    if (new DataView(start.buffer).getUint32(0, true) !== LOCAL_SIGNATURE) {
      if (offset === 0) throw new LoamError('archive-not-loam');
      source.position = offset;
      return null;
    }
    const rest = (await source.read(LOCAL_HEADER_BYTES - 4)).slice();
    const fields = new DataView(rest.buffer);
    const nameLength = fields.getUint16(22, true);
    if (nameLength > LONGEST_NAME)
      throw offset === 0 ? new LoamError('archive-not-loam') : damaged('a name is too long');
    const nameBytes = (await source.read(nameLength)).slice();
    const name = String.fromCharCode(...nameBytes);
    if (offset === 0 && name !== first) throw new LoamError('archive-not-loam');
    const entry = {
      name,
      size: fields.getUint32(14, true),
      crc: fields.getUint32(10, true),
      offset,
    };
    const read = new Uint8Array([...start, ...rest, ...nameBytes]);
    if (!same(read, localHeader(entry)))
      throw damaged('an entry is not as Loam writes it', { at: offset });
    if (entry.size > source.left) throw damaged('it ends too early');
    this.#entries.push(entry);
    return entry;
  }

  /** The bytes of the entry just begun, valid until the next read. */
  async bytes(entry: ZipEntry): Promise<Uint8Array> {
    const bytes = await this.#source.read(entry.size);
    if (crc32(bytes) !== entry.crc) throw damaged('bytes have changed', { entry: entry.name });
    return bytes;
  }

  /** The same in pieces, each valid until the next; the checksum is known only after the last. */
  async *pieces(entry: ZipEntry): AsyncGenerator<Uint8Array> {
    let crc = 0;
    for (let left = entry.size; left > 0;) {
      const piece = await this.#source.read(Math.min(left, PIECE_BYTES));
      crc = crc32(piece, crc);
      left -= piece.length;
      yield piece;
    }
    if (crc !== entry.crc) throw damaged('bytes have changed', { entry: entry.name });
  }

  /** Everything after the last entry. */
  async end(): Promise<void> {
    const source = this.#source;
    const directory = { entries: this.#entries.length, offset: source.position, size: 0 };
    for (const entry of this.#entries) {
      const record = directoryRecord(entry);
      directory.size += record.length;
      if (!same(await source.read(record.length), record)) throw damaged('its directory is wrong');
    }
    const end = directoryEnd(directory);
    if (!same(await source.read(end.length), end)) throw damaged('its directory is wrong');
    if (source.left > 0) throw damaged('something follows its end');
  }
}
