/** How far ahead a model was judged that windows of time judge: a forecast is worth what its horizon says. */
import { rowsWord } from '../recipe/lags';
import { foldWords } from '../recipe/describe-refinements';
import { isLag } from '../recipe/refinements';
import { refinementsOf } from '../recipe/refinements-of';
import type { Recipe } from '../recipe/types';
import { isOutOfFold } from './out-of-fold-words';
import { spanWords } from './span-words';
import type { MetricValue } from './types';

/**
 * A whole window, unless lags of the target tell a model what it was within the window: then as many rows as the
 * nearest of them looks back. Null where no windows of time judged it.
 */
export function forecastSentence(
  judged: { metrics: readonly MetricValue[] } | null,
  recipe: Recipe,
  target: string,
): string | null {
  const { fitting, derive } = refinementsOf(recipe);
  if (!judged || !isOutOfFold(judged)) return null;
  if (fitting.type !== 'folds' || fitting.folds.by !== 'time') return null;
  const backs = derive.flatMap((each) =>
    isLag(each) && each.lag.column === target ? [each.lag.rows] : [],
  );
  const ahead =
    backs.length > 0 ? rowsWord(Math.min(...backs)) : `up to ${spanWords(fitting.folds.horizon)}`;
  return `Judged as a forecast of ${ahead} ahead, in ${foldWords(fitting.folds)}.`;
}
