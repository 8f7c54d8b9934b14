/** Scores a file into a target: in a worker made of the page's own script, else in slices of the page's time. */
import { LoamError } from '../../../core/errors';
import { breather } from './breather';
import type { SaveTarget } from './save-target';
import { scoreJob, type Scored, type ScoringJob } from './scoring-job';
import type { FromWorker, ToWorker } from './scoring-messages';
import { NoWorker, startWorker } from './start-worker';

export interface ScoringOptions {
  signal: AbortSignal;
  onProgress(done: number, rows: number): void;
}

function inWorker(
  worker: Worker,
  job: ScoringJob,
  target: SaveTarget,
  { signal, onProgress }: ScoringOptions,
): Promise<Scored> {
  return new Promise<Scored>((resolve, reject) => {
    let isAlive = false;
    let written: Promise<void> = Promise.resolve();
    const tell = (message: ToWorker) => worker.postMessage(message);
    const take = (piece: Blob) => {
      written = written.then(() => target.write(piece)).then(() => tell({ type: 'taken' }));
      written.catch(reject);
    };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      isAlive = true;
      switch (data.type) {
        case 'piece':
          return take(data.piece);
        case 'progress':
          return onProgress(data.done, data.rows);
        case 'done':
          return void written.then(() => resolve(data.scored), reject);
        case 'failed': {
          const { code, facts, message } = data;
          return reject(code ? new LoamError(code, facts) : new Error(message));
        }
        default:
          throw data satisfies never;
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(isAlive ? new Error(event.message || 'its worker stopped') : new NoWorker());
    };
    signal.addEventListener('abort', () => reject(new LoamError('cancelled')), { once: true });
    tell({ type: 'score', job });
  }).finally(() => worker.terminate());
}

async function inPage(
  job: ScoringJob,
  target: SaveTarget,
  options: ScoringOptions,
): Promise<Scored> {
  const pause = breather();
  let written: Promise<void> = Promise.resolve();
  const scored = await scoreJob(
    job,
    {
      write(piece) {
        written = written.then(() => target.write(piece));
      },
      ready: () => written.then(pause),
    },
    options,
  );
  await written;
  return scored;
}

/**
 * @param script what this page runs
 * @throws LoamError as `scoreCsv`, or the target's or the file's own error
 */
export async function scoreFile(
  script: string,
  job: ScoringJob,
  target: SaveTarget,
  options: ScoringOptions,
): Promise<Scored> {
  try {
    return await inWorker(startWorker(script), job, target, options);
  } catch (error) {
    if (!(error instanceof NoWorker)) throw error;
    return inPage(job, target, options);
  }
}
