/** A file's bytes as they come; `stream` costs half of what reading it slice by slice does. */
import { LoamError } from '../../src/core/errors';

/** @throws LoamError `file-unreadable` where the file has changed or gone since it was chosen */
export async function* piecesOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await orUnreadable(reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function orUnreadable<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new LoamError('file-unreadable', { message }, { cause });
  }
}
