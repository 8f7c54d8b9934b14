/**
 * A training as the host lays it out in memory: blocks of words at fixed offsets, and tapes.
 *
 * A tape is a list of records: word 0 is the operation, word 1 the length of the record in words, then come
 * the operands, each one word (an address, a size, the bits of a float32; a float64 is two,
 * at a multiple of 8). A record with
 * operation 0 ends the tape. `runTape` (tape.ts) walks it once per batch; every thread walks the same tape,
 * takes its own share of each record and meets the others after it. A record's operands are read by a class
 * beside its kernel, which states what they are; the host writes them in that order (../records.ts).
 *
 * Matrices are row-major with a pitch in bytes, a multiple of 16, so that four values are always loadable;
 * what lies between the end of a row and its pitch is never used. Weights, their gradients and what the
 * optimiser remembers are flat and without gaps, as `planNetwork` orders them.
 */

/** Host: ../records.ts. */
export const END: u32 = 0;
export const GATHER: u32 = 1;
export const DENSE_FORWARD: u32 = 2;
export const DENSE_KERNEL_GRADIENT: u32 = 3;
export const DENSE_INPUT_GRADIENT: u32 = 4;
export const ACTIVATE: u32 = 5;
export const SLOPE: u32 = 6;
export const LOSS: u32 = 7;
export const ADD_LOSS: u32 = 8;
export const PENALTY: u32 = 9;
export const NORM: u32 = 10;
export const CLIP: u32 = 11;
export const UPDATE: u32 = 12;
export const GIVE: u32 = 13;
export const DROPOUT_WORDS: u32 = 14;
export const DROPOUT_FORWARD: u32 = 15;
export const DROPOUT_BACKWARD: u32 = 16;
export const TAKE: u32 = 17;
export const DECAY: u32 = 18;
/** Layers beyond dense have their own from here on. */
export const FIRST_OF_LAYERS: u32 = 32;

/** Where one thread stands: each has a block of its own, and all of them go through the same values. */
@unmanaged
export class Step {
  /** Powers of Adam's decays, 1 before the first step. */
  power1: f64;
  power2: f64;
  /** Which thread this is, of how many. */
  thread: u32;
  threads: u32;
  /** A `Gate`, shared by all threads. */
  gate: usize;
  /** Memory of this thread alone, as much as the largest panel needs. */
  scratch: usize;
  /** Of the batch under way: rows, and the place of the first in the order. */
  rows: u32;
  first: u32;
  /** Counter words of the stream `dropout/<step>`, two for each step of a call; and the key. */
  dropoutNames: usize;
  dropoutName: usize;
  seedLow: u32;
  seedHigh: u32;
}

/** Where threads wait for each other, and for work; the host writes orders here (see threads.ts). */
@unmanaged
export class Gate {
  arrived: u32;
  generation: u32;
  /** Counts up with each order. */
  orders: u32;
  /** 0 ends the thread. */
  tape: usize;
  from: u32;
  count: u32;
  batch: u32;
  total: u32;
  counts: u32;
}

/** The first two words of every record. */
@unmanaged
export class RecordHead {
  operation: u32;
  words: u32;
}
