/**
 * Exact Shapley values of trees against background rows, in what the trees add up to: one walk per tree and
 * background row instead of all subsets. The interventional algorithm of S. Lundberg et al., "From local
 * explanations to global understanding with explainable AI for trees", Nature Machine Intelligence 2, 2020
 * (Algorithm 3), with players that may own several inputs. It is the game of EXPLAIN.md.
 */
import type { TreeEnsemble } from '../../core/model/types';
import { goesLeft, type TreeTensors } from '../predict/trees';
import { weightTable, type Weights } from './leaf-weights';

/** What the trees add up to, before the ensemble's link. */
export interface MarginShares {
  answer: number;
  /** Mean over the background. */
  typical: number;
  /** One per player; they add up to `answer - typical`. */
  contributions: number[];
}

export interface TreeGame {
  /** The player that each prepared input belongs to. */
  players: Int32Array;
  count: number;
  /** Prepared inputs of the explained row. */
  row: Float32Array;
  /** [rows, inputs] row-major; at least one row. */
  background: Float32Array;
  output: number;
}

/** Whose value a player brings. */
const UNDECIDED = 0;
const OWN = 1;
const OTHER = 2;

/** Sums over the leaves of a subtree, each weighted for a player that brings its own value, or the other. */
interface Sums {
  own: number;
  other: number;
}

class Walk {
  readonly contributions: Float64Array;
  /** Nodes looked at. */
  seen = 0;
  readonly #side: Uint8Array;
  #at = 0;
  #root = 0;

  constructor(
    readonly trees: TreeTensors,
    readonly valueOf: (leaf: number) => number,
    readonly game: TreeGame,
    readonly weights: Weights,
  ) {
    this.contributions = new Float64Array(game.count);
    this.#side = new Uint8Array(game.count);
  }

  /** Adds what each player moves one tree from a background row, by where its inputs begin, to the explained row. */
  tree(root: number, background: number): void {
    this.#root = root;
    this.#at = background;
    this.#below(root, 0, 0);
  }

  #child(node: number, isLeft: boolean): number {
    return this.#root + this.trees.left[node]! + (isLeft ? 0 : 1);
  }

  /** `own` and `other` count the players that are decided. */
  #below(node: number, own: number, other: number): Sums {
    const { trees, game, weights } = this;
    const input = trees.input[node]!;
    this.seen++;
    if (input < 0) {
      const value = this.valueOf(node);
      return {
        own: own > 0 ? value * weights(own - 1, other) : 0,
        other: other > 0 ? value * weights(own, other - 1) : 0,
      };
    }
    const mine = goesLeft(trees, node, game.row[input]!);
    const theirs = goesLeft(trees, node, game.background[this.#at + input]!);
    if (mine === theirs) return this.#below(this.#child(node, mine), own, other);
    const player = game.players[input]!;
    const side = this.#side[player]!;
    if (side !== UNDECIDED) {
      return this.#below(this.#child(node, side === OWN ? mine : theirs), own, other);
    }
    this.#side[player] = OWN;
    const ours = this.#below(this.#child(node, mine), own + 1, other);
    this.#side[player] = OTHER;
    const others = this.#below(this.#child(node, theirs), own, other + 1);
    this.#side[player] = UNDECIDED;
    this.contributions[player]! += ours.own - others.other;
    return { own: ours.own + others.own, other: ours.other + others.other };
  }
}

function leafValues({ leaves, outputs }: TreeEnsemble, trees: TreeTensors, output: number) {
  return leaves === 0
    ? (leaf: number) => trees.value[leaf]!
    : (leaf: number) => trees.shares[trees.left[leaf]! * outputs + output]!;
}

function leafOf(trees: TreeTensors, root: number, rows: Float32Array, at: number): number {
  let node = root;
  for (;;) {
    const input = trees.input[node]!;
    if (input < 0) return node;
    node = root + trees.left[node]! + (goesLeft(trees, node, rows[at + input]!) ? 0 : 1);
  }
}

/** Nodes looked at between two pauses, about: well below a millisecond of work. */
const NODES_AT_ONCE = 16_384;

/**
 * Of one output, in pieces between which others may work. Time grows with trees x background rows x the nodes in which
 * the two rows part.
 */
export function* treeShapSteps(
  ensemble: TreeEnsemble,
  trees: TreeTensors,
  game: TreeGame,
): Generator<void, MarginShares> {
  const { inputs, outputs, combine, base, leaves } = ensemble;
  const { background, row, output } = game;
  const valueOf = leafValues(ensemble, trees, output);
  const walk = new Walk(trees, valueOf, game, weightTable());
  let answer = 0;
  let typical = 0;
  for (let tree = 0; tree < ensemble.trees; tree++) {
    if (leaves === 0 && tree % outputs !== output) continue;
    const root = trees.roots[tree]!;
    answer += valueOf(leafOf(trees, root, row, 0));
    for (let at = 0; at < background.length; at += inputs) {
      walk.tree(root, at);
      typical += valueOf(leafOf(trees, root, background, at));
      if (walk.seen < NODES_AT_ONCE) continue;
      walk.seen = 0;
      yield;
    }
  }
  const scale = combine === 'mean' ? ensemble.trees : 1;
  const rows = background.length / inputs;
  return {
    answer: base[output]! + answer / scale,
    typical: base[output]! + typical / rows / scale,
    contributions: Array.from(walk.contributions, (sum) => sum / rows / scale),
  };
}

/** The same at once. */
export function treeShap(ensemble: TreeEnsemble, trees: TreeTensors, game: TreeGame): MarginShares {
  const steps = treeShapSteps(ensemble, trees, game);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
