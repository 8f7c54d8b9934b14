/** The bytes around stored zip entries: one way only to write each. Writer and reader both call these. */

export interface ZipEntry {
  /** ASCII. */
  name: string;
  size: number;
  crc: number;
  /** Of its local header, from the start of the file. */
  offset: number;
}

export const LOCAL_HEADER_BYTES = 30;
export const LOCAL_SIGNATURE = 0x04034b50;
/** Sizes and offsets from here on do not fit a plain field. */
export const FOUR_GIB = 2 ** 32 - 1;
const MANY = 65_535;
const NEW_YEAR_1980 = 0x0021;

class Fields {
  readonly #bytes: number[] = [];

  u16(value: number): this {
    this.#bytes.push(value & 255, (value >>> 8) & 255);
    return this;
  }

  u32(value: number): this {
    return this.u16(value & 0xffff).u16((value >>> 16) & 0xffff);
  }

  u64(value: number): this {
    return this.u32(value % 2 ** 32).u32(Math.floor(value / 2 ** 32));
  }

  ascii(text: string): this {
    for (let i = 0; i < text.length; i++) this.#bytes.push(text.charCodeAt(i));
    return this;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** From `flags` to the sizes: the same in both headers. Stored, no flags. */
function shared(fields: Fields, { size, crc, name }: ZipEntry): Fields {
  return fields
    .u16(0)
    .u16(0)
    .u16(0)
    .u16(NEW_YEAR_1980)
    .u32(crc)
    .u32(size)
    .u32(size)
    .u16(name.length);
}

/** Comes before the entry's bytes. */
export function localHeader(entry: ZipEntry): Uint8Array {
  const fields = new Fields().u32(LOCAL_SIGNATURE).u16(10);
  return shared(fields, entry).u16(0).ascii(entry.name).done();
}

/** The entry's line in the directory at the end. */
export function directoryRecord(entry: ZipEntry): Uint8Array {
  const far = entry.offset >= FOUR_GIB;
  const version = far ? 45 : 10;
  const fields = new Fields().u32(0x02014b50).u16(version).u16(version);
  shared(fields, entry)
    .u16(far ? 12 : 0)
    .u16(0)
    .u16(0)
    .u16(0)
    .u32(0);
  fields.u32(far ? FOUR_GIB : entry.offset).ascii(entry.name);
  if (far) fields.u16(1).u16(8).u64(entry.offset);
  return fields.done();
}

/** Ends the file. `offset` and `size` are the directory's. */
export function directoryEnd(directory: {
  entries: number;
  offset: number;
  size: number;
}): Uint8Array {
  const { entries, offset, size } = directory;
  const fields = new Fields();
  if (entries >= MANY || offset >= FOUR_GIB || size >= FOUR_GIB) {
    fields.u32(0x06064b50).u64(44).u16(45).u16(45).u32(0).u32(0);
    fields.u64(entries).u64(entries).u64(size).u64(offset);
    fields
      .u32(0x07064b50)
      .u32(0)
      .u64(offset + size)
      .u32(1);
  }
  const shown = Math.min(entries, MANY);
  fields.u32(0x06054b50).u16(0).u16(0).u16(shown).u16(shown);
  return fields.u32(Math.min(size, FOUR_GIB)).u32(Math.min(offset, FOUR_GIB)).u16(0).done();
}
