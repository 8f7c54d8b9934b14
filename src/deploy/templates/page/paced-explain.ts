/** An explanation in slices, so that whoever computes it hears of a newer question in between. */
import type { Cell } from '../../../core/dataset/types';
import type { Explainer, Explanation } from '../../../ml/explain';
import { breather } from './breather';

export interface Question {
  row: Record<string, Cell>;
  /** The class whose answer is explained; 0 for a number. */
  output: number;
}

/** One prediction of several rows should take about so long. */
const CALL_MS = 8;
const MOST_ROWS = 512;

/** As many rows at once as the time allows, by the time that those before took. */
function pacer(): () => number {
  let rows = 4;
  let begun: number | null = null;
  return () => {
    const now = performance.now();
    const took = begun === null ? CALL_MS : now - begun;
    begun = now;
    if (took < CALL_MS / 2) rows = Math.min(MOST_ROWS, rows * 2);
    else if (took > CALL_MS * 2) rows = Math.max(1, Math.floor(rows / 2));
    return rows;
  };
}

/** @throws LoamError `cancelled` */
export function pacedExplain(
  explainer: Explainer,
  { row, output }: Question,
  signal: AbortSignal,
): Promise<Explanation> {
  const options = { output, rowsAtOnce: pacer(), signal, pause: breather() };
  return explainer.explain(row, options);
}
