/** Lags of a draft against how far ahead it is to forecast; core/recipe/LAGS.md. */
import { lagColumn, tooNear } from '../core/recipe/lags';
import { isLag, type DerivedColumn } from '../core/recipe/refinements';
import type { TaskDraft } from './commands/draft-task';

type Learnt = Pick<TaskDraft, 'roles' | 'target'>;

/** Why the lags cannot be learnt from as they stand, in whole sentences; null where they can. */
export function lagProblem(
  derive: readonly DerivedColumn[],
  { roles, target }: Learnt,
  ahead: number,
): string | null {
  const lags = derive.filter(isLag);
  if (lags.length === 0) return null;
  if (!roles.some(({ role }) => role === 'time')) {
    return `${lags[0]!.name} looks back, and no column has the role time to say which rows come before.`;
  }
  const [near] = tooNear(lags, target, ahead);
  return near
    ? `${near.name} is not known yet when the forecast is made ${ahead} rows ahead.`
    : null;
}

/** Those that are too near look back as far as they must; equal ones become one. */
export function lengthened(
  derive: readonly DerivedColumn[],
  { target }: Pick<Learnt, 'target'>,
  ahead: number,
): DerivedColumn[] {
  const near = new Set<DerivedColumn>(tooNear(derive.filter(isLag), target, ahead));
  const changed = derive.map((each) =>
    near.has(each) && isLag(each) ? lagColumn({ ...each.lag, rows: ahead }) : each,
  );
  return changed.filter((each, i) => changed.findIndex(({ name }) => name === each.name) === i);
}
