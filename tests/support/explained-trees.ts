/** Model versions of trained trees: numbers and categories that may be missing, of every loss, and forests. */
import type { Cell } from '../../src/core/dataset/types';
import type { FittedStep, InputSignature } from '../../src/core/model/types';
import type { DerivedExpression } from '../../src/core/recipe/refinements';
import type { TreeLossKind } from '../../src/ml/engine/engine';
import type { SealedModel } from '../../src/deploy/model/types';
import { randomTreesJob } from './random-trees';
import { sealedModel } from './sealed-model';
import { seeded } from './seeded';
import { trainTrees } from './trained-trees';

const CATEGORIES = ['a', 'b', 'c', 'd', 'e', 'f'];

export type TreesName = TreeLossKind | `${'logistic' | 'softmax' | 'squared'} forest`;

export const EVERY_TREES: readonly TreesName[] = [
  'logistic',
  'softmax',
  'squared',
  'absolute',
  'quantile',
  'poisson',
  'logistic forest',
  'softmax forest',
  'squared forest',
];

function inputOf(name: string, codes: number): InputSignature {
  const nothing = { name, categories: null, labels: null, quantiles: null };
  return codes > 0
    ? { ...nothing, type: 'category', categories: CATEGORIES }
    : { ...nothing, type: 'number', quantiles: [-1.3, -0.7, 0, 0.7, 1.3] };
}

function stepOf(column: string, codes: number): FittedStep {
  return codes > 0
    ? { column, step: 'codes', categories: CATEGORIES, rest: false }
    : {
        column,
        step: 'numeric',
        transform: 'none',
        fill: null,
        indicator: false,
        offset: 0,
        scale: 1,
      };
}

export interface ExplainedTrees {
  model: SealedModel;
  /** Some with missing values, unknown categories and numbers far outside. */
  rows: Record<string, Cell>[];
}

/** @param made what each numeric prepared input of `x<place>` is made of instead; default none */
export async function explainedTrees(
  seed: number,
  name: TreesName,
  made: (numeric: readonly string[]) => DerivedExpression[] = () => [],
): Promise<ExplainedTrees> {
  const [loss, forest] = name.split(' ') as [TreeLossKind, string?];
  const job = randomTreesJob(seed, { loss, forest: forest !== undefined });
  const { ensemble, tensors } = await trainTrees(job, 6);
  const codes = [...job.categories];
  const names = codes.map((_, i) => `x${i}`);
  const derived = made(names.filter((_, i) => codes[i] === 0));
  const instead = new Map(derived.map(({ name: column }) => [column.replace('made ', ''), column]));
  const model = sealedModel({
    inputs: names.map((column, i) => inputOf(column, codes[i]!)),
    steps: names.map((column, i) => stepOf(instead.get(column) ?? column, codes[i]!)),
    ...(derived.length > 0 && { derived }),
    network: ensemble,
    tensors: [...tensors.values()],
    outputs: ensemble.outputs,
    ...(loss === 'logistic' && { threshold: 0.5 }),
  });
  const random = seeded(seed + 1);
  const cell = (count: number): Cell => {
    if (random.uniform() < 0.15) return null;
    if (count > 0) return random.uniform() < 0.1 ? 'unheard of' : random.pick(CATEGORIES);
    return random.uniform() < 0.1 ? random.pick([1e30, -1e30, 300]) : 1.5 * random.normal();
  };
  const rows = Array.from({ length: 3 }, () =>
    Object.fromEntries(names.map((column, i) => [column, cell(codes[i]!)])),
  );
  return { model, rows };
}
