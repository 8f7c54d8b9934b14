/**
 * The importer's second thread. Reading, hashing and storing take half as long as the scan; beside it
 * they take no time where there are two cores. It is the importer's own module under another name, so
 * that whoever can start the one can start the other, under the same policy.
 */
import { LoamError, toLoamError, type ErrorCode, type Facts } from '../../src/core/errors';
import type { RowHashBlocks } from '../../src/core/dataset/profile-rows';
import { openOwnDesk, type OpenDesk, type OwnDesk } from './desk';
import type { FileReading } from './file-reading';

export const DESK_WORKER = 'ingest-desk';

export type DeskRequest =
  | { type: 'open'; workspace: string; lease: string }
  | { type: 'put'; bytes: Uint8Array }
  | { type: 'put-chunk' | 'take-back'; bytes: Uint8Array; column: number; start: number }
  | { type: 'row-hashes' }
  | { type: 'read'; file: Blob }
  | { type: 'next' }
  | { type: 'digest' }
  | { type: 'close' };

/** A digest, a piece of the file (null at its end), the hashes of all rows, or nothing. */
export type DeskValue = string | Uint8Array | RowHashBlocks | null;

export type DeskMessage = DeskRequest & { id: number };

export type DeskAnswer =
  | { id: number; ok: true; value: DeskValue }
  | { id: number; ok: false; code: ErrorCode; facts: Facts };

/** Answers requests one desk at a time. */
export class DeskWorker {
  #desk: OwnDesk | null = null;
  #reading: FileReading | null = null;

  constructor(readonly openDesk: OpenDesk<OwnDesk> = openOwnDesk) {}

  async answer(message: DeskMessage): Promise<DeskAnswer> {
    const { id } = message;
    try {
      return { id, ok: true, value: await this.#do(message) };
    } catch (error) {
      const { code, facts } = toLoamError(error);
      return { id, ok: false, code, facts };
    }
  }

  async #do(request: DeskRequest): Promise<DeskValue> {
    if (request.type === 'open') {
      this.#desk?.close();
      this.#desk = await this.openDesk(request.workspace, request.lease);
      return null;
    }
    if (this.#desk === null) throw new LoamError('internal', { message: 'no desk is open' });
    switch (request.type) {
      case 'put':
        return this.#desk.put(request.bytes);
      case 'put-chunk':
        return this.#desk.putChunk(request.bytes, request.column, request.start);
      case 'take-back':
        this.#desk.takeBack(request.bytes, request.column, request.start);
        return null;
      case 'row-hashes':
        return this.#desk.takeRowHashes();
      case 'read':
        this.#reading = this.#desk.read(request.file);
        return null;
      case 'next':
        return this.#reading?.next() ?? null;
      case 'digest':
        return this.#reading?.digest() ?? null;
      case 'close':
        this.#desk.close();
        this.#desk = null;
        this.#reading = null;
        return null;
      default:
        return request satisfies never;
    }
  }
}

/** What is given away with the answer. */
function buffersOf(value: DeskValue): Transferable[] {
  if (value instanceof Uint8Array) return [value.buffer];
  if (value === null || typeof value === 'string') return [];
  return [...value.low, ...value.high].map(({ buffer }) => buffer);
}

/** Makes this worker such a thread. */
export function serveDesk(): void {
  const desk = new DeskWorker();
  addEventListener('message', (event: MessageEvent<DeskMessage>) => {
    void desk.answer(event.data).then((answer) => {
      postMessage(answer, { transfer: answer.ok ? buffersOf(answer.value) : [] });
    });
  });
}
