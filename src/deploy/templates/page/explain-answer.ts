/** Explains the newest answer, in slices between which the page lives on; an older explanation is given up. */
import type { Cell } from '../../../core/dataset/types';
import { isLoamError } from '../../../core/errors';
import type { ModelManifest } from '../../../core/model/types';
import { explain } from '../../../ml/explain';
import type { Predictor } from '../../../ml/predict/predictor';
import { breather } from './breather';
import type { WhyView } from './why';

/** What one prediction of several rows may take. */
const CALL_MS = 6;
const MOST_ROWS = 512;

/** Milliseconds per row, of a few rows together. */
function rowTime(predictor: Predictor, row: Record<string, Cell>): number {
  const tries = 3;
  const begin = performance.now();
  for (let i = 0; i < tries; i++) predictor.predictCells(row);
  return (performance.now() - begin) / tries;
}

export function answerExplainer(
  { inputs, classes }: ModelManifest,
  predictor: Predictor,
  view: WhyView,
): (row: Record<string, Cell>, answer: string | number) => Promise<void> {
  let running: AbortController | null = null;
  return async (row, answer) => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    view.fade();
    // The answer itself is drawn first.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    if (mine.signal.aborted) return;
    const output = classes ? classes.indexOf(String(answer)) : 0;
    const rowsAtOnce = Math.min(
      MOST_ROWS,
      Math.max(1, Math.floor(CALL_MS / Math.max(0.001, rowTime(predictor, row)))),
    );
    try {
      const found = await explain(predictor, inputs, row, {
        output,
        rowsAtOnce,
        signal: mine.signal,
        pause: breather(),
      });
      if (running === mine) view.show(found, row, classes ? String(answer) : null);
    } catch (error) {
      if (!isLoamError(error, 'cancelled')) throw error;
    }
  };
}
