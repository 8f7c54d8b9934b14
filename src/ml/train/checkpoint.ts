/**
 * A training's state as bytes, so that another worker can go on from it. Layout, little-endian:
 *
 *   32 bytes   SHA-256 of all that follows
 *   4 bytes    length of the header
 *   header     JSON, padded with spaces so that the arrays begin at a multiple of 8
 *   arrays     one after the other, each padded with zeros to a multiple of 8
 *
 * A checkpoint is of this device and this version of Loam: what cannot be read is as good as none.
 */
import type { Link } from '../../core/hash/digest';
import type { Hash } from '../../core/ports';
import { LOAM_VERSION } from '../../core/version';
import type { SessionState } from '../engine/engine';
import type { TrainingState } from './train-recipe';

export interface Checkpoint {
  recipe: Link;
  /** Spent until here, in all attempts together. */
  seconds: number;
  state: TrainingState;
}

type TypedArray = SessionState['arrays'][string];

const ARRAY_TYPES = { Float32Array, Float64Array, Int32Array, Uint8Array } as const;

type ArrayType = keyof typeof ARRAY_TYPES;

interface Header {
  format: 'loam.checkpoint/1';
  loam: string;
  recipe: Link;
  seconds: number;
  engine: TrainingState['engine'];
  module: TrainingState['module'];
  curves: TrainingState['curves'];
  loop: Omit<TrainingState['loop'], 'session'>;
  session: Omit<SessionState, 'arrays'>;
  arrays: { name: string; type: ArrayType; length: number }[];
}

const HASH_BYTES = 32;
const HEADER_AT = HASH_BYTES + 4;

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function typeOf(array: TypedArray): ArrayType {
  return array.constructor.name as ArrayType;
}

function bytesOf(array: TypedArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Copies the state's arrays. */
export async function encodeCheckpoint(checkpoint: Checkpoint, hash: Hash): Promise<Uint8Array> {
  const { recipe, seconds, state } = checkpoint;
  const { session, ...loop } = state.loop;
  const { arrays, ...position } = session;
  const listed = Object.entries(arrays);
  const header: Header = {
    format: 'loam.checkpoint/1',
    loam: LOAM_VERSION,
    recipe,
    seconds,
    engine: state.engine,
    module: state.module,
    curves: state.curves,
    loop,
    session: position,
    arrays: listed.map(([name, array]) => ({ name, type: typeOf(array), length: array.length })),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const arraysAt = padded(HEADER_AT + text.length);
  const size = listed.reduce((sum, [, array]) => sum + padded(array.byteLength), arraysAt);
  const bytes = new Uint8Array(size);
  bytes.fill(0x20, HEADER_AT, arraysAt);
  bytes.set(text, HEADER_AT);
  new DataView(bytes.buffer).setUint32(HASH_BYTES, arraysAt - HEADER_AT, true);
  let at = arraysAt;
  for (const [, array] of listed) {
    bytes.set(bytesOf(array), at);
    at += padded(array.byteLength);
  }
  bytes.set(hexBytes(await hash(bytes.subarray(HASH_BYTES))));
  return bytes;
}

/**
 * Null where the bytes are torn, of another recipe, or of another version of Loam: the training then begins
 * anew. Arrays are copies.
 */
export async function decodeCheckpoint(
  bytes: Uint8Array,
  recipe: Link,
  hash: Hash,
): Promise<Checkpoint | null> {
  if (bytes.length < HEADER_AT) return null;
  const wanted = hexBytes(await hash(bytes.subarray(HASH_BYTES)));
  if (!wanted.every((byte, i) => byte === bytes[i])) return null;
  // What its hash vouches for was written by `encodeCheckpoint`, of this version or another.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const arraysAt = HEADER_AT + view.getUint32(HASH_BYTES, true);
  const text = new TextDecoder().decode(bytes.subarray(HEADER_AT, arraysAt));
  const header = JSON.parse(text) as Header;
  if (header.format !== 'loam.checkpoint/1' || header.loam !== LOAM_VERSION) return null;
  if (header.recipe !== recipe) return null;
  const arrays: SessionState['arrays'] = {};
  let at = arraysAt;
  for (const { name, type, length } of header.arrays) {
    const array = new ARRAY_TYPES[type](length);
    bytesOf(array).set(bytes.subarray(at, at + array.byteLength));
    arrays[name] = array;
    at += padded(array.byteLength);
  }
  const { seconds, engine, module, curves } = header;
  const loop = { ...header.loop, session: { ...header.session, arrays } };
  return { recipe, seconds, state: { engine, module, curves, loop } };
}

function hexBytes(digest: string): Uint8Array {
  return Uint8Array.from({ length: HASH_BYTES }, (_, i) =>
    parseInt(digest.slice(2 * i, 2 * i + 2), 16),
  );
}
