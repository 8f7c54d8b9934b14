/** Where what a model knows comes from, in one sentence. Of a model made elsewhere nobody here knows its training. */
import type { Recipe } from '../../core/recipe/types';
import type { CardDataset } from './types';

/** @param shown how a name that a person chose is written where the sentence stands */
export function originSentence(
  recipe: Recipe,
  { name, version, rows }: CardDataset,
  shown: (text: string) => string = (text) => text,
): string {
  const data = `${shown(name)} ${version}`;
  if (recipe.format !== 'loam.recipe/3') return `Trained on ${data}, ${rows} rows`;
  return `Made elsewhere, taken from ${shown(recipe.model.name)}: how it was trained is not known. Judged on ${data}, ${rows} rows`;
}
