import { liveQuery } from 'dexie';
import type { LoamError } from '../core/errors';
import { storageError } from './storage-errors';

export interface Live<T> {
  /** Calls `next` with the answer now and after every change to what was read. Answers how to stop. */
  subscribe(next: (value: T) => void, failed?: (error: LoamError) => void): () => void;
}

/**
 * A query over a WorkspaceStore that answers again whenever a tab or worker changes what it read.
 * The query may await the store only.
 */
export function live<T>(query: () => Promise<T>): Live<T> {
  return {
    subscribe(next, failed) {
      const subscription = liveQuery(query).subscribe({
        next,
        error: (error: unknown) => failed?.(storageError(error)),
      });
      return () => subscription.unsubscribe();
    },
  };
}
