/**
 * Of all orders of a + b + 1 players, the share in which one given player comes after the `a` and before the `b`:
 * a! b! / (a + b + 1)!. From a recurrence, as factorials of deep trees overflow.
 */
export type Weights = (a: number, b: number) => number;

export function weightTable(): Weights {
  const rows: number[][] = [];
  const weight: Weights = (a, b) => {
    const row = (rows[a] ??= []);
    return (row[b] ??= a === 0 ? 1 / (b + 1) : (weight(a - 1, b) * a) / (a + b + 1));
  };
  return weight;
}
