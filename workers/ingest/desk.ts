/** Where an import has its file read and hashed and its chunks stored: in its own thread, or in another. */
import { localSink, type ChunkSink, type LocalSink } from '../../src/core/ingest/chunk-sink';
import type { Digest } from '../../src/core/hash/digest';
import { joinWorkspace, platformHash } from '../../src/storage';
import { keepOpen } from '../keep-open';
import { readFile, type FileReading } from './file-reading';

export interface Desk extends ChunkSink {
  /** Stores bytes under the lease. They may be taken away: the caller must not use them again. */
  put(bytes: Uint8Array): Promise<Digest>;
  read(file: Blob): FileReading;
  close(): void;
}

const openStore = keepOpen((workspace) => joinWorkspace(workspace));

/** A desk in this thread. */
export type OwnDesk = Desk & LocalSink;

export type OpenDesk<D extends Desk = Desk> = (workspace: string, lease: string) => Promise<D>;

export const openOwnDesk: OpenDesk<OwnDesk> = async (workspace, lease) => {
  const store = await openStore(workspace);
  const { put } = store.writer(lease);
  return {
    ...localSink({ put }),
    put,
    read: (file) => readFile(file, platformHash),
    close: () => store.close(),
  };
};

/** Opens the workspace ahead of the first desk of this thread. */
export async function prepareOwnDesk(workspace: string): Promise<void> {
  (await openStore(workspace)).close();
}
