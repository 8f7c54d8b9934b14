import { isLink, type Link } from '../hash/digest';
import { toEnvironment, type EarlierEnvironment, type Environment } from '../log/environment';
import type { Operation, RunOutcome } from '../log/types';

function outcomeLinks(outcome: RunOutcome): (Link | null)[] {
  switch (outcome.type) {
    case 'finished':
      return [outcome.model, outcome.curves, outcome.outOfFold ?? null];
    case 'cancelled':
      return [outcome.model, outcome.curves];
    case 'failed':
      return [outcome.curves];
    default:
      return outcome satisfies never;
  }
}

/** The compiled engine: without it the run cannot be made again by the same code. */
function moduleOf(environment: Environment | EarlierEnvironment): Link | null {
  return toEnvironment(environment).module;
}

function named(op: Operation): (Link | null)[] {
  switch (op.type) {
    case 'dataset-saved':
      return [op.manifest, op.profile, op.parent, op.source.code?.object ?? null];
    case 'task-saved':
      return [op.task, op.dataset];
    case 'run-started':
      return [op.recipe, op.task];
    case 'run-ended':
      return [...outcomeLinks(op.outcome), moduleOf(op.environment)];
    case 'reproduced':
      return op.source.type === 'retrained' ? [moduleOf(op.source.environment)] : [];
    case 'evaluated':
      return [op.evaluation];
    case 'test-opened':
      return [op.task];
    case 'model-saved':
      return [op.model, op.recipe];
    case 'model-restored':
    case 'exported':
      return [op.model];
    case 'notebook-version':
      return [op.text, ...('modules' in op ? op.modules : [])];
    case 'results-kept':
      return [op.results];
    case 'module-saved':
      return [op.code, op.source];
    case 'brief-saved':
      return [op.brief];
    case 'study-started':
      return [op.spec, op.task];
    case 'trial-ended':
      return [op.result];
    case 'analysed':
      return [op.of, op.result];
    case 'study-changed':
    case 'trial-started':
    case 'workspace-named':
    case 'notebook-saved':
    case 'noted':
    case 'removed':
    case 'restored':
      return [];
    default:
      return op satisfies never;
  }
}

/**
 * Objects that an operation keeps although what they name may be elsewhere: an exported page brings its
 * recipe, but not the data that the recipe was made from.
 */
export function keptLinks(op: Operation): Link[] {
  return op.type === 'model-restored'
    ? [...new Set([op.recipe, op.task, op.card].filter(isLink))]
    : [];
}

/**
 * The objects that an operation names directly, and that are whole only with everything they name. Names
 * and notes are text, whatever they look like.
 */
export function operationLinks(op: Operation): Link[] {
  return [...new Set(named(op).filter(isLink))];
}
