/** What the page and its scoring worker say to each other. */
import type { ErrorCode, Facts } from '../../../core/errors';
import type { Scored, ScoringJob } from './scoring-job';

export type ToWorker =
  | { type: 'score'; job: ScoringJob }
  /** A piece has been put where it goes. */
  | { type: 'taken' };

export type FromWorker =
  | { type: 'piece'; piece: Blob }
  | { type: 'progress'; done: number; rows: number }
  | { type: 'done'; scored: Scored }
  /** `code` is null for what is no error of ours. */
  | { type: 'failed'; code: ErrorCode | null; facts: Facts; message: string };
