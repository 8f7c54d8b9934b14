/** What someone's claim says about a model that is here. */
import type { Link } from '../hash/digest';
import { differ } from '../log/device';
import { claimedMaking, type Claim } from './claim';
import { compareMakings, type Making } from './compare';
import type { Proof } from './types';

export type ClaimVerdict =
  | { type: 'checked'; proof: Proof }
  /** Made from other settings, or from other data. */
  | { type: 'other-recipe'; sameData: boolean }
  /** The same bits, but from a device that cannot be told from the one that made the model: perhaps its own claim. */
  | { type: 'nothing-new' };

/** @param first the making by which the model came about */
export function checkClaim(
  claim: Claim,
  { recipe, dataset, first }: { recipe: Link; dataset: Link; first: Making },
): ClaimVerdict {
  if (claim.recipe !== recipe) {
    return { type: 'other-recipe', sameData: claim.dataset === dataset };
  }
  const again = claimedMaking(claim);
  if (again.bits === first.bits && !differ(again.device, first.device)) {
    return { type: 'nothing-new' };
  }
  return { type: 'checked', proof: compareMakings(first, again, claim.tolerance) };
}
