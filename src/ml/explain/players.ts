/** Which input of the signature each prepared input is made of. */
import { stepWidth } from '../../core/model/step-width';
import type { FittedPreprocessing } from '../../core/model/types';

/**
 * Positions in `names`, one per prepared input: a column that makes several (categories, parts of a date) is one
 * player. Null where some are made of other columns than a signature's input alone, as derived ones may be.
 */
export function playersOf(
  { steps }: FittedPreprocessing,
  names: readonly string[],
): Int32Array | null {
  const positions = new Map(names.map((name, i) => [name, i]));
  const players = steps.flatMap((step) =>
    new Array<number>(stepWidth(step)).fill(positions.get(step.column) ?? -1),
  );
  return players.includes(-1) ? null : Int32Array.from(players);
}
