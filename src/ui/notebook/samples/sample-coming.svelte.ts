/** One sample notebook on its way into the workspace. It outlives the cards, which move once there is a notebook. */
import type { NotebookShelf, SampleNotebook } from '../../../app/notebook/shelf-types';

export interface Coming {
  file: string;
  done: number | null;
  label: string;
}

export class SampleComing {
  #now = $state.raw<Coming | null>(null);
  #abort: AbortController | null = null;

  constructor(private readonly shelf: NotebookShelf) {}

  /** Null while none is. */
  get now(): Coming | null {
    return this.#now;
  }

  /** Answers the id of the copy. @throws LoamError `cancelled` */
  async open(sample: SampleNotebook): Promise<string> {
    const { file } = sample;
    const abort = new AbortController();
    this.#abort?.abort();
    this.#abort = abort;
    this.#now = { file, done: null, label: 'Opening' };
    try {
      return await this.shelf.openSample(sample, {
        signal: abort.signal,
        onProgress: (progress) => {
          if (this.#abort === abort) this.#now = { file, ...progress };
        },
      });
    } finally {
      if (this.#abort === abort) this.#now = null;
    }
  }

  cancel(): void {
    this.#abort?.abort();
  }
}
