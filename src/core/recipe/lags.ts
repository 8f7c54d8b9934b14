/** Lags by name; LAGS.md says what they are. */
import type { DerivedLag } from './refinements';

export function rowsWord(rows: number): string {
  return rows === 1 ? '1 row' : `${rows} rows`;
}

/** "celsius, 7 rows before"; "celsius, mean of 28 rows up to 7 rows before". */
export function lagColumn(lag: DerivedLag['lag']): DerivedLag {
  const before = `${rowsWord(lag.rows)} before`;
  const name =
    lag.mean === 1
      ? `${lag.column}, ${before}`
      : `${lag.column}, mean of ${rowsWord(lag.mean)} up to ${before}`;
  return { name, lag };
}

/** The fewest rows that a lag of that column looks back, of a forecast so many rows ahead. */
export function leastLag(column: string, target: string, ahead: number): number {
  return column === target ? ahead : 1;
}

/** Lags of values that are not known when the forecast is made. */
export function tooNear(lags: readonly DerivedLag[], target: string, ahead: number): DerivedLag[] {
  return lags.filter(({ lag }) => lag.rows < leastLag(lag.column, target, ahead));
}
