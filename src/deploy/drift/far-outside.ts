/** Which numbers lie far outside of what training saw; see DRIFT.md. */
import type { InputSignature } from '../../core/model/types';

/** Spans between the 0.1 and the 0.9 quantile beyond which a value is far outside. */
const SPANS = 1.5;

export interface Fence {
  low: number;
  high: number;
}

/** Null where the signature says nothing of it. */
export function fenceOf({ quantiles }: Pick<InputSignature, 'quantiles'>): Fence | null {
  const low = quantiles?.[0];
  const high = quantiles?.at(-1);
  if (low === undefined || high === undefined || !(high > low)) return null;
  const margin = SPANS * (high - low);
  return { low: low - margin, high: high + margin };
}
