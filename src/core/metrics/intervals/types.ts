/** A 95 % interval; null where none can be given. */
export interface Interval {
  low: number | null;
  high: number | null;
  /** How it was made, e.g. "Wilson", "DeLong", "bootstrap, 1,000 resamples". */
  method: string;
  /** What it rests on: rows, or for a share the rows that it is a share of. */
  n: number;
}
