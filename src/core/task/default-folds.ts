/** The folds that a task is judged by where nobody says otherwise. */
import { dealByTime } from './folds/deal-by-time';
import type { FoldPlan } from './folds';
import { PART_CODE, type TaskManifest } from './types';

const FOLDS = 5;
const FOLDS_OF_MANY = 3;
const MANY_ROWS = 20_000;
const FEWEST = 2;

type Dealt = Pick<TaskManifest, 'rule' | 'counts'>;

/**
 * Five folds, of many rows three; stratified, by hash where the task's groups were dealt by hash. By time where its
 * parts are: windows that together are as long as validation.
 * @param rows of a task by time, the part and the time (milliseconds UTC) of each row: then no window is empty where
 *   fewer and longer ones hold rows. Default: windows of equal length, whatever is in them
 */
export function defaultFolds(
  { rule, counts }: Dealt,
  rows: { parts: Uint8Array; times: Float64Array } | null = null,
): FoldPlan {
  const count = counts.train + counts.validation > MANY_ROWS ? FOLDS_OF_MANY : FOLDS;
  if (rule.by !== 'time') {
    const by = rule.by === 'hash' && rule.key === 'group' ? 'hash' : 'stratified';
    return { by, count, repeats: 1, seed: 0 };
  }
  const span = rule.testFrom - rule.validationFrom;
  const planOf = (windows: number): FoldPlan & { by: 'time' } => ({
    by: 'time',
    count: windows,
    horizon: Math.max(1, Math.ceil(span / windows)),
  });
  if (!rows) return planOf(count);
  const dealt = Uint8Array.from(rows.parts, (part) =>
    part === PART_CODE.train || part === PART_CODE.validation ? 1 : 0,
  );
  for (let windows = count; windows > FEWEST; windows--) {
    const folds = dealByTime(planOf(windows), dealt, rows.times);
    if (folds.every(({ learn, judge }) => learn.length > 0 && judge.length > 0))
      return planOf(windows);
  }
  return planOf(FEWEST);
}
