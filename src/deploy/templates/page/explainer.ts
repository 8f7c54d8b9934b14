/** Explains the newest answer: in a worker where there is one, else in slices of the page's time. */
import { isLoamError } from '../../../core/errors';
import { makeExplainer, type Explainer, type Explanation } from '../../../ml/explain';
import type { Predictor } from '../../../ml/predict/predictor';
import type { SealedModel } from '../../model/types';
import type { FromExplainer, ToExplainer } from './explaining-worker';
import { pacedExplain, type Question } from './paced-explain';
import { startWorker } from './start-worker';

type Show = (explanation: Explanation, question: Question) => void;

export class PageExplainer {
  #worker: Worker | null = null;
  #asked = 0;
  #newest: Question | null = null;
  #inPage: AbortController | null = null;
  #own: Explainer | null = null;

  /** @param script what this page runs */
  constructor(
    script: string,
    readonly model: SealedModel,
    readonly predictor: Predictor,
    readonly show: Show,
  ) {
    try {
      this.#worker = startWorker(script);
    } catch {
      return;
    }
    const { manifest, preprocessing, weights } = model;
    this.#worker.onmessage = ({ data }: MessageEvent<FromExplainer>) => this.#take(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#worker = null;
      if (this.#newest) this.ask(this.#newest);
    };
    this.#tell({ type: 'model', model: { manifest, preprocessing, weights } });
  }

  /** Takes the place of the question before, whose explanation is never shown. */
  ask(question: Question): void {
    this.#newest = question;
    this.#asked++;
    if (this.#worker) this.#tell({ type: 'explain', number: this.#asked, question });
    else void this.#explainHere(question);
  }

  #tell(message: ToExplainer): void {
    this.#worker?.postMessage(message);
  }

  #take(message: FromExplainer): void {
    switch (message.type) {
      case 'ready':
        return;
      case 'explained':
        if (message.number === this.#asked) this.show(message.explanation, this.#newest!);
        return;
      case 'failed':
        throw new Error(message.message);
      default:
        throw message satisfies never;
    }
  }

  async #explainHere(question: Question): Promise<void> {
    this.#inPage?.abort();
    const mine = (this.#inPage = new AbortController());
    this.#own ??= makeExplainer({ ...this.model, predictor: this.predictor });
    try {
      const found = await pacedExplain(this.#own, question, mine.signal);
      if (this.#newest === question) this.show(found, question);
    } catch (error) {
      if (!isLoamError(error, 'cancelled')) throw error;
    }
  }
}
