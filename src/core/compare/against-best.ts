import { verdictOf } from './compare';
import { holm } from './holm';
import type { Judgement } from './types';

/**
 * Several comparisons with one and the same model, corrected together by Holm's method: each keeps its p, and its
 * verdict follows from the corrected one.
 */
export function againstBest(judgements: readonly Judgement[]): Judgement[] {
  const tested = judgements.filter(({ p }) => p !== null);
  const adjusted = holm(tested.map(({ p }) => p!));
  return judgements.map((judgement) => {
    const at = tested.indexOf(judgement);
    const corrected = at < 0 ? null : adjusted[at]!;
    const verdict = verdictOf(judgement.metric, judgement.difference, corrected);
    return {
      ...judgement,
      corrected,
      verdict,
      rowsNeeded: verdict === 'not enough evidence' ? judgement.rowsNeeded : null,
    };
  });
}
