import { LoamError } from '../../core/errors';

/** A page that is Loam's and is not whole; `reason` is one plain clause. */
export function damaged(reason: string, cause?: unknown): LoamError {
  return new LoamError('page-damaged', { reason }, { cause });
}
