/**
 * What each JSON object of an export must look like before anything reads it. An export may come from anyone:
 * a matching hash says that nothing was changed, not that it was sensible.
 */
import type { Cell } from '../../core/dataset/types';
import { brief } from '../../core/formats/brief';
import { metricValues } from '../../core/formats/evaluation';
import { modelManifest } from '../../core/formats/model';
import { fittedPreprocessing } from '../../core/formats/preprocessing';
import { recipe } from '../../core/formats/recipe';
import { taskManifest } from '../../core/formats/task';
import { part } from '../../core/formats/vocabulary';
import {
  count,
  either,
  flag,
  link,
  listOf,
  number,
  only,
  orNull,
  record,
  text,
  type Check,
} from '../../core/shape/check';
import { damaged } from './damage';
import { goldenFormat } from './golden-examples';
import type {
  GoldenExample,
  GoldenSet,
  ModelCard,
  ModelContents,
  CardDataset,
  CardEvaluation,
} from './types';

const cell: Check<Cell> = (value): value is Cell =>
  value === null || text(value) || number(value) || flag(value);

const firstCard = {
  name: text,
  version: count,
  note: text,
  model: link,
  recipe: link,
  task: link,
  golden: link,
  dataset: record<CardDataset>({ name: text, version: count, manifest: link, rows: count }),
  evaluation: orNull(
    record<CardEvaluation>({
      part,
      rows: count,
      sentence: text,
      metrics: metricValues,
      baseline: metricValues,
    }),
  ),
};

export const modelCard = either(
  record<Omit<ModelCard, 'brief' | 'chosen'>>({ format: only('loam.card/1'), ...firstCard }),
  record<Required<ModelCard>>({
    format: only('loam.card/2'),
    ...firstCard,
    brief: orNull(brief),
    chosen: orNull(text),
  }),
);

export const goldenSet = record<GoldenSet>({
  format: either(only('loam.golden/1'), only('loam.golden/2')),
  model: link,
  examples: listOf(record<GoldenExample>({ input: listOf(cell), output: listOf(text) })),
});

function sameClasses(a: readonly string[] | null, b: readonly string[] | null): boolean {
  return a?.length === b?.length && (a ?? []).every((label, i) => label === b?.[i]);
}

function belongTogether({ card, golden, model, recipe, task }: ModelContents): string | null {
  const { manifest } = model;
  if (golden.model !== card.model) return 'the golden examples are of another model';
  if (golden.format !== goldenFormat(manifest)) return 'the golden examples answer something else';
  if (recipe.task !== card.task) return 'the recipe is of another task';
  if (task.dataset !== card.dataset.manifest) return 'the task is over other data';
  if (manifest.kind !== task.kind || manifest.target !== task.target) {
    return 'the model answers another question than the task asks';
  }
  if (!sameClasses(manifest.classes, task.classes))
    return 'the model has other classes than the task';
  return null;
}

/** @throws LoamError `page-damaged` */
export function checkShapes(contents: ModelContents): void {
  const checks: [string, Check<unknown>, unknown][] = [
    ['the card', modelCard, contents.card],
    ['the list of golden examples', goldenSet, contents.golden],
    ['the model', modelManifest, contents.model.manifest],
    ['the preprocessing', fittedPreprocessing, contents.model.preprocessing],
    ['the recipe', recipe, contents.recipe],
    ['the task', taskManifest, contents.task],
  ];
  for (const [what, check, value] of checks) {
    if (!check(value)) throw damaged(`${what} has an unexpected form`);
  }
  const problem = belongTogether(contents);
  if (problem) throw damaged(problem);
}
