/** Folds with a rolling origin; FOLDS.md section 3. */
import type { Fold, FoldPlan } from '../folds';

type TimePlan = Extract<FoldPlan, { by: 'time' }>;

/**
 * @param dealt 1 per row that is dealt, else 0
 * @param times milliseconds UTC per row, NaN where missing
 */
export function dealByTime(
  { count, horizon }: TimePlan,
  dealt: Uint8Array,
  times: Float64Array,
): Fold[] {
  let last = -Infinity;
  dealt.forEach((is, row) => {
    if (is && times[row]! > last) last = times[row]!;
  });
  return Array.from({ length: count }, (_, i) => {
    const origin = last - (count - i) * horizon;
    const end = last - (count - i - 1) * horizon;
    const learn: number[] = [];
    const judge: number[] = [];
    dealt.forEach((is, row) => {
      if (!is) return;
      const t = times[row]!;
      if (Number.isNaN(t) || t <= origin) learn.push(row);
      else if (t <= end) judge.push(row);
    });
    return {
      number: i,
      repeat: 0,
      learn: Uint32Array.from(learn),
      judge: Uint32Array.from(judge),
    };
  });
}
