/** The page's script as the worker that explains: one question at a time, the newest. */
import { isLoamError } from '../../../core/errors';
import { makeExplainer, type Explainer, type Explanation } from '../../../ml/explain';
import { makePredictor } from '../../../ml/predict/predictor';
import type { SealedModel } from '../../model/types';
import { pacedExplain, type Question } from './paced-explain';

export type ToExplainer =
  | { type: 'model'; model: Pick<SealedModel, 'manifest' | 'preprocessing' | 'weights'> }
  | { type: 'explain'; number: number; question: Question };

/** Questions that a newer one took the place of are not answered. */
export type FromExplainer =
  | { type: 'ready' }
  | { type: 'explained'; number: number; explanation: Explanation }
  | { type: 'failed'; number: number; message: string };

interface WorkerScope {
  postMessage(message: FromExplainer): void;
  onmessage: ((event: MessageEvent<ToExplainer>) => void) | null;
}

export function serveExplaining(scope: WorkerScope): void {
  let explainer: Explainer | null = null;
  let running: AbortController | null = null;

  async function answer(number: number, question: Question): Promise<void> {
    running?.abort();
    running = new AbortController();
    try {
      const explanation = await pacedExplain(explainer!, question, running.signal);
      scope.postMessage({ type: 'explained', number, explanation });
    } catch (error) {
      if (isLoamError(error, 'cancelled')) return;
      scope.postMessage({ type: 'failed', number, message: (error as Error).message });
    }
  }

  scope.onmessage = ({ data }) => {
    switch (data.type) {
      case 'model': {
        const { manifest, preprocessing, weights } = data.model;
        const predictor = makePredictor(manifest, preprocessing, weights);
        explainer = makeExplainer({ ...data.model, predictor });
        scope.postMessage({ type: 'ready' });
        break;
      }
      case 'explain':
        void answer(data.number, data.question);
        break;
      default:
        throw data satisfies never;
    }
  };
}
