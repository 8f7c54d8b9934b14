/** Refuses a search that could not be run to its end, before any of it is. */
import { isLoamError } from '../errors';
import { candidateOf, KIND } from './candidate-of';
import { checkSpace, invalidSpace, isActive } from './space';
import type { Dimension, Parameters, ParameterValue, Search, Space } from './types';

type Searching = Extract<Search, { type: 'search' }>;

/** Combinations of choices that others depend on, which are looked at, at most. */
const MOST_BRANCHES = 500;

/**
 * Each end of a range and each option has been tried on the template that it is for.
 * @throws LoamError `study-invalid` with `field` (the dimension's name, or `space`) and `reason`
 */
export function checkSearch(search: Searching): void {
  const { space, templates, halving, trials, minutes } = search;
  checkSpace(space);
  if (trials !== null && !(Number.isSafeInteger(trials) && trials >= 1)) {
    invalidSpace('trials', 'must be a whole number from 1, or left open');
  }
  if (minutes !== null && !(minutes > 0)) {
    invalidSpace('minutes', 'must be a number above 0, or left open');
  }
  if (halving && !(halving.first >= 1 && halving.factor >= 2)) {
    invalidSpace('halving', 'compares after 1 fold or more, and lets one in 2 or more go on');
  }
  if (!space.some(({ name }) => name === KIND) && templates.length !== 1) {
    invalidSpace(KIND, 'must be a dimension where there are several kinds of model');
  }
  const used = new Set<string>();
  for (const branch of branchesOf(space).slice(0, MOST_BRANCHES)) {
    for (const dimension of space) {
      if (!isActive(dimension, branch)) continue;
      used.add(dimension.name);
      for (const value of extremes(dimension, branch)) {
        tryOut(templates, { ...branch, [dimension.name]: value }, dimension.name);
      }
    }
  }
  const unused = space.find(({ name }) => !used.has(name));
  if (unused) invalidSpace(unused.name, 'never counts: what it depends on is never so');
}

/** One set of parameters for each combination of the choices that other dimensions depend on. */
function branchesOf(space: Space): Parameters[] {
  const asked = new Set([KIND, ...space.flatMap(({ when }) => (when ? [when.name] : []))]);
  let branches: Parameters[] = [{}];
  for (const dimension of space) {
    branches = branches.flatMap((branch) => {
      if (!isActive(dimension, branch)) return [branch];
      const values = extremes(dimension, branch);
      const taken = asked.has(dimension.name) ? values : values.slice(0, 1);
      return taken.map((value) => ({ ...branch, [dimension.name]: value }));
    });
    branches = branches.slice(0, MOST_BRANCHES);
  }
  return branches;
}

/** What others depend on is already set, and stays. */
function extremes(dimension: Dimension, branch: Parameters): readonly ParameterValue[] {
  if (dimension.type !== 'choice') return [...new Set([dimension.low, dimension.high])];
  return Object.hasOwn(branch, dimension.name) && dimension.name === KIND
    ? [branch[KIND]!]
    : dimension.options;
}

function tryOut(templates: Searching['templates'], parameters: Parameters, name: string): void {
  try {
    candidateOf(templates, parameters);
  } catch (error) {
    if (!isLoamError(error, 'recipe-invalid')) throw error;
    const { field, reason } = error.facts;
    const value = JSON.stringify(parameters[name]);
    invalidSpace(String(field), `${String(reason)}; the space asks for ${name} = ${value}`);
  }
}
