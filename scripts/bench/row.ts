/** One measured number of a bench, beside what it is compared with. */
export interface Row {
  task: string;
  metric: string;
  value: number;
  unit: string;
  /** What the value stands beside: another program's number, or null. */
  peer: number | null;
  /** value / peer, or null without a peer. */
  ratio: number | null;
  /** The bar in words, e.g. "ratio >= 5"; null where the row only informs. */
  goal: string | null;
  /** Whether the bar holds; null without a goal. */
  met: boolean | null;
}

export interface Bench {
  bench(): Promise<Row[]>;
}
