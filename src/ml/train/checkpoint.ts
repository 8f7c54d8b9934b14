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
import type { FoldDone, FoldsDone } from './cross-fit';
import type { RefinedState } from './refined-state';
import type { TrainingState } from './train-recipe';

export interface Checkpoint {
  recipe: Link;
  /** Spent until here, in all attempts together. */
  seconds: number;
  state: RefinedState;
}

type TypedArray = SessionState['arrays'][string];

const ARRAY_TYPES = { Float32Array, Float64Array, Int32Array, Uint8Array } as const;

type ArrayType = keyof typeof ARRAY_TYPES;

type Training = Omit<TrainingState, 'loop'> & {
  loop: Omit<TrainingState['loop'], 'session'> & { session: Omit<SessionState, 'arrays'> };
};
type Folds = Omit<FoldsDone, 'done'> & { done: Omit<FoldDone, 'answers'>[] };

interface Header {
  format: 'loam.checkpoint/2';
  loam: string;
  recipe: Link;
  seconds: number;
  folds: Folds | null;
  training: Training | null;
  /** The answers of each fold that is done, in their order; then those of the session. */
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
  const listed: [string, TypedArray][] = [
    ...(state.folds?.done ?? []).map(({ number, answers }): [string, TypedArray] => [
      String(number),
      answers,
    ]),
    ...Object.entries(state.training?.loop.session.arrays ?? {}),
  ];
  const header: Header = {
    format: 'loam.checkpoint/2',
    loam: LOAM_VERSION,
    recipe,
    seconds,
    folds: state.folds && withoutAnswers(state.folds),
    training: state.training && withoutArrays(state.training),
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
  if (header.format !== 'loam.checkpoint/2' || header.loam !== LOAM_VERSION) return null;
  if (header.recipe !== recipe) return null;
  const folds = header.folds?.done.length ?? 0;
  const answers: FoldDone['answers'][] = [];
  const arrays: SessionState['arrays'] = {};
  let at = arraysAt;
  header.arrays.forEach(({ name, type, length }, i) => {
    const array = new ARRAY_TYPES[type](length);
    bytesOf(array).set(bytes.subarray(at, at + array.byteLength));
    if (i < folds) answers.push(array as FoldDone['answers']);
    else arrays[name] = array;
    at += padded(array.byteLength);
  });
  const state: RefinedState = {
    folds: header.folds && {
      ...header.folds,
      done: header.folds.done.map((fold, i) => ({ ...fold, answers: answers[i]! })),
    },
    training: header.training && withArrays(header.training, arrays),
  };
  return { recipe, seconds: header.seconds, state };
}

function withoutAnswers({ choice, done }: FoldsDone): Folds {
  return { choice, done: done.map(({ answers: _, ...facts }) => facts) };
}

function withoutArrays({ loop, ...training }: TrainingState): Training {
  const { session, ...place } = loop;
  const { arrays: _, ...position } = session;
  return { ...training, loop: { ...place, session: position } };
}

function withArrays(
  { loop, ...training }: Training,
  arrays: SessionState['arrays'],
): TrainingState {
  return { ...training, loop: { ...loop, session: { ...loop.session, arrays } } };
}

function hexBytes(digest: string): Uint8Array {
  return Uint8Array.from({ length: HASH_BYTES }, (_, i) =>
    parseInt(digest.slice(2 * i, 2 * i + 2), 16),
  );
}
