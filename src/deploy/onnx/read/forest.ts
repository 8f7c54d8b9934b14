/** Trees as they are read, before they become tensors: nodes by number, each reached once. */
export type ForestNode =
  /** A value goes to `left` when it is at most `value` (float32); missing ones where `missingLeft` says. */
  | { input: number; value: number; left: number; right: number; missingLeft: boolean }
  /** What a leaf adds to each output. */
  | { weights: Float64Array };

export interface Forest {
  outputs: number;
  trees: { root: number; nodes: ForestNode[] }[];
  /** Added to each output. */
  base: Float64Array;
  /** Outputs are divided by the number of trees before the base is added. */
  mean: boolean;
}

/** The same trees, their outputs taken through `matrix` [outputs, to] (row-major). */
export function combined(forest: Forest, matrix: Float64Array, to: number): Forest {
  const through = (values: Float64Array) => {
    const result = new Float64Array(to);
    for (let from = 0; from < values.length; from++) {
      for (let i = 0; i < to; i++) result[i]! += values[from]! * matrix[from * to + i]!;
    }
    return result;
  };
  return {
    ...forest,
    outputs: to,
    base: through(forest.base),
    trees: forest.trees.map(({ root, nodes }) => ({
      root,
      nodes: nodes.map((node) => ('weights' in node ? { weights: through(node.weights) } : node)),
    })),
  };
}
