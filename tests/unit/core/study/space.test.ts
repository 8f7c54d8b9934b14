import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../src/core/errors';
import { candidateOf } from '../../../../src/core/study/candidate-of';
import { checkSearch } from '../../../../src/core/study/check-search';
import { studySteps } from '../../../../src/core/study/propose';
import { activeDimensions, checkSpace } from '../../../../src/core/study/space';
import {
  countPoints,
  everyAxis,
  gridAxis,
  pointsOf,
} from '../../../../src/core/study/space-points';
import type { Dimension, Search, Space } from '../../../../src/core/study/types';
import { LINEAR, searched, searchOver, TREES } from '../../../support/searched';

const range = (name: string, low: number, high: number, more: object = {}): Dimension => ({
  ...{ name, when: null, type: 'number', low, high, log: false },
  ...more,
});
const whole = (name: string, low: number, high: number, more: object = {}): Dimension => ({
  ...{ name, when: null, type: 'integer', low, high, log: false },
  ...more,
});
const choice = (name: string, options: (string | number | number[])[], more: object = {}) =>
  ({ name, when: null, type: 'choice', options, ...more }) as Dimension;

const KINDS: Space = [
  choice('model.kind', ['linear', 'trees']),
  range('model.l2', 1e-4, 1, { log: true }),
  whole('model.leaves', 4, 7, { when: { name: 'model.kind', is: ['trees'] } }),
];

function refusal(work: () => unknown): Record<string, string | number> {
  try {
    work();
  } catch (error) {
    if (isLoamError(error)) return { code: error.code, ...error.facts };
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a space', () => {
  it.each<[string, Space, string, RegExp]>([
    ['is empty', [], 'space', /is empty/],
    ['has a range upside down', [range('model.l2', 2, 1)], 'model.l2', /from 2 to 1/],
    [
      'has a log scale from 0',
      [range('model.l2', 0, 1, { log: true })],
      'model.l2',
      /begin above 0/,
    ],
    ['has a range without an end', [range('model.l2', 0, Infinity)], 'model.l2', /numbers/],
    ['has whole numbers with a fraction', [whole('seed', 0.5, 3)], 'seed', /whole numbers/],
    ['has no options', [choice('model.loss', [])], 'model.loss', /no options/],
    ['has an option twice', [choice('model.hidden', [[8], [8]])], 'model.hidden', /twice/],
    [
      'names a dimension twice',
      [whole('seed', 1, 2), whole('seed', 1, 2)],
      'seed',
      /is named twice/,
    ],
    [
      'depends on what comes later',
      [KINDS[2]!, KINDS[0]!],
      'model.leaves',
      /does not come before it/,
    ],
    [
      'depends on what never is',
      [KINDS[0]!, whole('seed', 1, 2, { when: { name: 'model.kind', is: ['forest'] } })],
      'seed',
      /never has: "forest"/,
    ],
    [
      'depends on a range',
      [range('model.l2', 0, 1), whole('seed', 1, 2, { when: { name: 'model.l2', is: [1] } })],
      'seed',
      /is not a choice/,
    ],
  ])('is refused where it %s, by name', (_, space, field, reason) => {
    const said = refusal(() => checkSpace(space));
    expect(said).toMatchObject({ code: 'study-invalid', field });
    expect(said.reason).toMatch(reason);
  });

  it('counts dimensions only where what they depend on is so', () => {
    const names = (kind: string) =>
      activeDimensions(KINDS, { 'model.kind': kind }).map(({ name }) => name);
    expect(names('linear')).toEqual(['model.kind', 'model.l2']);
    expect(names('trees')).toEqual(['model.kind', 'model.l2', 'model.leaves']);
  });

  it('has so many points: those of each branch together, or no end', () => {
    expect(countPoints(KINDS, gridAxis)).toBe(5 + 5 * 4);
    expect(countPoints(KINDS, everyAxis)).toBe(Infinity);
    expect([...pointsOf(KINDS, gridAxis)]).toHaveLength(25);
    const finite = [KINDS[0]!, KINDS[2]!];
    expect(countPoints(finite, everyAxis)).toBe(5);
    expect([...pointsOf(finite, everyAxis)]).toEqual([
      { 'model.kind': 'linear' },
      ...[4, 5, 6, 7].map((leaves) => ({ 'model.kind': 'trees', 'model.leaves': leaves })),
    ]);
  });
});

describe('a candidate', () => {
  it('is the template of its kind with each parameter in its place; the template stays', () => {
    const before = JSON.stringify(TREES);
    const candidate = candidateOf([LINEAR, TREES], {
      'model.kind': 'trees',
      'model.leaves': 9,
      'model.depth': 3,
      'trainer.learningRate': 0.05,
    });
    expect(candidate).toEqual({
      ...TREES,
      model: { ...TREES.model, leaves: 9, depth: 3 },
      trainer: { ...TREES.trainer, learningRate: 0.05 },
    });
    expect(JSON.stringify(TREES)).toBe(before);
  });

  it.each([
    ['model.leafs', 9, 'model.leafs'],
    ['model.leaves.x', 9, 'model.leaves.x'],
    ['model', 9, 'model'],
    ['model.__proto__', 9, 'model.__proto__'],
    ['model.leaves', 'nine', 'model.leaves'],
    ['model.leaves', 9.5, 'model.leaves'],
    ['trainer.optimiser', true, 'trainer.optimiser'],
    ['model.monotone.length', 2, 'model.monotone.length'],
  ])('is refused where %s is %j, by name', (path, value, field) => {
    const said = refusal(() => candidateOf([TREES], { [path]: value }));
    expect(said).toMatchObject({ code: 'recipe-invalid', field });
  });
});

describe('a search', () => {
  const base = searchOver(KINDS, 'random', 1, { templates: [LINEAR, TREES] }).search;
  const search = base as Extract<Search, { type: 'search' }>;

  it('is taken where every end and every option can be a candidate', () => {
    expect(() => checkSearch(search)).not.toThrow();
  });

  it('is refused before its first trial where some could not be', () => {
    const wide = [KINDS[0]!, { ...KINDS[2]!, high: 9000 } as Dimension];
    const said = refusal(() => checkSearch({ ...search, space: wide }));
    expect(said).toMatchObject({ code: 'study-invalid', field: 'model.leaves' });
    expect(said.reason).toMatch(/2 to 4,096; the space asks for model.leaves = 9000/);
    const other = refusal(() =>
      checkSearch({ ...search, space: [KINDS[0]!, whole('model.leaves', 4, 7)] }),
    );
    expect(other).toMatchObject({ field: 'model.leaves' });
    expect(refusal(() => checkSearch({ ...search, space: [KINDS[1]!] }))).toMatchObject({
      field: 'model.kind',
    });
    expect(refusal(() => checkSearch({ ...search, trials: 0 }))).toMatchObject({ field: 'trials' });
  });
});

describe('a grid', () => {
  it('visits each of its points once and is done', () => {
    const study = searchOver(KINDS, 'grid', 1, { templates: [LINEAR, TREES] });
    const history = searched(study, () => 1, 1000);
    const seen = new Set(history.map(({ parameters }) => JSON.stringify(parameters)));
    expect([history.length, seen.size]).toEqual([25, 25]);
    expect(studySteps.propose(study, history)).toBe('done');
    const rates = history.slice(0, 5).map(({ parameters }) => parameters['model.l2'] as number);
    expect(rates.map((rate) => Math.round(Math.log10(rate) * 1e9) / 1e9)).toEqual([
      -4, -3, -2, -1, 0,
    ]);
  });

  it('ends at the trials it was given', () => {
    const study = searchOver(KINDS, 'grid', 1, { templates: [LINEAR, TREES], trials: 7 });
    expect(searched(study, () => 1, 1000)).toHaveLength(7);
  });
});

describe('random draws', () => {
  const space: Space = [
    range('model.l2', 1e-4, 1, { log: true }),
    whole('model.leaves', 2, 9),
    choice('model.loss', ['squared', 'absolute', 'quantile', 'poisson']),
  ];
  const history = searched(searchOver(space, 'random', 11), () => 1, 4000);

  /** Pearson's statistic of counts that should be equal. */
  const statistic = (bins: number, binOf: (parameters: Record<string, unknown>) => number) => {
    const counts = new Array<number>(bins).fill(0);
    for (const { parameters } of history) counts[binOf(parameters)]!++;
    const expected = history.length / bins;
    return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  };

  it('take every value equally often, of a log scale every decade (chi-square, seed 11)', () => {
    // Quantiles 0.999 of chi-square with 7, 7 and 3 degrees of freedom.
    const log = (p: Record<string, unknown>) => Math.log10(p['model.l2'] as number);
    expect(statistic(8, (p) => Math.min(7, Math.floor((log(p) + 4) * 2)))).toBeLessThan(24.32);
    expect(statistic(8, (p) => (p['model.leaves'] as number) - 2)).toBeLessThan(24.32);
    const losses = ['squared', 'absolute', 'quantile', 'poisson'];
    expect(statistic(4, (p) => losses.indexOf(p['model.loss'] as string))).toBeLessThan(16.27);
  });

  it('take whole numbers of a log scale by the width of their logarithm', () => {
    const space: Space = [whole('model.leaves', 2, 1025, { log: true })];
    const values = Array.from({ length: 600 }, (_, seed) => {
      const [first] = searched(searchOver(space, 'random', seed), () => 1, 1);
      return first!.parameters['model.leaves'] as number;
    });
    expect(Math.min(...values)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...values)).toBeLessThanOrEqual(1025);
    // log(39.5 / 1.5) / log(1025.5 / 1.5) = 0.501 of them; four standard deviations are 49.
    const low = values.filter((value) => value < 40).length;
    expect(Math.abs(low - 0.501 * 600)).toBeLessThan(49);
  });

  it.each(['random', 'tpe'] as const)('never repeat a point of a finite space: %s', (sampler) => {
    const finite: Space = [
      choice('model.kind', ['linear', 'trees']),
      whole('model.leaves', 2, 20, { when: { name: 'model.kind', is: ['trees'] } }),
      whole('seed', 1, 3),
    ];
    const study = searchOver(finite, sampler, 2, { templates: [LINEAR, TREES] });
    const all = searched(study, (p) => Number(p['model.leaves'] ?? 50), 1000);
    const seen = new Set(all.map(({ parameters }) => JSON.stringify(parameters)));
    expect([all.length, seen.size]).toEqual([60, 60]);
    expect(studySteps.propose(study, all)).toBe('done');
  });

  it('go on from a history as if never stopped', () => {
    const study = searchOver(space, 'random', 11);
    expect(searched(study, () => 1, 60, history.slice(0, 17))).toEqual(history.slice(0, 60));
  });
});
