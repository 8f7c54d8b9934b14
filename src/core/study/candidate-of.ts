/** The candidate that parameters stand for: the template of their kind, with each parameter at its path. */
import { linkTo } from '../hash/digest';
import { checkRecipe } from '../recipe/check';
import { invalid } from '../recipe/need';
import { candidateRecipe } from './candidate-recipe';
import type { Candidate, Parameters, ParameterValue } from './types';

/** The dimension that chooses the template. */
export const KIND = 'model.kind';

const UNMADE_TASK = linkTo('0'.repeat(64));

type Branch = Record<string, unknown>;

/**
 * Templates are left as they are.
 * @throws LoamError `recipe-invalid` naming the path that is unknown, or whose value cannot be
 */
export function candidateOf(templates: readonly Candidate[], parameters: Parameters): Candidate {
  const template = templateOf(templates, parameters);
  const candidate = structuredCopy(template);
  for (const [path, value] of Object.entries(parameters)) {
    if (path !== KIND) place(candidate as unknown as Branch, path, value);
  }
  checkRecipe(candidateRecipe(candidate, UNMADE_TASK));
  return candidate;
}

function templateOf(templates: readonly Candidate[], parameters: Parameters): Candidate {
  const kind = Object.hasOwn(parameters, KIND) ? parameters[KIND] : undefined;
  const found =
    kind === undefined
      ? templates.length === 1
        ? templates[0]
        : undefined
      : templates.find(({ model }) => model.kind === kind);
  if (found) return found;
  return kind === undefined
    ? invalid(KIND, 'must be chosen where there are several kinds of model')
    : invalid(KIND, `has no template for ${JSON.stringify(kind)}`);
}

function place(candidate: Branch, path: string, value: ParameterValue): void {
  const steps = path.split('.');
  const last = steps.pop()!;
  let at: unknown = candidate;
  for (const step of steps) at = owned(at, step) ? at[step] : undefined;
  if (!owned(at, last)) return invalid(path, 'is no setting of this model');
  const before = at[last];
  if (isBranch(before)) return invalid(path, 'stands for several settings: name one of them');
  at[last] = Array.isArray(value) ? [...value] : value;
}

function isBranch(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return !Array.isArray(value) || value.some((each) => typeof each === 'object');
}

function owned(value: unknown, key: string): value is Branch {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
  return !(Array.isArray(value) && key === 'length');
}

/** Candidates are plain JSON. */
function structuredCopy<T>(value: T): T {
  if (Array.isArray(value)) return value.map((each) => structuredCopy<unknown>(each)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, structuredCopy<unknown>(each)]),
  ) as T;
}
