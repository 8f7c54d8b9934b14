import { describe, expect, it } from 'vitest';
import { studySteps } from '../../../../src/core/study/propose';
import type { TrialSoFar } from '../../../../src/core/study/history';
import type { Parameters, Space } from '../../../../src/core/study/types';
import { LINEAR, lowest, searched, searchOver, TREES } from '../../../support/searched';

const number = (name: string, low: number, high: number, log = false) =>
  ({ name, when: null, type: 'number', low, high, log }) as const;

/** Paths that a candidate has, in ranges that it may have: only the function makes anything of them. */
const X = 'model.rowShare';
const Y = 'model.columnShare';
const UNIT: Space = [number(X, 0.01, 1), number(Y, 0.01, 1)];
const at = (parameters: Parameters, name: string) => parameters[name] as number;

/** Two valleys of equal depth and one more, 0.397887 at their floor (Dixon and Szegö 1978). */
function branin(parameters: Parameters): number {
  const x = -5 + (15 * (at(parameters, X) - 0.01)) / 0.99;
  const y = (15 * (at(parameters, Y) - 0.01)) / 0.99;
  const valley = y - (5.1 / (4 * Math.PI * Math.PI)) * x * x + (5 / Math.PI) * x - 6;
  return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
}

const KINDS = ['squared', 'absolute', 'quantile', 'poisson'];

interface Case {
  of: string;
  space: Space;
  worth(parameters: Parameters): number;
  least: number;
  templates?: (typeof TREES)[];
}

const CASES: Case[] = [
  {
    of: 'a sphere',
    space: [...UNIT, number('model.l2', 0, 1)],
    worth: (p) => [X, Y, 'model.l2'].reduce((sum, name) => sum + (at(p, name) - 0.3) ** 2, 0),
    least: 0,
  },
  { of: 'Branin’s function', space: UNIT, worth: branin, least: 0.397887 },
  {
    of: 'a rate on a log scale and a whole number',
    space: [
      number('trainer.learningRate', 1e-5, 1, true),
      { name: 'model.leaves', when: null, type: 'integer', low: 2, high: 512, log: true },
    ],
    worth: (p) =>
      Math.log10(at(p, 'trainer.learningRate') / 3e-3) ** 2 +
      Math.log2(at(p, 'model.leaves') / 24) ** 2 / 4,
    least: 0,
  },
  {
    of: 'choices',
    space: [
      { name: 'model.loss', when: null, type: 'choice', options: KINDS },
      { name: 'trainer.optimiser', when: null, type: 'choice', options: ['sgd', 'adam', 'adamw'] },
      {
        name: 'trainer.batch',
        when: null,
        type: 'choice',
        options: [8, 16, 32, 64, 128, 256, 512, 1024],
      },
      number(X, 0.01, 1),
    ],
    worth: (p) =>
      Number(p['model.loss'] !== 'quantile') +
      Number(p['trainer.optimiser'] !== 'adamw') / 2 +
      Math.abs(Math.log2(at(p, 'trainer.batch') / 64)) / 4 +
      Math.abs(at(p, X) - 0.8),
    least: 0,
  },
  {
    of: 'settings that count for one kind of model only',
    space: [
      { name: 'model.kind', when: null, type: 'choice', options: ['linear', 'trees'] },
      {
        ...number('model.l2', 1e-6, 10, true),
        when: { name: 'model.kind', is: ['linear'] },
      },
      { ...number(X, 0.01, 1), when: { name: 'model.kind', is: ['trees'] } },
      { ...number(Y, 0.01, 1), when: { name: 'model.kind', is: ['trees'] } },
    ],
    worth: (p) =>
      p['model.kind'] === 'linear'
        ? 0.5 + Math.abs(Math.log10(at(p, 'model.l2') / 1e-2)) / 10
        : (at(p, X) - 0.7) ** 2 + (at(p, Y) - 0.2) ** 2,
    least: 0,
    templates: [TREES, LINEAR],
  },
];

const SEEDS = 40;
const TRIALS = 60;

describe('TPE', () => {
  it.each(CASES)(
    'finds the least of $of better than random draws do, in as many trials',
    ({ of, space, worth, least, templates = [TREES] }) => {
      let wins = 0;
      const gaps = { tpe: [] as number[], random: [] as number[] };
      for (let seed = 0; seed < SEEDS; seed++) {
        const by = (sampler: 'tpe' | 'random') =>
          lowest(searched(searchOver(space, sampler, seed, { templates }), worth, TRIALS)) - least;
        const [tpe, random] = [by('tpe'), by('random')];
        gaps.tpe.push(tpe);
        gaps.random.push(random);
        if (tpe < random) wins++;
      }
      const middle = (values: number[]) => values.sort((a, b) => a - b)[SEEDS / 2]!;
      const said = `${of}: ${wins} of seeds 0 to ${SEEDS - 1}; median gaps ${middle(gaps.tpe)} and ${middle(gaps.random)}`;
      console.info(said);
      expect(Math.min(...gaps.tpe), said).toBeGreaterThan(-1e-6);
      // Of equals at most 27 of 40 would win, but for 1 in 100 (binomial).
      expect(wins, said).toBeGreaterThanOrEqual(28);
      expect(middle(gaps.tpe), said).toBeLessThan(middle(gaps.random) / 1.5);
    },
  );

  it('proposes the same for the same seed and history, and goes on from a history as if never stopped', () => {
    const study = searchOver(UNIT, 'tpe', 7);
    const whole = searched(study, branin, 40);
    expect(searched(study, branin, 40)).toEqual(whole);
    expect(searched(study, branin, 40, whole.slice(0, 23))).toEqual(whole);
    expect(searched(searchOver(UNIT, 'tpe', 8), branin, 40)).not.toEqual(whole);
  });

  it('does not try again what is under way: trials that run count as no good', () => {
    const study = searchOver([number(X, 0.01, 1)], 'tpe', 3);
    const past = searched(study, (p) => Math.abs(at(p, X) - 0.5), 30);
    const alone = studySteps.propose(study, past);
    const running: TrialSoFar[] = Array.from({ length: 6 }, (_, i) => ({
      number: 30 + i,
      parameters: { [X]: 0.5 + (i - 3) * 0.002 },
      outcome: 'running',
      values: [],
      mean: null,
    }));
    const beside = Array.from({ length: 30 }, (_, seed) => {
      const distance = (history: TrialSoFar[]) => {
        const proposed = studySteps.propose({ ...study, seed }, history);
        return typeof proposed === 'string' ? NaN : Math.abs(at(proposed.parameters, X) - 0.5);
      };
      return [distance(past), distance([...past, ...running])] as const;
    });
    const sum = (i: 0 | 1) => beside.reduce((all, each) => all + each[i], 0);
    expect(typeof alone).toBe('object');
    expect(sum(1)).toBeGreaterThan(sum(0));
  });

  it('learns from trials that failed or were stopped to look elsewhere', () => {
    const space: Space = [number(X, 0.01, 1)];
    const history = Array.from({ length: 24 }, (_, i): TrialSoFar => {
      const x = 0.01 + (0.99 * (i + 0.5)) / 24;
      const failed = x > 0.5;
      return {
        number: i,
        parameters: { [X]: x },
        outcome: failed ? 'failed' : 'finished',
        values: failed ? [] : [1 - x],
        mean: failed ? null : 1 - x,
      };
    });
    const proposals = Array.from({ length: 40 }, (_, seed) => {
      const proposed = studySteps.propose(searchOver(space, 'tpe', seed), history);
      return typeof proposed === 'string' ? NaN : at(proposed.parameters, X);
    });
    expect(proposals.filter((x) => x > 0.3 && x < 0.56).length).toBeGreaterThan(30);
  });
});
