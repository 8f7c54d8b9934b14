/** The folds that a task is judged by where nobody says otherwise. */
import { dealByTime } from './folds/deal-by-time';
import type { FoldPlan } from './folds';
import type { Target } from './target';
import { PART_CODE, type TaskManifest } from './types';

const FOLDS = 5;
const FOLDS_OF_MANY = 3;
const MANY_ROWS = 20_000;
const FEWEST = 2;

type Dealt = Pick<TaskManifest, 'rule' | 'counts'>;
type TimePlan = Extract<FoldPlan, { by: 'time' }>;

/** What is known of the rows that are to be dealt. */
export type DealtRows =
  /** Of a task by time: the part and the time (milliseconds UTC, NaN where missing) of each row. */
  | { by: 'time'; parts: Uint8Array; times: Float64Array; target: Target }
  /** Rows, ids or groups that are never split. */
  | { by: 'key'; units: number };

/**
 * Five folds, of many rows three, fewer where there are not so many groups; stratified, by hash where the task's
 * groups were dealt by hash. By time where its parts are: windows that together are as long as validation.
 * FOLDS.md section 5 says what becomes of windows that are empty, or that come before some class.
 * @param rows default: windows of equal length, whatever is in them, and as many units as folds
 * @param windows by time exactly so many, at least 2; default: as above
 */
export function defaultFolds(
  { rule, counts }: Dealt,
  rows: DealtRows | null = null,
  windows: number | null = null,
): FoldPlan {
  const count = counts.train + counts.validation > MANY_ROWS ? FOLDS_OF_MANY : FOLDS;
  if (rule.by !== 'time') {
    const by = rule.by === 'hash' && rule.key === 'group' ? 'hash' : 'stratified';
    const most = rows?.by === 'key' ? Math.max(FEWEST, rows.units) : count;
    return { by, count: Math.min(count, most), repeats: 1, seed: 0 };
  }
  const span = rule.testFrom - rule.validationFrom;
  const even = (n: number): TimePlan => ({
    by: 'time',
    count: n,
    horizon: Math.max(1, Math.ceil(span / n)),
  });
  const most = windows ?? count;
  const least = windows ?? FEWEST;
  return rows?.by === 'time' ? fittingWindows(even, [least, most], rows) : even(most);
}

function fittingWindows(
  even: (windows: number) => TimePlan,
  [least, most]: [number, number],
  { parts, times, target }: Extract<DealtRows, { by: 'time' }>,
): TimePlan {
  const dealt = Uint8Array.from(parts, (part) =>
    part === PART_CODE.train || part === PART_CODE.validation ? 1 : 0,
  );
  const { first, last, allSeen } = boundsOf(dealt, times, target);
  const holds = (plan: TimePlan) =>
    dealByTime(plan, dealt, times).every(
      ({ learn, judge }) => learn.length > 0 && judge.length > 0,
    );
  const later = (plan: TimePlan): TimePlan => ({
    ...plan,
    horizon: Math.min(plan.horizon, Math.floor((last - allSeen) / plan.count)),
  });
  const counts = Array.from({ length: most - least + 1 }, (_, i) => most - i);
  for (const windows of counts) {
    const plan = later(even(windows));
    if (plan.horizon >= 1 && holds(plan)) return plan;
  }
  for (const windows of counts) if (holds(even(windows))) return even(windows);
  let longer = even(least);
  while (least * longer.horizon < last - first) {
    longer = { ...longer, horizon: 2 * longer.horizon };
    if (holds(longer)) return longer;
  }
  for (const from of [Math.max(first, allSeen), first]) {
    const longest = { ...longer, horizon: Math.floor((last - from) / least) };
    if (longest.horizon >= 1 && holds(longest)) return longest;
  }
  return even(least);
}

/** The earliest and latest time of a dealt row, and when every class that any of them is of has been seen. */
function boundsOf(dealt: Uint8Array, times: Float64Array, target: Target) {
  let first = Infinity;
  let last = -Infinity;
  const seen = new Map<number, number>();
  dealt.forEach((is, row) => {
    if (!is) return;
    const time = times[row]!;
    if (time < first) first = time;
    if (time > last) last = time;
    if (target.type !== 'classes') return;
    const code = target.codes[row]!;
    // Rows without a time are always learnt from.
    const from = Number.isNaN(time) ? -Infinity : time;
    seen.set(code, Math.min(seen.get(code) ?? Infinity, from));
  });
  return { first, last, allSeen: Math.max(-Infinity, ...seen.values()) };
}
