/** Shapley values from the definition: the mean over all subsets that an input can join. */
import type { Mixture } from './mixed-rows';
import type { Ask, Found } from './types';

/** Of the orders of `n` inputs, the share in which an input comes right after the `size` members of one given subset. */
function weights(n: number): number[] {
  const list: number[] = [];
  for (let size = 0, share = 1 / n; size < n; size++) {
    list.push(share);
    share *= (size + 1) / (n - 1 - size);
  }
  return list;
}

function sizeOf(subset: number): number {
  let size = 0;
  for (let rest = subset; rest > 0; rest &= rest - 1) size++;
  return size;
}

export async function exactShapley(
  inputs: number,
  backgroundRows: number,
  ask: Ask,
): Promise<Found> {
  const subsets = 1 << inputs;
  const rows: Mixture[] = [];
  for (let subset = 0; subset < subsets; subset++) {
    const isOwn = (input: number) => ((subset >> input) & 1) === 1;
    for (let from = 0; from < backgroundRows; from++) rows.push({ from, isOwn });
  }
  const answers = await ask(rows);
  const worth = Float64Array.from({ length: subsets }, (_, subset) => {
    const of = answers.subarray(subset * backgroundRows, (subset + 1) * backgroundRows);
    return of.reduce((sum, each) => sum + each, 0) / backgroundRows;
  });
  const weightOf = weights(inputs);
  const contributions = Array.from({ length: inputs }, (_, input) => {
    let sum = 0;
    for (let subset = 0; subset < subsets; subset++) {
      if ((subset >> input) & 1) continue;
      sum += weightOf[sizeOf(subset)]! * (worth[subset | (1 << input)]! - worth[subset]!);
    }
    return sum;
  });
  return { answer: worth[subsets - 1]!, typical: worth[0]!, contributions, errors: null };
}
