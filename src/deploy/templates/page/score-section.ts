/** The drop zone: a CSV goes in, the same CSV with predictions comes out as a download. */
import { blobPieces } from '../../../core/ingest/blob-pieces';
import { isLoamError } from '../../../core/errors';
import type { Predictor } from '../../../ml/predict/predictor';
import type { ModelContents } from '../../model/types';
import { scoreCsv } from '../../scoring/score-csv';
import { breather } from './breather';
import { dropZone } from './drop-zone';
import { element } from './element';
import { countOf } from './number-text';
import { problemOf } from './score-problem';
import { scoreResult } from './score-result';

/** Finished pieces of a scored file are handed to the browser in blobs of this size, out of the page's memory. */
const BLOB_BYTES = 8 * 1024 * 1024;

class BlobSink {
  readonly #blobs: Blob[] = [];
  #pieces: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  write(bytes: Uint8Array): void {
    this.#pieces.push(bytes as Uint8Array<ArrayBuffer>);
    this.#bytes += bytes.length;
    if (this.#bytes >= BLOB_BYTES) this.#flush();
  }

  finish(): Blob {
    this.#flush();
    return new Blob(this.#blobs, { type: 'text/csv' });
  }

  #flush(): void {
    this.#blobs.push(new Blob(this.#pieces));
    this.#pieces = [];
    this.#bytes = 0;
  }
}

function scoredName(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)}-predicted${name.slice(dot)}` : `${name}-predicted.csv`;
}

interface ProgressView {
  root: HTMLElement;
  show(done: number, rows: number): void;
}

function progressView(name: string, cancel: () => void): ProgressView {
  const bar = element('progress', { max: 1, value: 0, 'aria-label': `Scoring ${name}` });
  const words = element('span', { class: 'muted' }, `Reading ${name}`);
  const button = element('button', { type: 'button' }, 'Cancel');
  button.addEventListener('click', cancel);
  return {
    root: element(
      'div',
      { class: 'card work' },
      bar,
      element('div', { class: 'row' }, button, words),
    ),
    show(done, rows) {
      bar.value = done;
      words.textContent = `${countOf(rows, 'row')} scored, ${Math.floor(done * 100)} % of ${name}`;
    },
  };
}

export function scoreSection(contents: ModelContents, predictor: Predictor): HTMLElement {
  const { manifest } = contents.model;
  const outcome = element('div', { class: 'work' });
  const spoken = element('p', { class: 'spoken', role: 'status' });
  let running: AbortController | null = null;
  let address: string | null = null;

  async function score(file: File): Promise<void> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    if (address) URL.revokeObjectURL(address);
    address = null;
    const progress = progressView(file.name, () => mine.abort());
    outcome.replaceChildren(progress.root);
    spoken.textContent = `Scoring ${file.name}`;
    const sink = new BlobSink();
    try {
      const result = await scoreCsv(
        { name: file.name, size: file.size, open: () => blobPieces(file) },
        manifest,
        predictor,
        {
          write: (bytes) => sink.write(bytes),
          signal: mine.signal,
          onProgress: progress.show,
          pause: breather(),
        },
      );
      if (running !== mine) return;
      if (result.type === 'header-mismatch') {
        outcome.replaceChildren(problemOf(file.name, result));
      } else {
        spoken.textContent = `${countOf(result.rows, 'row')} scored; the download is ready`;
        address = URL.createObjectURL(sink.finish());
        outcome.replaceChildren(
          scoreResult(contents, result, { address, name: scoredName(file.name) }),
        );
      }
    } catch (error) {
      if (running !== mine) return;
      const isCancelled = isLoamError(error, 'cancelled');
      spoken.textContent = isCancelled ? 'Cancelled' : '';
      outcome.replaceChildren(
        isCancelled
          ? element(
              'p',
              { class: 'muted' },
              `Cancelled. ${file.name} is as it was; nothing was kept.`,
            )
          : problemOf(file.name, error),
      );
    }
  }

  return element(
    'section',
    { 'aria-labelledby': 'file-title' },
    element('h2', { id: 'file-title' }, 'Score a file'),
    dropZone(manifest.inputs, (file) => void score(file)),
    spoken,
    outcome,
  );
}
