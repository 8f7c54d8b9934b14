/**
 * The files of a zipped bundle. The bytes may come from anyone: sizes are bounded before anything is unpacked,
 * and while it is. A zip that was packed again by another tool is read too, with or without one folder around
 * everything; one that Loam packed is sealed, and is refused when any byte of it was changed.
 */
import { Inflate } from 'fflate';
import { LoamError } from '../../core/errors';
import { digestOf } from '../../core/hash/digest';
import { bundleDamaged } from './damage';
import { isIgnored, isPlainPath, MANIFEST_PATH } from './paths';
import {
  CENTRAL_BYTES,
  CENTRAL_MARK,
  COMMENT_LENGTH_AT,
  END_BYTES,
  END_MARK,
  LOCAL_BYTES,
  LOCAL_MARK,
  sealOf,
} from './zip-form';
import type { BundleFiles } from './types';

export interface UnzipLimits {
  /** Folders and ignored files count too. */
  entries: number;
  /** Of all files together, unpacked. */
  bytes: number;
}

const defaultLimits: UnzipLimits = { entries: 10_000, bytes: 1024 * 1024 * 1024 };

/** Packed bytes that are unpacked at a time: at most 1,032 times as many come out before they are counted. */
const PIECE = 4096;

interface Entry {
  name: string;
  method: number;
  packed: number;
  size: number;
  /** Of its local header. */
  offset: number;
}

/** Names are plain ASCII where they count; any other byte is no plain path. */
function nameAt(bytes: Uint8Array, at: number, length: number): string {
  return new TextDecoder('latin1').decode(bytes.subarray(at, at + length));
}

/** Where the end record starts. @throws LoamError where there is none, or what follows it is not its own */
function endOf(bytes: Uint8Array, view: DataView): number {
  const sealed = bytes.length - END_BYTES - sealOf('').length;
  const plain = bytes.length - END_BYTES;
  const isEnd = (at: number) => at >= 0 && view.getUint32(at, true) === END_MARK;
  const commentOf = (at: number) => view.getUint16(at + COMMENT_LENGTH_AT, true);
  if (isEnd(plain) && commentOf(plain) === 0) return plain;
  if (!isEnd(sealed)) {
    if (bytes.length < 4 || view.getUint32(0, true) !== LOCAL_MARK)
      throw new LoamError('bundle-not-loam');
    throw bundleDamaged('the zip does not end where it should');
  }
  const before = bytes.subarray(0, sealed + END_BYTES);
  const seal = sealOf(digestOf(before));
  const isWhole =
    commentOf(sealed) === seal.length &&
    seal.every((byte, i) => byte === bytes[sealed + END_BYTES + i]);
  if (!isWhole) throw bundleDamaged('the zip was changed since it was packed');
  return sealed;
}

function readDirectory(bytes: Uint8Array, view: DataView, limits: UnzipLimits): Entry[] {
  const end = endOf(bytes, view);
  const count = view.getUint16(end + 10, true);
  if (count > limits.entries)
    throw bundleDamaged(`the zip has more than ${limits.entries} entries`);
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== CENTRAL_MARK)
      throw bundleDamaged('the directory of the zip is broken');
    const nameLength = view.getUint16(at + 28, true);
    const next =
      at +
      CENTRAL_BYTES +
      nameLength +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (next > end) throw bundleDamaged('the directory of the zip is broken');
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw bundleDamaged('the zip is encrypted');
    entries.push({
      name: nameAt(bytes, at + CENTRAL_BYTES, nameLength),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at = next;
  }
  if (at !== end) throw bundleDamaged('the directory of the zip is broken');
  return entries;
}

function packedBytes(bytes: Uint8Array, view: DataView, entry: Entry): Uint8Array {
  const { name, offset, packed } = entry;
  const broken = () => bundleDamaged(`${name} is not where the zip says`);
  if (offset + LOCAL_BYTES > bytes.length || view.getUint32(offset, true) !== LOCAL_MARK)
    throw broken();
  const nameLength = view.getUint16(offset + 26, true);
  const from = offset + LOCAL_BYTES + nameLength + view.getUint16(offset + 28, true);
  if (nameAt(bytes, offset + LOCAL_BYTES, nameLength) !== name || from + packed > bytes.length)
    throw broken();
  return bytes.subarray(from, from + packed);
}

function inflate(packed: Uint8Array, { name, size }: Entry): Uint8Array {
  const bytes = new Uint8Array(size);
  let length = 0;
  const inflater = new Inflate((piece) => {
    if (length + piece.length > size) throw bundleDamaged(`${name} is larger than the zip says`);
    bytes.set(piece, length);
    length += piece.length;
  });
  try {
    for (let at = 0; at === 0 || at < packed.length; at += PIECE) {
      inflater.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    }
  } catch (cause) {
    if (cause instanceof LoamError) throw cause;
    throw bundleDamaged(`${name} cannot be unpacked`, cause);
  }
  if (length !== size) throw bundleDamaged(`${name} is smaller than the zip says`);
  return bytes;
}

/** The one folder that everything lies in, with its `/`; empty where the list lies at the top. */
function folderAround(entries: readonly Entry[]): string {
  if (entries.some(({ name }) => name === MANIFEST_PATH)) return '';
  const folder = `${entries[0]?.name.split('/')[0] ?? ''}/`;
  const isAround =
    entries.every(({ name }) => name.startsWith(folder)) &&
    entries.some(({ name }) => name === folder + MANIFEST_PATH);
  if (!isAround) throw new LoamError('bundle-not-loam');
  return folder;
}

/**
 * What a bundle ignores (`node_modules`, ...) is not unpacked.
 * @throws LoamError `bundle-not-loam` where it is no zip or has no list; `bundle-damaged` where it is a zip that no
 * honest tool makes of a bundle, is too large, or was changed since Loam packed it. Whether its files are right is not judged here.
 */
export function unzipBundle(bytes: Uint8Array, limits: UnzipLimits = defaultLimits): BundleFiles {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const all = readDirectory(bytes, view, limits);
  const folder = folderAround(all);
  const entries = all
    .filter(({ name }) => !name.endsWith('/'))
    .map((entry) => ({ path: entry.name.slice(folder.length), entry }))
    .filter(({ path }) => !isIgnored(path));

  let room = limits.bytes;
  let packedRoom = bytes.length;
  const seen = new Set<string>();
  for (const { path, entry } of entries) {
    if (!isPlainPath(path)) throw bundleDamaged(`the zip has a file named ${JSON.stringify(path)}`);
    if (seen.has(path)) throw bundleDamaged(`${path} is there twice`);
    seen.add(path);
    room -= entry.size;
    packedRoom -= entry.packed;
    if (room < 0) throw bundleDamaged(`the zip unpacks to more than ${limits.bytes} bytes`);
    if (packedRoom < 0) throw bundleDamaged('the zip uses its bytes twice');
  }

  const files: BundleFiles = new Map();
  for (const { path, entry } of entries) {
    const packed = packedBytes(bytes, view, entry);
    if (entry.method === 0 && entry.packed === entry.size) files.set(path, packed.slice());
    else if (entry.method === 8) files.set(path, inflate(packed, entry));
    else throw bundleDamaged(`${path} is packed in a way that Loam does not read`);
  }
  return files;
}
