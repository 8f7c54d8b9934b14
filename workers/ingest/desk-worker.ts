/**
 * The importer's second thread. Reading, hashing and storing take half as long as the scan; beside it
 * they take no time where there are two cores. It is the importer's own module under another name, so
 * that whoever can start the one can start the other, under the same policy.
 */
import { LoamError, toLoamError, type ErrorCode, type Facts } from '../../src/core/errors';
import { openOwnDesk, type Desk, type OpenDesk } from './desk';
import type { FileReading } from './file-reading';

export const DESK_WORKER = 'ingest-desk';

export type DeskRequest =
  | { type: 'open'; workspace: string; lease: string }
  | { type: 'put'; bytes: Uint8Array }
  | { type: 'put-chunk' | 'take-back'; bytes: Uint8Array; column: number; start: number }
  | { type: 'duplicates' }
  | { type: 'read'; file: Blob }
  | { type: 'next' }
  | { type: 'digest' }
  | { type: 'close' };

/** A digest, a count, a piece of the file (null at its end), or nothing. */
export type DeskValue = string | number | Uint8Array | null;

export type DeskMessage = DeskRequest & { id: number };

export type DeskAnswer =
  | { id: number; ok: true; value: DeskValue }
  | { id: number; ok: false; code: ErrorCode; facts: Facts };

/** Answers requests one desk at a time. */
export class DeskWorker {
  #desk: Desk | null = null;
  #reading: FileReading | null = null;

  constructor(readonly openDesk: OpenDesk = openOwnDesk) {}

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
      case 'duplicates':
        return this.#desk.duplicates();
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

/** Makes this worker such a thread. */
export function serveDesk(): void {
  const desk = new DeskWorker();
  addEventListener('message', (event: MessageEvent<DeskMessage>) => {
    void desk.answer(event.data).then((answer) => {
      const piece = answer.ok && answer.value instanceof Uint8Array ? answer.value : null;
      postMessage(answer, { transfer: piece ? [piece.buffer] : [] });
    });
  });
}
