/** A search over a known function instead of folds: what it proposes, and what comes of it. */
import { studySteps } from '../../src/core/study/propose';
import type { History, TrialSoFar } from '../../src/core/study/history';
import type {
  Candidate,
  Parameters,
  Sampler,
  Search,
  Space,
  StudyManifest,
} from '../../src/core/study/types';
import { linkTo } from '../../src/core/hash/digest';

export const TREES: Candidate = {
  preprocessing: [],
  targetScale: 'none',
  model: {
    kind: 'trees',
    loss: 'squared',
    quantile: 0.5,
    l2: 1,
    monotone: [],
    leaves: 31,
    depth: null,
    leastRows: 20,
    rowShare: 1,
    columnShare: 1,
    bins: 255,
  },
  trainer: {
    optimiser: 'adam',
    learningRate: 0.1,
    batch: 32,
    epochs: 100,
    patience: 10,
    classWeights: 'none',
  },
  seed: 1,
  engine: 'exact',
  derive: [],
};

export const LINEAR: Candidate = { ...TREES, model: { kind: 'linear', l2: 0.01 } };

type Searching = Extract<Search, { type: 'search' }>;

/** Lower is better. */
export function searchOver(
  space: Space,
  sampler: Sampler,
  seed: number,
  more: Partial<Searching> = {},
): StudyManifest {
  return {
    format: 'loam.study/1',
    semantics: 1,
    task: linkTo('1'.repeat(64)),
    folds: { by: 'hash', count: 9, repeats: 1, seed: 0 },
    metric: 'rmse',
    cost: null,
    search: {
      type: 'search',
      space,
      templates: [TREES],
      sampler,
      halving: null,
      trials: null,
      minutes: null,
      ...more,
    },
    seed,
  };
}

/** One trial after the other, each finished before the next is proposed. */
export function searched(
  study: StudyManifest,
  worth: (parameters: Parameters) => number,
  trials: number,
  before: History = [],
): TrialSoFar[] {
  const history = [...before];
  while (history.length < trials) {
    const proposed = studySteps.propose(study, history);
    if (typeof proposed === 'string') break;
    const { number, parameters } = proposed;
    const value = worth(parameters);
    history.push({ number, parameters, outcome: 'finished', values: [value], mean: value });
  }
  return history;
}

export function lowest(history: History): number {
  return Math.min(...history.map(({ mean }) => mean!));
}
