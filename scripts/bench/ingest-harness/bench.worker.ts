/** Both readers in one worker: a file to a saved version, and the same file through PapaParse. */
import Papa from 'papaparse';
import { createWorkspace, openWorkspace, removeWorkspace } from '../../../src/storage';
import { DESK_WORKER, serveDesk } from '../../../workers/ingest/desk-worker';
import { remoteDesks, spawnDesk } from '../../../workers/ingest/remote-desk';
import { Ingest } from '../../../workers/ingest/ingest';

export interface Request {
  reader: 'loam' | 'papaparse' | 'papaparse-discarding';
  file: Blob;
}

export interface Answer {
  seconds: number;
  rows: number;
  error?: string;
}

/** As workers/ingest/ingest.worker.ts makes it. */
const ingest = new Ingest({ openDesk: remoteDesks(() => spawnDesk(import.meta.url)) });

/** Bytes to a version that is committed: hashed, typed, profiled, stored. */
async function loam(file: Blob): Promise<Answer> {
  const { id } = await createWorkspace('bench');
  const store = await openWorkspace(id);
  try {
    const start = performance.now();
    const lease = await store.lease();
    const result = await ingest.read(
      { workspace: id, lease: lease.id, file, name: 'bench.csv', options: {} },
      { signal: new AbortController().signal, progress: () => undefined },
    );
    await store.commit(
      [
        {
          type: 'dataset-saved',
          name: 'bench',
          manifest: result.manifestLink,
          profile: result.profileLink,
          rows: result.manifest.rows,
          columns: result.manifest.columns.length,
          bytes: result.bytes,
          source: result.source,
          parent: null,
          note: '',
        },
      ],
      lease,
    );
    return { seconds: (performance.now() - start) / 1000, rows: result.manifest.rows };
  } finally {
    store.close();
    await removeWorkspace(id);
  }
}

/** As its manual has it: the rows are there when it is done. `kept` false throws them away as they come. */
function papaparse(file: Blob, kept: boolean): Promise<Answer> {
  const start = performance.now();
  let rows = -1;
  return new Promise((resolve, reject) => {
    const count = ({ data }: { data: unknown[] }): void => {
      rows += data.length;
    };
    Papa.parse(file as File, {
      dynamicTyping: true,
      skipEmptyLines: true,
      ...(kept ? {} : { chunk: count }),
      complete(results: { data: unknown[] } | undefined) {
        if (kept && results) count(results);
        resolve({ seconds: (performance.now() - start) / 1000, rows });
      },
      error: reject,
    });
  });
}

function listen(): void {
  addEventListener('message', (event: MessageEvent<Request>) => {
    const { reader, file } = event.data;
    const work = reader === 'loam' ? loam(file) : papaparse(file, reader === 'papaparse');
    work.then(
      (answer) => postMessage(answer),
      (error: unknown) => postMessage({ seconds: 0, rows: 0, error: String(error) }),
    );
  });
}

if (self.name === DESK_WORKER) serveDesk();
else listen();
