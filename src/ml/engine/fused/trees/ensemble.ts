/** What a model manifest says of the trees that a job has grown. */
import type { TreeEnsemble } from '../../../../core/model/types';
import type { TreesJob } from '../../engine';

const FOREST_LINK: Partial<Record<TreesJob['loss'], TreeEnsemble['link']>> = {
  logistic: 'log-odds',
  softmax: 'log',
};

export function describeEnsemble(
  { inputs, outputs, loss, model }: TreesJob,
  base: number[],
  sizes: Pick<TreeEnsemble, 'trees' | 'nodes' | 'sets' | 'leaves'>,
): TreeEnsemble {
  const forest = model.kind === 'forest';
  return {
    type: 'trees',
    inputs,
    outputs,
    ...sizes,
    combine: forest ? 'mean' : 'sum',
    base,
    link: forest ? (FOREST_LINK[loss] ?? 'identity') : loss === 'poisson' ? 'exp' : 'identity',
  };
}

/** The same trees, answering with the plain sums that scores are. */
export function asScores(ensemble: TreeEnsemble): TreeEnsemble {
  const base = ensemble.combine === 'mean' ? ensemble.base.map(() => 0) : ensemble.base;
  return { ...ensemble, combine: 'sum', base, link: 'identity' };
}
