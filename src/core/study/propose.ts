/**
 * The course of any study: what is tried next, and who goes on past a rung. A pure function of the study and of its
 * trials so far: the same history gives the same proposal, on any device and after any pause. Each proposal draws from
 * its own stream, `propose/<number>` of the study's seed.
 */
import { LoamError } from '../errors';
import { stream } from '../random/philox';
import { foldCount } from '../task/folds';
import { candidateOf } from './candidate-of';
import { gridPoint } from './grid';
import { goesOnPast } from './halving';
import type { History } from './history';
import { drawParameters } from './random';
import { rungsOf } from './rungs';
import { ladderSteps, type SearchSteps } from './search-steps';
import { parametersKey } from './space';
import { countPoints, everyAxis, pointsOf } from './space-points';
import { proposeParameters } from './tpe';
import type { Parameters, Search, StudyManifest } from './types';

type Searching = Extract<Search, { type: 'search' }>;

/** Draws before the points that are left are looked for one by one. */
const MOST_DRAWS = 20;

export const studySteps: SearchSteps = {
  propose(study, history) {
    const { search } = study;
    if (search.type === 'ladder') return ladderSteps.propose(study, history);
    const number = history.length;
    if (search.trials !== null && number >= search.trials) return 'done';
    const parameters = next(study, search, history);
    if (!parameters) return 'done';
    return { number, parameters, candidate: candidateOf(search.templates, parameters) };
  },

  candidateOf(study, trial) {
    const { search } = study;
    return search.type === 'ladder'
      ? ladderSteps.candidateOf(study, trial)
      : candidateOf(search.templates, trial.parameters);
  },

  goesOn({ search, folds, metric }, history, number, rung) {
    if (search.type === 'ladder' || !search.halving) return true;
    const { factor } = search.halving;
    const at = rungsOf(search.halving, foldCount(folds))[rung];
    if (at === undefined) throw new LoamError('internal', { message: `there is no rung ${rung}` });
    return goesOnPast({ number, folds: at, factor }, metric, history);
  },
};

/** Null where there is nothing left that has not been tried. */
function next(study: StudyManifest, search: Searching, history: History): Parameters | null {
  const number = history.length;
  const { space, sampler } = search;
  if (sampler === 'grid') return gridPoint(space, number);
  const numbers = stream(study.seed, `propose/${number}`);
  let drawn = 0;
  const uniform = () => numbers.uniform(drawn++);
  const draw = () =>
    sampler === 'random'
      ? drawParameters(space, uniform)
      : proposeParameters(space, study.metric, history, uniform);
  const points = countPoints(space, everyAxis);
  if (points === Infinity) return draw();
  return untried(search, history, { points, draw, uniform });
}

function untried(
  { space }: Searching,
  history: History,
  { points, draw, uniform }: { points: number; draw(): Parameters; uniform(): number },
): Parameters | null {
  const tried = new Set(history.map(({ parameters }) => parametersKey(parameters)));
  if (tried.size >= points) return null;
  for (let i = 0; i < MOST_DRAWS; i++) {
    const parameters = draw();
    if (!tried.has(parametersKey(parameters))) return parameters;
  }
  let skip = Math.floor(uniform() * (points - tried.size));
  for (const point of pointsOf(space, everyAxis)) {
    if (!tried.has(parametersKey(point)) && skip-- === 0) return point;
  }
  return null;
}
