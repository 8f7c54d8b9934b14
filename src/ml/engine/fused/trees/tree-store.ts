/**
 * The trees grown so far, in the arrays of a model (`TreeEnsemble`). The module grows one tree at a time in
 * memory of its own; here they are taken out of it, kept, and handed on.
 */
import type { TreeEnsemble } from '../../../../core/model/types';
import type { NamedTensor, TensorValues } from '../../../formats/safetensors';
import type { TreeTensors } from '../../../predict/trees';
import type { SessionState } from '../../engine';
import { NODE_BYTES } from './problem-memory';

/** Where fields lie in a `Node` (assembly/node.ts). */
const INPUT = 0;
const BIN = 4;
const MISSING_LEFT = 8;
const LEFT = 12;
const SET = 16;
const VALUE = 48;

const WORDS_PER_SET = 8;

/** What turns bins back into values. */
export interface Binning {
  /** Per input the upper bounds of its bins but the last; empty for categories. */
  bounds: Float32Array[];
  /** Per input how many category codes have a bin; 0 for numbers. */
  codes: Uint32Array;
}

/** A typed array that grows. */
class Column<A extends Float32Array | Int32Array | Uint8Array> {
  length = 0;

  constructor(private values: A) {}

  push(value: number): void {
    if (this.length === this.values.length) {
      const Type = this.values.constructor as new (length: number) => A;
      const grown = new Type(Math.max(1024, 2 * this.length));
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  /** A copy of the first `count`. */
  first(count: number): A {
    return this.values.slice(0, count) as A;
  }
}

export class TreeStore {
  readonly #roots = new Column(new Int32Array(0));
  readonly #input = new Column(new Int32Array(0));
  readonly #left = new Column(new Int32Array(0));
  readonly #value = new Column(new Float32Array(0));
  readonly #missing = new Column(new Uint8Array(0));
  readonly #set = new Column(new Int32Array(0));
  readonly #sets = new Column(new Int32Array(0));
  readonly #shares = new Column(new Float32Array(0));

  /** @param shareWidth values of a leaf where they are shares of classes; else 0 */
  constructor(
    private readonly binning: Binning,
    private readonly shareWidth: number,
  ) {
    this.#roots.push(0);
  }

  get trees(): number {
    return this.#roots.length - 1;
  }

  /**
   * Takes over the tree that lies in the module's memory.
   *
   * @param shares [nodes, classes] of a forest of several classes; else null
   */
  take(memory: ArrayBufferLike, nodes: number, count: number, shares: Float32Array | null): void {
    const view = new DataView(memory, nodes, count * NODE_BYTES);
    for (let node = 0; node < count; node++) {
      const at = node * NODE_BYTES;
      const left = view.getUint32(at + LEFT, true);
      if (left === 0) this.#takeLeaf(view, at, node, shares);
      else this.#takeSplit(view, at, left);
    }
    this.#roots.push(this.#input.length);
  }

  #takeLeaf(view: DataView, at: number, node: number, shares: Float32Array | null): void {
    this.#input.push(-1);
    this.#left.push(shares ? this.#shares.length / this.shareWidth : 0);
    this.#value.push(shares ? 0 : view.getFloat64(at + VALUE, true));
    this.#missing.push(0);
    this.#set.push(-1);
    for (let c = 0; shares && c < this.shareWidth; c++) {
      this.#shares.push(shares[node * this.shareWidth + c]!);
    }
  }

  #takeSplit(view: DataView, at: number, left: number): void {
    const input = view.getInt32(at + INPUT, true);
    const missing = view.getUint32(at + MISSING_LEFT, true);
    const codes = this.binning.codes[input]!;
    this.#input.push(input);
    this.#left.push(left);
    this.#missing.push(missing);
    if (codes === 0) {
      // Beyond the last bound are only missing values.
      this.#value.push(this.binning.bounds[input]![view.getUint32(at + BIN, true)] ?? Infinity);
      this.#set.push(-1);
      return;
    }
    this.#value.push(0);
    this.#set.push(this.#sets.length / WORDS_PER_SET);
    for (let word = 0; word < WORDS_PER_SET; word++) {
      let bits = view.getInt32(at + SET + 4 * word, true);
      // Codes without a bin were missing values to the tree.
      for (let bit = 0; missing && bit < 32; bit++) {
        if (32 * word + bit >= codes) bits |= 1 << bit;
      }
      this.#sets.push(bits);
    }
  }

  /** Arrays of the first `trees`, and the sizes that a model says of them. Copies. */
  first(trees: number): { arrays: TreeTensors; nodes: number; sets: number; leaves: number } {
    const roots = this.#roots.first(trees + 1);
    const nodes = roots[trees]!;
    const set = this.#set.first(nodes);
    const input = this.#input.first(nodes);
    const sets = set.reduce((most, row) => Math.max(most, row + 1), 0);
    const leaves = this.shareWidth === 0 ? 0 : input.filter((i) => i < 0).length;
    return {
      arrays: {
        roots,
        input,
        left: this.#left.first(nodes),
        value: this.#value.first(nodes),
        missing: this.#missing.first(nodes),
        set,
        sets: this.#sets.first(sets * WORDS_PER_SET),
        shares: this.#shares.first(leaves * this.shareWidth),
      },
      nodes,
      sets,
      leaves,
    };
  }

  /** What `first` gave for all trees, put back into an empty store. */
  restore(arrays: SessionState['arrays']): void {
    const columns = {
      input: this.#input,
      left: this.#left,
      value: this.#value,
      missing: this.#missing,
      set: this.#set,
      sets: this.#sets,
      shares: this.#shares,
    };
    for (const [name, column] of Object.entries(columns)) {
      for (const value of arrays[name]!) column.push(value);
    }
    for (const root of arrays['roots']!.subarray(1)) this.#roots.push(root);
  }
}

/** Tensors of a model in the order in which they are written. */
export function namedTensors(
  { trees, nodes, sets, leaves, outputs }: TreeEnsemble,
  arrays: TreeTensors,
): NamedTensor<TensorValues>[] {
  return [
    { name: 'roots', shape: [trees + 1], values: arrays.roots },
    { name: 'input', shape: [nodes], values: arrays.input },
    { name: 'left', shape: [nodes], values: arrays.left },
    { name: 'value', shape: [nodes], values: arrays.value },
    { name: 'missing', shape: [nodes], values: arrays.missing },
    { name: 'set', shape: [nodes], values: arrays.set },
    { name: 'sets', shape: [sets, WORDS_PER_SET], values: arrays.sets },
    { name: 'shares', shape: [leaves, outputs], values: arrays.shares },
  ];
}
