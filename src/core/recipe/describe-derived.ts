import { isLag, type DerivedColumn } from './refinements';

/** "celsius 7 rows before", "mean of 7 rows of celsius, the last 7 rows before", or the expression. */
export function describeDerived(derived: DerivedColumn): string {
  if (!isLag(derived)) return `made: ${derived.expression}`;
  const { column, rows, mean } = derived.lag;
  const before = rows === 1 ? '1 row before' : `${rows} rows before`;
  return mean === 1
    ? `looks back: ${column} ${before}`
    : `looks back: mean of ${mean} rows of ${column}, the last ${before}`;
}
