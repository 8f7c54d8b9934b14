/**
 * What a ladder tries: the task over model kinds from the baseline up, in the order in which a person would rather
 * explain them. The settings are the defaults for data of this size, as `ladder-settings.ts` suits them to comparing.
 */
import { defaultPreprocessing, type ModelName } from '../recipe/defaults';
import type { RecipeFacts } from '../recipe/facts';
import { imageShape } from '../recipe/image-shape';
import { refinementsOf } from '../recipe/refinements-of';
import { toRecipe } from '../recipe/spec';
import { isTreeModel } from '../recipe/tree-model';
import type { ColumnStep, DatePart } from '../recipe/types';
import { linkTo } from '../hash/digest';
import type { FoldPlan } from '../task/folds';
import { ladderModel, ladderSteps, ladderTrainer } from './ladder-settings';
import { seriesFacts, seriesLags, type SeriesFacts } from './series';
import { withTailsAsTheyAre } from './tail-inputs';
import type { Candidate, Search } from './types';

const TIME_PARTS: DatePart[] = ['month', 'weekday', 'hour'];
const UNMADE_TASK = linkTo('0'.repeat(64));

/** Simplest first. A convolutional net where the features are the pixels of an image. */
export function ladderNames(facts: Pick<RecipeFacts, 'roles' | 'columns'>): ModelName[] {
  const names: ModelName[] = ['baseline', 'linear', 'trees', 'forest', 'mlp'];
  return imageShape(facts) ? [...names, 'cnn'] : names;
}

/**
 * @param series of a task by time: its candidates look back as well. Default: none
 * @throws LoamError `recipe-invalid` where no recipe can be made of these facts
 */
export function ladderCandidates(
  facts: RecipeFacts,
  series: SeriesFacts | null = null,
): Candidate[] {
  return ladderNames(facts).map((name) => {
    const candidate = candidateFor(name, facts);
    return series ? lookingBack(candidate, facts.rows, series) : candidate;
  });
}

/** The ladder of a task on these folds. @throws LoamError as `ladderCandidates` */
export function ladderSearch(facts: RecipeFacts, folds: FoldPlan): Search {
  return { type: 'ladder', candidates: ladderCandidates(facts, seriesFacts(facts, folds)) };
}

export function candidateFor(name: ModelName, facts: RecipeFacts): Candidate {
  const plain = toRecipe({ task: UNMADE_TASK, model: name }, facts);
  const { targetScale, seed, engine } = plain;
  const steps = defaultPreprocessing(facts, plain.model, { refined: true });
  const preprocessing = ladderSteps(steps, plain.model, facts);
  const model = ladderModel(plain.model, preprocessing, facts);
  const trainer = ladderTrainer(model, facts);
  const { derive } = refinementsOf(plain);
  const candidate = { preprocessing, targetScale, model, trainer, seed, engine, derive };
  return withTailsAsTheyAre(candidate, facts);
}

/** With the lags of the series, and the turns of the calendar that the time of a row is at. */
function lookingBack(candidate: Candidate, rows: number, series: SeriesFacts): Candidate {
  const { model, derive, preprocessing } = candidate;
  if (model.kind === 'baseline') return candidate;
  const trees = isTreeModel(model);
  const lags = seriesLags(series, rows);
  const steps = lags.map(({ name: column }): ColumnStep => ({
    column,
    step: 'numeric',
    transform: 'none',
    impute: trees ? 'keep' : 'median',
    indicator: false,
    scale: trees ? 'none' : 'standard',
  }));
  const prepared = new Set(preprocessing.map(({ column }) => column));
  const time: ColumnStep[] = prepared.has(series.time)
    ? []
    : [{ column: series.time, step: 'date-parts', parts: TIME_PARTS }];
  return {
    ...candidate,
    derive: [...derive, ...lags],
    preprocessing: [...preprocessing, ...time, ...steps],
  };
}
