/** A desk in a thread of its own; where none can be started, in this one. */
import { LoamError, isLoamError } from '../../src/core/errors';
import { openOwnDesk, type Desk, type OpenDesk } from './desk';
import {
  DESK_WORKER,
  type DeskAnswer,
  type DeskMessage,
  type DeskRequest,
  type DeskValue,
} from './desk-worker';
import { RowHashes, type RowHashBlocks } from '../../src/core/dataset/profile-rows';
import type { Digest } from '../../src/core/hash/digest';

/** What is needed of a Worker. */
export interface DeskThread {
  postMessage(message: DeskMessage, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<DeskAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/** Starts the module at `url` again, as a desk, under the policy of this worker. */
export function spawnDesk(url: string): DeskThread {
  const source = `import ${JSON.stringify(url)};`;
  const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  return new Worker(blob, { type: 'module', name: DESK_WORKER }) as unknown as DeskThread;
}

/** One desk after the other, all in one thread, which stays: the second import finds it warm. */
export function remoteDesks(spawn: () => DeskThread, own: OpenDesk = openOwnDesk): OpenDesk {
  let line: Line | null = null;
  return async (workspace, lease) => {
    try {
      if (line === null || line.dead) line = new Line(spawn());
      await line.ask({ type: 'open', workspace, lease });
    } catch (error) {
      if (isLoamError(error) && error.code !== 'worker-died') throw error;
      return own(workspace, lease);
    }
    return deskOver(line);
  };
}

function deskOver(line: Line): Desk {
  /** Of columns whose numbers are at hand; the others are decoded and counted there. */
  const numbers = new RowHashes();
  const put = (bytes: Uint8Array) =>
    line.ask({ type: 'put', bytes }, bufferOf(bytes)) as Promise<Digest>;
  return {
    put,
    putChunk(bytes, column, start, values) {
      if (values) {
        numbers.addNumbers(column, start, values);
        return put(bytes);
      }
      const request = { type: 'put-chunk' as const, bytes, column, start };
      return line.ask(request, bufferOf(bytes)) as Promise<Digest>;
    },
    takeBack(bytes, column, start, values) {
      if (values) return numbers.addNumbers(column, start, values, -1);
      // Its failure is that of the questions that follow.
      line.ask({ type: 'take-back', bytes, column, start }, bufferOf(bytes)).catch(() => undefined);
    },
    // Counted here, beside the storing of the last chunks there.
    async duplicates() {
      numbers.addBlocks((await line.ask({ type: 'row-hashes' })) as RowHashBlocks);
      return numbers.duplicates();
    },
    read(file) {
      // Its failure is that of the questions that follow.
      line.ask({ type: 'read', file }).catch(() => undefined);
      return {
        next: () => line.ask({ type: 'next' }) as Promise<Uint8Array | null>,
        digest: () => line.ask({ type: 'digest' }) as Promise<Digest>,
      };
    },
    close: () => void line.ask({ type: 'close' }).catch(() => undefined),
  };
}

/** To be taken away where the bytes are all of it. */
function bufferOf(bytes: Uint8Array): ArrayBuffer[] {
  return bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer as ArrayBuffer] : [];
}

/** One thread and the questions it has not answered. */
class Line {
  #lastId = 0;
  dead = false;
  readonly #open = new Map<
    number,
    { resolve(value: DeskValue): void; reject(error: LoamError): void }
  >();

  constructor(readonly thread: DeskThread) {
    thread.onmessage = ({ data }) => {
      const question = this.#open.get(data.id);
      this.#open.delete(data.id);
      if (data.ok) question?.resolve(data.value);
      else question?.reject(new LoamError(data.code, data.facts));
    };
    thread.onerror = (event) => {
      event.preventDefault();
      this.#fail(event.message || 'the thread could not start');
    };
  }

  ask(request: DeskRequest, transfer: Transferable[] = []): Promise<DeskValue> {
    if (this.dead)
      return Promise.reject(new LoamError('worker-died', { message: 'the thread has ended' }));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.thread.postMessage({ ...request, id }, transfer);
    });
  }

  #fail(message: string): void {
    this.dead = true;
    this.thread.terminate();
    for (const { reject } of this.#open.values()) {
      reject(new LoamError('worker-died', { message }));
    }
    this.#open.clear();
  }
}
