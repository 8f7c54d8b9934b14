/** How a run is judged on validation by answers that have not seen it. */
import { LoamError } from '../../core/errors';
import { readRecipe } from '../../core/formats/read-manifest';
import type { RunRow } from '../../core/log/rows';
import { refinementsOf } from '../../core/recipe/refinements-of';
import type { Part } from '../../core/task/types';
import type { UnseenAnswers } from '../../../workers/contract';
import type { WorkspaceContext } from '../workspace-context';

/**
 * Null where the model's own answers have not seen the part.
 * @throws LoamError `part-learnt` where it was learnt by folds and cancelled, so that nothing unseen is left
 */
export async function unseenAnswers(
  { store }: Pick<WorkspaceContext, 'store'>,
  { outcome, recipe: link }: Pick<RunRow, 'outcome' | 'recipe'>,
  part: Part,
): Promise<UnseenAnswers | null> {
  if (part !== 'validation' || !outcome || outcome.type === 'failed') return null;
  if (outcome.type === 'finished' && outcome.outOfFold) {
    return { type: 'out-of-fold', answers: outcome.outOfFold };
  }
  const { fitting, calibration } = refinementsOf(await readRecipe(store.objects, link));
  if (fitting.type === 'folds') throw new LoamError('part-learnt');
  return calibration === 'none' ? null : { type: 'cross-calibrated' };
}
