/** What is counted of one input. Plain numbers: two of them add up, and nothing of a row is in them. */
import type { Column } from '../../core/dataset/types';
import type { InputSignature } from '../../core/model/types';
import { fenceOf, type Fence } from './far-outside';
import { roundedEdge, type RoundedEdge } from './rounded-edge';

interface Tally {
  rows: number;
  /** Not there, empty, unreadable, NaN or infinite. */
  missing: number;
  /** Texts that the signature does not name. */
  unseen: number;
  /** Numbers far outside. */
  outside: number;
}

export interface ColumnTally extends Tally {
  /** Numbers below each quantile, and below or equal to it; empty where there are none. */
  below: number[];
  upTo: number[];
}

export class ColumnCount {
  readonly #counted: Tally = { rows: 0, missing: 0, unseen: 0, outside: 0 };
  readonly #edges: readonly RoundedEdge[];
  readonly #fence: Fence | null;
  readonly #known: ReadonlySet<string> | null;
  /** Numbers by how many quantiles lie below them, and below or at them. */
  readonly #above: Float64Array;
  readonly #reached: Float64Array;

  constructor(readonly input: InputSignature) {
    const quantiles = input.quantiles ?? [];
    this.#edges = quantiles.map((edge) => roundedEdge(edge, input.type));
    this.#fence = fenceOf(input);
    this.#known = input.categories ? new Set(input.categories) : null;
    this.#above = new Float64Array(quantiles.length + 1);
    this.#reached = new Float64Array(quantiles.length + 1);
  }

  tally(): ColumnTally {
    const below = reachedSums(this.#reached);
    return { ...this.#counted, below, upTo: reachedSums(this.#above) };
  }

  /** @param column aligned to the signature: its kind is the input's */
  add(column: Column): void {
    if (column.kind === 'numeric') for (const value of column.values) this.#number(value);
    else this.#texts(column.codes, column.dictionary);
  }

  /** @param other of the same input */
  merge(other: ColumnCount): void {
    const mine = this.#counted;
    const others = other.#counted;
    mine.rows += others.rows;
    mine.missing += others.missing;
    mine.unseen += others.unseen;
    mine.outside += others.outside;
    other.#above.forEach((n, i) => (this.#above[i]! += n));
    other.#reached.forEach((n, i) => (this.#reached[i]! += n));
  }

  #number(value: number): void {
    const tally = this.#counted;
    tally.rows++;
    if (!(value > -Infinity && value < Infinity)) {
      tally.missing++;
      return;
    }
    const fence = this.#fence;
    if (fence && (value < fence.low || value > fence.high)) tally.outside++;
    let above = 0;
    let reached = 0;
    for (const { low, high } of this.#edges) {
      if (value > high) above++;
      if (value >= low) reached++;
    }
    this.#above[above]!++;
    this.#reached[reached]!++;
  }

  #texts(codes: Int32Array, dictionary: readonly string[]): void {
    const tally = this.#counted;
    const known = this.#known;
    const isUnseen = dictionary.map((text) => known !== null && !known.has(text));
    tally.rows += codes.length;
    for (const code of codes) {
      if (code < 0) tally.missing++;
      else if (isUnseen[code]) tally.unseen++;
    }
  }
}

/** Sums from the left, without the last count. */
function reachedSums(counts: Float64Array): number[] {
  let sum = 0;
  return Array.from(counts.subarray(0, -1), (n) => (sum += n));
}
