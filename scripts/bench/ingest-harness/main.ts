/** The page of the ingest bench: makes files, hands them to the worker, answers with seconds. */
import type { Answer, Request } from './bench.worker';
import { makeCsv, type Variant } from './make-csv';

declare global {
  interface Window {
    prepare(variant: Variant, rows: number): number;
    run(reader: Request['reader']): Promise<Answer>;
  }
}

const worker = new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module' });
let file = new Blob();

window.prepare = (variant, rows) => {
  file = makeCsv(variant, rows);
  return file.size;
};

window.run = (reader) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) =>
      data.error === undefined ? resolve(data) : reject(new Error(data.error));
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ reader, file } satisfies Request);
  });
