import { isLoamError, LoamError } from '../../core/errors';

/** A bundle that is Loam's and is not whole; `reason` is one plain clause. */
export function bundleDamaged(reason: string, cause?: unknown): LoamError {
  return new LoamError('bundle-damaged', { reason }, { cause });
}

/** What reads the models of a bundle reads those of a page too, and speaks of a page. */
export function asBundleError(error: unknown): unknown {
  return isLoamError(error, 'page-damaged')
    ? new LoamError('bundle-damaged', error.facts, { cause: error })
    : error;
}
