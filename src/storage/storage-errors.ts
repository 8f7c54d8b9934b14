import { isLoamError, LoamError, toLoamError } from '../core/errors';

/** An error and what it was thrown for: Dexie keeps the browser's own error as `inner`. */
function* chain(error: unknown): Generator<{ name: string; message: string }> {
  let next: unknown = error;
  for (let depth = 0; depth < 8 && next !== null && typeof next === 'object'; depth++) {
    const { name = '', message = '', inner, cause } = next as Partial<Record<string, unknown>>;
    yield { name: String(name), message: String(message) };
    next = inner ?? cause;
  }
}

function isFull(error: unknown): boolean {
  return [...chain(error)].some(({ name }) => name === 'QuotaExceededError');
}

const UNAVAILABLE = new Set([
  'InvalidStateError',
  'MissingAPIError',
  'NoSuchDatabaseError',
  'OpenFailedError',
  'SecurityError',
]);

/** What Dexie or IndexedDB threw, in Loam's words. A full disk arrives as an aborted transaction. */
export function storageError(error: unknown): LoamError {
  if (error instanceof LoamError) return error;
  const names = [...chain(error)];
  if (isFull(error)) return new LoamError('storage-full', {}, { cause: error });
  for (const { name } of names) {
    if (name === 'VersionError') return new LoamError('newer-data', {}, { cause: error });
  }
  for (const { name, message } of names) {
    if (UNAVAILABLE.has(name)) {
      return new LoamError('storage-unavailable', { reason: message || name }, { cause: error });
    }
  }
  for (const { name } of names) {
    if (name === 'DatabaseClosedError')
      return new LoamError('workspace-gone', {}, { cause: error });
  }
  const inner = (error as { inner?: unknown } | null)?.inner;
  return isLoamError(inner) ? inner : toLoamError(error);
}

/**
 * Runs `work`; whatever it throws leaves as a LoamError. `reason` is asked why a transaction was aborted:
 * on a full disk the error thrown may only say that it is over.
 */
export async function inLoamWords<T>(
  work: () => PromiseLike<T>,
  reason: () => unknown = () => null,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = reason();
    if (isFull(why)) throw new LoamError('storage-full', {}, { cause: error });
    throw storageError(error);
  }
}
