/** The page's script, started a second time as a worker: scores one file and ends with the page's word. */
import { isLoamError } from '../../../core/errors';
import { scoreJob, type Outlet, type ScoringJob } from './scoring-job';
import type { FromWorker, ToWorker } from './scoring-messages';

/** What a worker's scope has that is needed here. */
interface WorkerScope {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}

/** Pieces on their way; with more the worker waits, so that a slow disk fills no memory. */
const MOST_WAITING = 8;
const PROGRESS_MS = 100;

async function run(scope: WorkerScope, job: ScoringJob, outlet: Outlet): Promise<FromWorker> {
  let told = 0;
  try {
    const scored = await scoreJob(job, outlet, {
      onProgress(done, rows) {
        const now = performance.now();
        if (now - told < PROGRESS_MS) return;
        told = now;
        scope.postMessage({ type: 'progress', done, rows });
      },
    });
    return { type: 'done', scored };
  } catch (error) {
    const code = isLoamError(error) ? error.code : null;
    const facts = isLoamError(error) ? error.facts : {};
    return { type: 'failed', code, facts, message: (error as Error).message };
  }
}

export function serveScoring(scope: WorkerScope): void {
  let waiting = 0;
  let goOn: (() => void) | null = null;
  const outlet: Outlet = {
    write(piece) {
      waiting++;
      scope.postMessage({ type: 'piece', piece });
    },
    ready() {
      if (waiting < MOST_WAITING) return Promise.resolve();
      return new Promise((resolve) => (goOn = resolve));
    },
  };
  scope.onmessage = ({ data }) => {
    switch (data.type) {
      case 'score':
        void run(scope, data.job, outlet).then((message) => scope.postMessage(message));
        break;
      case 'taken':
        waiting--;
        goOn?.();
        goOn = null;
        break;
      default:
        throw data satisfies never;
    }
  };
}
