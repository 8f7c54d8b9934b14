/** The page of the bench: one worker that answers rows. */
import { wrap } from 'comlink';
import type { Asker } from './predict.worker';

declare global {
  interface Window {
    prediction: Asker;
  }
}

const worker = wrap<Asker>(
  new Worker(new URL('./predict.worker.ts', import.meta.url), { type: 'module' }),
);

window.prediction = {
  prepare: (model, rows) => worker.prepare(model, rows),
  round: () => worker.round(),
};
