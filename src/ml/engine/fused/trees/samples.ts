/**
 * What each tree sees: rows from the stream `rows/<tree>`, inputs from `columns/<tree>`; trees count from 1
 * over all outputs. A tree's draw depends on nothing before it, so that a training can go on anywhere.
 */
import { stream } from '../../../../core/random/philox';

/** Rows of a sample without replacement, ascending. */
export function sampleRows(seed: number, tree: number, rows: number, share: number): Uint32Array {
  return sample(seed, `rows/${tree}`, rows, Math.max(1, Math.round(share * rows)));
}

/** Inputs of a tree, ascending. */
export function sampleInputs(
  seed: number,
  tree: number,
  inputs: number,
  count: number,
): Uint32Array {
  return sample(seed, `columns/${tree}`, inputs, count);
}

/** Words from which every node of a tree draws its own inputs, `count` each. */
export function drawWords(seed: number, tree: number, nodes: number, count: number): Uint32Array {
  const words = new Uint32Array(nodes * count);
  stream(seed, `columns/${tree}`).words(0, words);
  return words;
}

function sample(seed: number, name: string, from: number, count: number): Uint32Array {
  const taken = new Uint8Array(from);
  const order = stream(seed, name).permutation(from);
  for (let i = 0; i < count; i++) taken[order[i]!] = 1;
  const sampled = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < from; i++) if (taken[i]) sampled[at++] = i;
  return sampled;
}
