/** Exact attributions of trees against the definition: the mean over all subsets of players. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TreeEnsemble } from '../../../../src/core/model/types';
import { treeShap } from '../../../../src/ml/explain/tree-shap';
import { makeTreesPass, treeTensors } from '../../../../src/ml/predict/trees';
import { randomTreesJob, TREE_LOSSES } from '../../../support/random-trees';
import { seeded } from '../../../support/seeded';
import { probes, trainTrees, type TrainedTrees } from '../../../support/trained-trees';

const FEW_ROUNDS = 6;
const BACKGROUND = 7;

/** What the trees add up to: their sums without the link. */
function marginOf({ ensemble, tensors }: Pick<TrainedTrees, 'ensemble' | 'tensors'>) {
  const pass = makeTreesPass({ ...ensemble, link: 'identity' } as TreeEnsemble, tensors);
  return (rows: Float32Array, output: number) => {
    const all = pass.run(rows);
    return Array.from(
      { length: all.length / pass.outputs },
      (_, row) => all[row * pass.outputs + output]!,
    );
  };
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** By the definition; `margin` of rows whose players in the subset come from the explained row. */
function byDefinition(
  margin: (rows: Float32Array) => number[],
  players: Int32Array,
  count: number,
  row: Float32Array,
  background: Float32Array,
): number[] {
  const width = row.length;
  const worth = Array.from({ length: 1 << count }, (_, subset) => {
    const mixed = background.map((value, at) =>
      (subset >> players[at % width]!) & 1 ? row[at % width]! : value,
    );
    return mean(margin(mixed));
  });
  return Array.from({ length: count }, (_, player) =>
    worth.reduce((sum, value, subset) => {
      if ((subset >> player) & 1) return sum;
      const size = [...subset.toString(2)].filter((bit) => bit === '1').length;
      const share = (factorial(size) * factorial(count - 1 - size)) / factorial(count);
      return sum + share * (worth[subset | (1 << player)]! - value);
    }, 0),
  );
}

describe('attributions of trees', () => {
  it('are the Shapley values of all subsets, for every loss, forests, categories and missing values, also where a player owns several inputs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1_000_000),
        fc.constantFrom(...TREE_LOSSES),
        fc.boolean(),
        async (seed, loss, forest) => {
          const isForest = forest && !['absolute', 'quantile', 'poisson'].includes(loss);
          const job = randomTreesJob(seed, { loss, forest: isForest });
          const trained = await trainTrees(job, FEW_ROUNDS);
          const { ensemble, tensors } = trained;
          const random = seeded(seed + 1);
          const output = Math.floor(random.uniform() * ensemble.outputs);
          const count = Math.max(1, job.inputs - Math.floor(random.uniform() * 3));
          const players = Int32Array.from({ length: job.inputs }, (_, input) =>
            input < count ? input : Math.floor(random.uniform() * count),
          );
          const rows = probes(job, BACKGROUND + 1, seed + 2);
          const row = rows.slice(0, job.inputs);
          const background = rows.slice(job.inputs);
          const found = treeShap(ensemble, treeTensors(ensemble, tensors), {
            players,
            count,
            row,
            background,
            output,
          });
          const margin = marginOf(trained);
          const own = margin(row, output)[0]!;
          const others = margin(background, output);
          const scale = 1 + Math.max(...[own, ...others].map(Math.abs));
          const within = (a: number, b: number) =>
            expect(Math.abs(a - b) / scale).toBeLessThan(1e-9);
          within(found.answer, own);
          within(found.typical, mean(others));
          const sum = found.contributions.reduce((a, b) => a + b, 0);
          within(sum, found.answer - found.typical);
          const expected = byDefinition(
            (mixed) => margin(mixed, output),
            players,
            count,
            row,
            background,
          );
          expected.forEach((value, player) => within(found.contributions[player]!, value));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('give nothing to a player whose inputs no tree asks for', async () => {
    const job = randomTreesJob(5, { loss: 'squared' });
    const { ensemble, tensors } = await trainTrees(job, FEW_ROUNDS);
    const trees = treeTensors(ensemble, tensors);
    const rows = probes(job, 4, 6);
    const found = treeShap(ensemble, trees, {
      players: Int32Array.from({ length: job.inputs }, (_, i) => i),
      count: job.inputs + 1,
      row: rows.slice(0, job.inputs),
      background: rows.slice(job.inputs),
      output: 0,
    });
    expect(found.contributions[job.inputs]).toBe(0);
  });
});
