/**
 * Counter-based random numbers: Philox 4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As
 * Easy as 1, 2, 3", SC11). The i-th number of a stream is a pure function of (seed, name, i).
 * How seed, name and i become key and counter is fixed in ../SEMANTICS.md.
 */
import { sha256 } from '@noble/hashes/sha2.js';

export interface RandomStream {
  /** The i-th word of the stream, an integer in [0, 2^32); i in [0, 2^53). */
  uint32(i: number): number;
  /** Words `start`, `start + 1`, ... into `out`: what `uint32` gives, several times as fast. */
  words(start: number, out: Uint32Array): void;
  /** In [0, 1), a multiple of 2^-53, from words 2i and 2i + 1. */
  uniform(i: number): number;
  /** 0..n-1 in an order that is equally likely among all n! (Fisher-Yates); the same at every call. */
  permutation(n: number): Uint32Array<ArrayBuffer>;
}

/** Counter and key in, four words out. */
export type Words = Uint32Array<ArrayBuffer>;

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/** The high 32 bits of the unsigned product a * b as a signed integer, from 16-bit halves. */
function multiplyHigh(a0: number, a1: number, b: number): number {
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = (Math.imul(a1, b0) + (Math.imul(a0, b0) >>> 16)) | 0;
  const lower = (Math.imul(a0, b1) + (middle & 0xffff)) | 0;
  return (Math.imul(a1, b1) + (middle >>> 16) + (lower >>> 16)) | 0;
}

/** One block: ten rounds over counter (c0, c1, c2, c3) with key (k0, k1), into `out`. */
export function philox4x32(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Words,
): void {
  c0 |= 0;
  c1 |= 0;
  c2 |= 0;
  c3 |= 0;
  k0 |= 0;
  k1 |= 0;
  for (let round = 0; round < 10; round++) {
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const high0 = multiplyHigh(0x1f53, 0xd251, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    const high1 = multiplyHigh(0x8d57, 0xcd9e, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

function low32(x: number): number {
  return x >>> 0;
}

function high32(x: number): number {
  return Math.floor(x / 4294967296);
}

/** Words of names that were asked for lately: folds and trials ask for the same ones, epoch by epoch. */
const lately = new Map<string, readonly [number, number]>();
const MOST_LATELY = 4096;

/** The counter words that a stream's name stands for. */
export function nameWords(name: string): readonly [number, number] {
  const known = lately.get(name);
  if (known) return known;
  const digest = sha256(new TextEncoder().encode(name));
  const view = new DataView(digest.buffer, digest.byteOffset);
  const words = [view.getUint32(0, true), view.getUint32(4, true)] as const;
  if (lately.size === MOST_LATELY) lately.clear();
  lately.set(name, words);
  return words;
}

/**
 * The stream of a seed and a name such as `shuffle/3`; different names read disjoint counters.
 * Read a stream through one of its methods only: they all draw on the same words.
 * @param seed an integer in [0, 2^53)
 * @throws RangeError for any other seed
 */
export function stream(seed: number, name: string): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`seed ${seed} is not an integer in [0, 2^53)`);
  const k0 = low32(seed);
  const k1 = high32(seed);
  const [c2, c3] = nameWords(name);
  const block: Words = new Uint32Array(4);
  let current = -1;

  const load = (index: number): void => {
    if (index === current) return;
    philox4x32(low32(index), high32(index), c2, c3, k0, k1, block);
    current = index;
  };
  const uint32 = (i: number): number => {
    load(Math.floor(i / 4));
    return block[i % 4]!;
  };
  const uniform = (i: number): number => {
    load(Math.floor(i / 2));
    const at = (i % 2) * 2;
    return ((block[at]! >>> 5) * 67108864 + (block[at + 1]! >>> 6)) / 9007199254740992;
  };
  return {
    uint32,
    words(start, out) {
      let i = 0;
      for (; i < out.length && (start + i) % 4 !== 0; i++) out[i] = uint32(start + i);
      for (; i + 4 <= out.length; i += 4) {
        load((start + i) / 4);
        out[i] = block[0]!;
        out[i + 1] = block[1]!;
        out[i + 2] = block[2]!;
        out[i + 3] = block[3]!;
      }
      for (; i < out.length; i++) out[i] = uint32(start + i);
    },
    uniform,
    permutation(n) {
      const order = new Uint32Array(n);
      for (let i = 0; i < n; i++) order[i] = i;
      let blocks = 0;
      let used = block.length;
      const next = (): number => {
        if (used === block.length) {
          load(blocks++);
          used = 0;
        }
        return block[used++]!;
      };
      for (let i = n - 1; i > 0; i--) {
        // Words at or past the largest multiple of i + 1 are passed over, so that no remainder is favoured.
        const limit = 4294967296 - (4294967296 % (i + 1));
        let word = next();
        while (word >= limit) word = next();
        const j = word % (i + 1);
        const kept = order[i]!;
        order[i] = order[j]!;
        order[j] = kept;
      }
      return order;
    },
  };
}
